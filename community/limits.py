"""Numbers of the community, with their units."""

from datetime import timedelta

from core.ratelimit import RateLimit

TITLE_LENGTH = 120
"""Longest title, in characters as people count them."""
TITLE_STORED = 500
"""Code points: a title of 120 characters as a person counts them may hold emoji of several."""

BLOCK_LENGTH = 1_000
"""Longest text in one of the four guiding blocks, in characters."""

COMMENT_LENGTH = 1_000
CORRECTION_LENGTH = 600

GRACE_PERIOD = timedelta(minutes=5)
"""An edit so soon after the last version leaves no trace in the history."""

EDIT_WINDOW = timedelta(days=30)
COMMENT_EDIT_WINDOW = timedelta(hours=1)

IDENTICAL_WINDOW = timedelta(minutes=5)
"""The same text by the same member in this time is the same post."""

MENTIONS_NOTIFIED = 10
"""So many people at most hear of being mentioned in one post."""

LIST_SIZE = 20
POPULAR_KEPT = 1_000
"""Questions in the list of what is busy, for each period."""
HOME_LIST_SIZE = 5
START_OWN = 3
"""Own questions on the personal start page: where something happened last."""
ANSWERS_PER_PAGE = 30
PARTS_AT_ONCE = 60
"""Answers that an open page fetches anew at once: two pages of them at most."""
COMMENTS_SHOWN = 200
"""Comments on one question page, over all its posts together."""

REMIND_AFTER = timedelta(days=3)
"""So long after somebody helped, an asker who said nothing is asked whether it did."""
REMIND_UNTIL = timedelta(days=30)
"""After so long a reminder would only surprise."""
REMINDERS = 3
"""The most for one question."""
SILENT_AFTER = timedelta(days=180)
"""Nothing happened for so long: the asker is asked whether the question is still current."""
CLOSED_AFTER = timedelta(days=14)
"""So long the asker has to say so; then the question is closed."""

PACE_OVER = timedelta(days=90)
"""Of so long a time the usual wait for a first answer is measured."""
PACE_QUESTIONS = 500
"""The most questions of a theme that are measured: the newest."""
PACE_FROM = 5
"""Fewer answered questions say nothing about what is usual."""

UNDO_WINDOW = timedelta(seconds=30)
"""So long a moderator takes back what they did with a thread."""
REASON_LENGTH = 300
LONGEST_PIN = timedelta(days=90)
PINNED_SHOWN = 3
LINES_SHOWN = 20
"""The newest acts of moderators that a thread tells of."""

ALIKE_FROM = 55
"""Percent of likeness from which two questions are suggested to moderators as one."""
ALIKE_SHOWN = 50
SHARED_WORDS_SHOWN = 6
CLAIM_LASTS = timedelta(minutes=10)
"""So long others see that a helper is working on an answer, counted from the last time they wrote."""
CLAIM_EXTENDED_EVERY = timedelta(minutes=1)
"""Writing moves the end of a claim no more often than this."""
CLAIM_LONGEST = timedelta(hours=2)
"""Whoever writes longer than this claims it anew."""
CLAIMS_USUAL = 3
"""Claims that a helper holds at once, unless their passport says otherwise."""
CLAIMS_AT_MOST = 10
CLAIMS_KEPT = timedelta(days=90)
"""Who was on what is forgotten so long after it ended, and so are the notes of a hand-over."""
NOTE_LENGTH = 500
"""Characters of a note with which a question is given on."""
RECEIVERS_SHOWN = 100
"""Helpers to choose from when a question is given on."""
RECEIVERS_TOLD = 50
"""So many people at most hear that a question was given to their role."""
RADAR_SHOWN = 20
RADAR_SCORED = 300
"""So many waiting questions of the helper's own themes together are put in order, the most pressing and then
the longest waiting, and a third as many of every theme."""
RADAR_PAGES = 100
"""Beyond this page nothing was put in order."""
RADAR_COUNTED = 500
"""Of each theme so many waiting questions are counted, the longest waiting; beyond that it says "500+"."""
ALARM_AFTER = timedelta(hours=24)
"""A question without any answer for so long is told to the moderators, once."""
ALARM_UNTIL = timedelta(days=14)
"""What waited longer than this when the alarm first looked is no news to anybody."""
WEEKS_SHOWN = 8
WEEK_QUESTIONS = 5_000
"""The most first answers of one week that are measured."""
IN_A_ROW = 2
"""So many answers of one member under each other, and a third is written: then it may be an addition."""
MUCH_FROM = 8
MUCH_SHARE = 0.4
"""More than this part of at least `MUCH_FROM` answers by one member: others get less room."""
WALL_OF_TEXT = 1_200
"""Characters without a blank line that are hard to read on a phone."""

CANNED_KEPT = 200
"""Canned answers of one member."""
CANNED_SHOWN = 100

NEW_FOR = timedelta(days=14)
"""A thread that a member never opened is shown as new for so long; older ones are just old."""

EMAIL_FOLLOW_WAIT = timedelta(minutes=2)
"""So long after something happened the mail to followers without account goes, so that it can hold more."""
EMAIL_FOLLOW_WAIT_DEMO = timedelta(seconds=5)
EMAIL_FOLLOW_RETRY = timedelta(minutes=10)
EMAIL_FOLLOW_CONFIRM_WITHIN = timedelta(days=7)

FIRST_POSTS = 3
"""A member with fewer published posts is new here."""
FIRST_POSTS_WITHIN_HOURS = 12
"""In this time a moderator has read a first post; said beforehand."""
QUERY_LENGTH = 200
"""Characters of a search; what is longer is cut off."""
QUERY_TERMS = 8
"""So many different words of a search count, the rarest first."""
RANKED = 300
"""So many of the newest posts that match are put in order of relevance."""
WINDOW = 100
"""Posts looked at for one page in order of time; a page has at most `LIST_SIZE` questions."""
COMMON_PER_MILLION = 20_000
"""In 2 % of the texts: from here on walking along the newest is cheaper than fetching all that match."""
FREQUENT_PER_MILLION = 1_000
"""In 0.1 % of the texts: from here on the newest that match are chosen before anything else is read."""
THREAD_SEARCH_FROM = 8
"""So many answers make a thread worth searching in."""
THREAD_FOUND = 50
"""Posts of one thread that a search in it shows."""
SIMILAR_FROM = 10
"""Characters of a title before similar questions are looked for."""
SIMILAR_SHOWN = 5
RELATED_SHOWN = 5
RELATED_KEPT = 10
WORDS_SAMPLE = 50_000
"""The newest public posts whose words are counted."""
WORDS_KEPT = 60_000

FEED_SIZE = 50
FEED_SECONDS = 600
"""For so long a feed reader or a cache on the way may keep a feed."""
SITEMAP_SIZE = 10_000
"""Ids of questions in one part of the sitemap; the standard allows 50,000 addresses."""
SITEMAP_SECONDS = 3600

DRAFT_LIFETIME = timedelta(days=30)
DRAFT_SIZE = 20_000
"""Characters of all fields of one draft together."""
DRAFTS_PER_VISITOR = 10

DEFAULT_REVIEW_PERIOD = timedelta(days=365)
LONGEST_REVIEW_PERIOD = timedelta(days=2 * 365)

ASKING = (RateLimit(times=2, per=timedelta(minutes=1)), RateLimit(times=10, per=timedelta(days=1)))
ANSWERING = (RateLimit(times=3, per=timedelta(seconds=15)), RateLimit(times=100, per=timedelta(days=1)))
COMMENTING = (RateLimit(times=4, per=timedelta(seconds=20)), RateLimit(times=200, per=timedelta(days=1)))
THANKING = (RateLimit(times=20, per=timedelta(minutes=1)), RateLimit(times=200, per=timedelta(days=1)))
EDITING = (RateLimit(times=60, per=timedelta(days=1)),)
PREVIEWING = (RateLimit(times=60, per=timedelta(minutes=1)),)
FOLLOWING_BY_MAIL = (RateLimit(times=5, per=timedelta(hours=1)),)
CLAIMING = (RateLimit(times=20, per=timedelta(minutes=10)), RateLimit(times=200, per=timedelta(days=1)))
HANDING_OVER = (RateLimit(times=10, per=timedelta(hours=1)),)
