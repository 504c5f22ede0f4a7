"""What keeps the radar true, and who hears of a question that waits or is given on."""

from accounts.actions.inbox import drop, notify
from accounts.actions.roles import administrators
from accounts.models import Role, RoleGrant
from community.actions.claims import end_own_claim
from community.actions.waiting import note_waiting
from community.events import (
    AnswerPosted,
    CommentPosted,
    InformationAsked,
    ModerationUndone,
    PostEdited,
    PostHeld,
    PostReleased,
    PostRemoved,
    PostRestored,
    PostWithdrawn,
    QuestionAsked,
    QuestionClosed,
    QuestionFellSilent,
    QuestionHandedOver,
    QuestionReopened,
    QuestionWaitsLong,
    SolutionMarked,
    SolutionUnmarked,
    ThreadModerated,
)
from community.limits import RECEIVERS_TOLD
from community.models import Question, QuestionHandOver
from community.policies import receivers_of
from core.events import Event, in_transaction

CHANGES_WAITING: tuple[type[Event], ...] = (
    QuestionAsked,
    AnswerPosted,
    CommentPosted,
    InformationAsked,
    PostEdited,
    PostHeld,
    PostReleased,
    PostRemoved,
    PostRestored,
    PostWithdrawn,
    QuestionClosed,
    QuestionFellSilent,
    QuestionReopened,
    SolutionMarked,
    SolutionUnmarked,
    ThreadModerated,
    ModerationUndone,
)


def connect() -> None:
    """After the other subscribers of the community: those count what this looks at."""
    for event in CHANGES_WAITING:
        in_transaction(event, look_who_waits)
    in_transaction(AnswerPosted, end_claim_of_answerer)
    in_transaction(AnswerPosted, forget_alarm)
    in_transaction(QuestionWaitsLong, alarm_moderators)
    in_transaction(QuestionWaitsLong, reassure_asker)
    in_transaction(QuestionHandedOver, tell_receivers)


def look_who_waits(event: Event) -> None:
    words_changed = isinstance(event, PostEdited) and event.kind == "question"
    for name in ("question_id", "other_id"):
        question_id: int | None = getattr(event, name, None)
        if question_id is not None:
            note_waiting(question_id, words_changed=words_changed)


def end_claim_of_answerer(event: AnswerPosted) -> None:
    end_own_claim(helper_id=event.author_id, question_id=event.question_id)


def forget_alarm(event: AnswerPosted) -> None:
    """What was about nobody answering is no news any more."""
    if Question.objects.filter(pk=event.question_id, answer_count__gt=0, alarmed_at__isnull=False).exists():
        drop([_alarm_key(event.question_id), f"still_waiting:{event.question_id}"])


def alarm_moderators(event: QuestionWaitsLong) -> None:
    """Those of the theme; where there is none, whoever gives out the roles."""
    question = Question.objects.select_related("theme").get(pk=event.question_id)
    grants = RoleGrant.objects.active().filter(role=Role.MODERATOR, scope__in=("", question.theme.slug))
    moderators = set(grants.values_list("member_id", flat=True)) - {question.author_id}
    notify(
        kind="waiting_long",
        event_key=_alarm_key(question.pk),
        member_ids=moderators or administrators(),
        actor_id=None,
        place_id=question.pk,
        thing_id=question.pk,
    )


def reassure_asker(event: QuestionWaitsLong) -> None:
    asker_id = Question.objects.values_list("author_id", flat=True).get(pk=event.question_id)
    notify(
        kind="still_waiting",
        event_key=f"still_waiting:{event.question_id}",
        member_ids=[asker_id],
        actor_id=None,
        place_id=event.question_id,
        thing_id=event.question_id,
    )


def tell_receivers(event: QuestionHandedOver) -> None:
    """The one helper, or some of those with the role: all of them see it on the radar."""
    handed = QuestionHandOver.objects.select_related("question__theme").get(pk=event.hand_over_id)
    receivers = [handed.receiver_id]
    if handed.receiver_id is None:
        holders = receivers_of(handed.question, role=Role(handed.receiving_role))
        receivers = list(holders.order_by("pk").values_list("pk", flat=True)[:RECEIVERS_TOLD])
    notify(
        kind="question_handed_over",
        event_key=f"handed_over:{handed.pk}",
        member_ids=[pk for pk in receivers if pk is not None],
        actor_id=handed.giver_id,
        place_id=handed.question_id,
        thing_id=handed.pk,
    )


def _alarm_key(question_id: int) -> str:
    return f"waiting_long:{question_id}"
