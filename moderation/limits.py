"""Numbers of safety and fairness."""

from datetime import timedelta

from core.ratelimit import RateLimit

HELPLINE_VALID = timedelta(days=365)
HELP_STRIP_SECONDS = 300
HELP_STRIP_LENGTH = 3
HELPLINE_CHECK_SECONDS = 60 * 60

RULE_TEXT_LENGTH = 8_000
"""Characters of one box of a danger rule."""
RULE_LINES = 180
RULES_SECONDS = 300
"""So long another process may still use a rule that was changed."""
PANEL_LENGTH = 4
"""Helplines in the panel after a text that tells of danger."""

REPORT_EXPLANATION = 2_000
FACTS_LENGTH = 5_000
EXPLANATION_LENGTH = 2_000
APPEAL_LENGTH = 4_000
LABEL_LENGTH = 160
RULES_COMMENT_LENGTH = 1_000

REPORTING = (RateLimit(times=5, per=timedelta(minutes=10)), RateLimit(times=30, per=timedelta(days=1)))

CLAIM_LASTS = timedelta(minutes=10)
"""So long a moderator who opened a case is shown as working on it."""

HANDLE_WITHIN = {
    10: timedelta(hours=24),
    20: timedelta(hours=12),
    30: timedelta(hours=2),
    40: timedelta(minutes=30),
}
"""By priority: when somebody should have decided."""

BRIGADE = 5
"""So many reports say that many people are angry, not that it is wrong: nothing hides by itself."""

QUEUE_SIZE = 50
HISTORY_SIZE = 20

STRIKES_COUNT_FOR = timedelta(days=365)
STRIKES_BEFORE_SUSPENSION = 2
FIRST_SUSPENSION = timedelta(days=7)
NEXT_SUSPENSION = timedelta(days=30)
LONGEST_SUSPENSION = timedelta(days=365)

APPEAL_PERIOD = timedelta(days=184)
"""Never less than six months (Digital Services Act, article 20)."""
APPEAL_WITHIN = timedelta(days=14)
"""In this time somebody else decides on an appeal."""
APPEAL_REMINDER = timedelta(days=7)

RULES_COMMENT_PERIOD = timedelta(days=14)
RULES_NOTICE = timedelta(days=21)
"""So long before they hold, new rules are announced."""

RULES_SHORTEST_COMMENT_PERIOD = timedelta(days=7)
"""Members have at least so long to say what they think of new rules."""
RULES_FURTHEST = timedelta(days=365)
RULE_TITLE_LENGTH = 160
RULE_PART_LENGTH = 1_500
RULES_SUMMARY_LENGTH = 1_000
RULES_MOST = 40
RULES_CHECK_SECONDS = 5 * 60

ALERT_CHECK_SECONDS = 20
ALERT_TIMES = {"acute": (10, 20, 30), "concern": (60, 120, 240)}
"""Minutes by severity: until the backup hears, until everybody does, and between the repeats after that."""
ALERT_LONGEST = 60 * 24
"""Minutes; longer waiting is no alert."""
ALERT_MOST_STEPS = 50
"""Of one alert: then everybody was told for a day, and more of the same helps nobody."""

ROSTER_AHEAD = timedelta(days=7)
"""So far the page of the roster looks for gaps."""
ROSTER_LONGEST_CHANGE = timedelta(days=60)
ROSTER_FURTHEST_CHANGE = timedelta(days=365)
ROSTER_KEEPS_CHANGES = timedelta(days=30)

BULK_VIEWS = 40
BULK_VIEWS_WITHIN = timedelta(hours=1)
"""More looks at shielded content than this by one person are told to the administrators."""

LINKS = 8
"""Links to sites we do not know, in one post; with more a moderator looks first."""
LINKS_OF_NEWCOMER = 2
MENTIONS = 15
MENTIONS_OF_NEWCOMER = 3
"""Different people in one post."""

WRITING = (RateLimit(times=30, per=timedelta(minutes=10)), RateLimit(times=250, per=timedelta(days=1)))
"""Questions, answers and comments of one member together."""
DUPLICATE_WINDOW = timedelta(days=1)
DUPLICATE_LEAST = 80
"""Letters and figures; a shorter text ("Bel de gemeente") may be said twice."""
DUPLICATE_LOOK_BACK = 50
"""Posts of each kind."""
