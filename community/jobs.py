"""What the community does by itself, in the background."""

from django.conf import settings

from community.actions.alarms import raise_alarms
from community.actions.alike import suggest_merges
from community.actions.claims import forget_old_claims, forget_run_out_claims
from community.actions.drafts import forget_old_drafts
from community.actions.email_follows import forget_unconfirmed_follows
from community.actions.pace import measure_paces
from community.actions.popularity import measure_popularity
from community.actions.quotes import follow_elsewhere
from community.actions.reminding import ask_if_current, close_silent, remind_askers
from community.actions.search_index import refresh_words, store_related
from community.actions.waiting import recount_waiting
from community.actions.weeks import measure_weeks
from community.emails import deliver_follow_mail, send_confirmation
from community.queries.search.similar import scores_of_related
from core.jobs import every, job

MAIL_EVERY = 5 if settings.DEMO else 30
CLEAN_UP_EVERY = 60 * 60
LOOK_AT_WAITING_EVERY = 5 * 60
COUNT_WORDS_EVERY = 6 * 60 * 60


@job(retries=5, backoff=30)
def mail_confirmation(follow_id: int) -> None:
    send_confirmation(follow_id)


@every(MAIL_EVERY)
@job()
def mail_followers() -> None:
    """Whatever is not sent stays due, so the job itself is not retried."""
    deliver_follow_mail()


@job(retries=3)
def relate(question_id: int) -> None:
    """Find which questions this one resembles, and which are nearly the same."""
    scores = scores_of_related(question_id)
    store_related(question_id, scores=scores)
    suggest_merges(question_id, scores=scores)


@job(retries=5)
def follow_quotes(kind: str, post_id: int) -> None:
    """What quotes this post in another thread goes or comes back with it."""
    follow_elsewhere(kind, post_id)


@every(COUNT_WORDS_EVERY)
@job()
def count_words() -> None:
    """The words that the search knows for spelling and compounds follow the public texts."""
    refresh_words()


@every(CLEAN_UP_EVERY)
@job()
def clean_up_community() -> None:
    forget_old_drafts()
    forget_unconfirmed_follows()
    forget_old_claims()


@every(CLEAN_UP_EVERY)
@job()
def ask_askers() -> None:
    """Did it help, and is it still current? What one run leaves, the next takes."""
    remind_askers()
    close_silent()
    ask_if_current()


@every(CLEAN_UP_EVERY)
@job()
def measure_waiting() -> None:
    measure_paces()
    measure_weeks()


@every(LOOK_AT_WAITING_EVERY)
@job()
def look_at_waiting() -> None:
    """Nobody waits unseen: rows put right, claims that ran out, and the alarm after a day."""
    recount_waiting()
    forget_run_out_claims()
    raise_alarms()


@every(CLEAN_UP_EVERY)
@job()
def measure_busy() -> None:
    measure_popularity()
