"""What happens in the community. Ids only: who may read it is decided when it is read."""

from dataclasses import dataclass

from core.events import Event


@dataclass(frozen=True)
class QuestionAsked(Event):
    question_id: int
    author_id: int


@dataclass(frozen=True)
class AnswerPosted(Event):
    answer_id: int
    question_id: int
    author_id: int


@dataclass(frozen=True)
class CommentPosted(Event):
    comment_id: int
    question_id: int
    answer_id: int | None
    author_id: int


@dataclass(frozen=True)
class PostScreened(Event):
    """Screening found something in a text that was stored. `kinds` and `rules` never hold words of it."""

    kind: str
    post_id: int
    question_id: int
    author_id: int
    kinds: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True)
class MembersMentioned(Event):
    """`kind` is "question", "answer" or "comment"; only members who can read the place are in here."""

    kind: str
    post_id: int
    question_id: int
    author_id: int
    member_ids: tuple[int, ...]


@dataclass(frozen=True)
class PostEdited(Event):
    kind: str
    post_id: int
    question_id: int
    author_id: int


@dataclass(frozen=True)
class PostWithdrawn(Event):
    kind: str
    post_id: int
    question_id: int


@dataclass(frozen=True)
class PostRestored(Event):
    kind: str
    post_id: int
    question_id: int


@dataclass(frozen=True)
class PostHeld(Event):
    """It waits for a moderator: others no longer see it."""

    kind: str
    post_id: int
    question_id: int


@dataclass(frozen=True)
class PostReleased(Event):
    """A moderator looked at a post that waited; from now on others see it."""

    kind: str
    post_id: int
    question_id: int


@dataclass(frozen=True)
class PostRemoved(Event):
    """By a moderator; a line in the thread says so."""

    kind: str
    post_id: int
    question_id: int


@dataclass(frozen=True)
class QuoteChanged(Event):
    """A quotation in this post was withheld or given back, because of what became of its source."""

    kind: str
    post_id: int
    question_id: int


CHANGES_OF_SIGHT: tuple[type[Event], ...] = (PostHeld, PostRemoved, PostReleased, PostRestored)
"""After these a post is no longer to be read by others, or is again."""


@dataclass(frozen=True)
class SolutionMarked(Event):
    question_id: int
    answer_id: int
    member_id: int


@dataclass(frozen=True)
class SolutionUnmarked(Event):
    question_id: int
    answer_id: int
    member_id: int


@dataclass(frozen=True)
class AnswerThanked(Event):
    answer_id: int
    question_id: int
    member_id: int


@dataclass(frozen=True)
class AnswerHighlighted(Event):
    highlight_id: int
    answer_id: int
    question_id: int
    professional_id: int


@dataclass(frozen=True)
class HighlightSuspended(Event):
    """The answer was edited, so the professional has to look again."""

    highlight_id: int
    answer_id: int
    question_id: int
    professional_id: int


@dataclass(frozen=True)
class HighlightEnded(Event):
    highlight_id: int
    answer_id: int
    question_id: int
    member_id: int


@dataclass(frozen=True)
class InformationAsked(Event):
    """A helper cannot go on before the asker tells more; the comment says what."""

    question_id: int
    comment_id: int
    member_id: int


@dataclass(frozen=True)
class QuestionClosed(Event):
    """The asker is done, and says which way out helped."""

    question_id: int
    member_id: int
    way_out: str


@dataclass(frozen=True)
class QuestionReopened(Event):
    question_id: int
    member_id: int


@dataclass(frozen=True)
class AskerReminded(Event):
    question_id: int
    number: int


@dataclass(frozen=True)
class AskedIfCurrent(Event):
    question_id: int


@dataclass(frozen=True)
class QuestionFellSilent(Event):
    """Nobody said that it is still current, so it is closed."""

    question_id: int


@dataclass(frozen=True)
class ThreadModerated(Event):
    """A moderator did something with a thread; `kind` is one of `ActKind`."""

    act_id: int
    kind: str
    question_id: int
    other_id: int | None
    moderator_id: int


@dataclass(frozen=True)
class ModerationUndone(Event):
    act_id: int
    kind: str
    question_id: int
    other_id: int | None
    moderator_id: int


@dataclass(frozen=True)
class WaitingChanged(Event):
    """Somebody began to wait, or waits no more, or it is more or less pressing."""

    question_id: int


@dataclass(frozen=True)
class QuestionClaimed(Event):
    """A helper is working on an answer."""

    question_id: int
    helper_id: int


@dataclass(frozen=True)
class ClaimExtended(Event):
    """The helper still writes."""

    question_id: int
    helper_id: int


@dataclass(frozen=True)
class ClaimEnded(Event):
    """`end` is one of `ClaimEnd`; that time ran out is told by nobody."""

    question_id: int
    helper_id: int
    end: str


@dataclass(frozen=True)
class QuestionHandedOver(Event):
    hand_over_id: int
    question_id: int
    giver_id: int


@dataclass(frozen=True)
class QuestionWaitsLong(Event):
    """Nobody answered for a day; told once for each question."""

    question_id: int
