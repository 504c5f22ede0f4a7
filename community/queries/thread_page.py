"""What a question page is made of: the question, its answers and comments, and what its viewer may do."""

from dataclasses import dataclass, field
from datetime import datetime

from community.limits import THREAD_SEARCH_FROM
from community.models import Answer, Comment, Highlight, Question
from community.queries.acts import Line
from community.queries.bylines import Byline
from community.queries.claims import ClaimState
from community.queries.gaps import Gap
from community.queries.hints import Hint
from community.queries.reading import Unread
from community.queries.search.similar import Related
from community.queries.track import Expectation, Step
from core.policy import Decision


@dataclass(frozen=True)
class PostCan:
    """What the viewer may do with one post; what does not fit the kind of post is None."""

    edit: Decision
    withdraw: Decision
    restore: Decision
    history: Decision
    comment: Decision | None = None
    thank: Decision | None = None
    mark_solution: Decision | None = None
    highlight: Decision | None = None
    answer: Decision | None = None
    follow: Decision | None = None
    same_here: Decision | None = None
    ask_information: Decision | None = None
    close: Decision | None = None
    reopen: Decision | None = None
    moderate: Decision | None = None
    use_canned: Decision | None = None


@dataclass(frozen=True)
class ShownComment:
    """`folded`: the viewer blocked who wrote it."""

    post: Comment
    author: Byline
    can: PostCan
    folded: bool = False


@dataclass(frozen=True)
class ShownAnswer:
    """`highlight` is in force; `under_review` is one that is past its date or waits after an edit.

    `comment_draft` is the comment that the viewer was writing under it. `gaps` are the remarks under it that
    a moderator removed, `gaps_before` the answers that stood between the one before and this one.
    `folded`: the viewer blocked who wrote it. `is_new`: posted since they last looked.
    """

    post: Answer
    author: Byline
    can: PostCan
    comments: list[ShownComment]
    thanked: bool
    is_solution: bool
    highlight: Highlight | None = None
    under_review: Highlight | None = None
    comment_draft: str = ""
    is_new: bool = False
    gaps: list[Gap] = field(default_factory=list)
    gaps_before: list[Gap] = field(default_factory=list)
    folded: bool = False


@dataclass(frozen=True)
class QuestionPage:
    """`answers` of the first page start with the highlighted ones.

    `draft` is the answer that the viewer was writing, `comment_draft` the comment under the question. `gaps`
    are removed remarks under the question, `gaps_after` removed answers after the last one of this page.
    """

    question: Question
    author: Byline
    can: PostCan
    comments: list[ShownComment]
    answers: list[ShownAnswer]
    next_cursor: str | None
    is_first_page: bool
    same_here: bool
    follow_mode: str
    readers: str
    steps: list[Step]
    expectation: Expectation | None
    unread: Unread
    seen_until: datetime
    lines: list[Line]
    claim: ClaimState
    is_named_here: bool = False
    """The viewer's own anonymous question was merged into this one, where they have a name."""
    waits_long: bool = False
    hint: Hint | None = None
    draft: dict[str, str] = field(default_factory=dict)
    draft_sequence: int = 0
    comment_draft: str = ""
    gaps: list[Gap] = field(default_factory=list)
    gaps_after: list[Gap] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    folded: bool = False
    """The viewer blocked who asks."""

    @property
    def is_solved_further_on(self) -> bool:
        """At least two answers stand before the one that helped, or it stands on another page."""
        if self.question.solution_id is None:
            return False
        return not any(answer.is_solution for answer in self.answers[:2])

    @property
    def asks_asker(self) -> bool:
        """Something waits for a word of its asker, who is the viewer: it stands before the answers."""
        if not self.can.close and not self.can.reopen:
            return False
        question = self.question
        waits = question.is_locked or question.is_asked_if_current or question.needs_info_at is not None
        return waits or (question.is_solved and not question.way_out)

    @property
    def is_worth_searching(self) -> bool:
        """A long thread has a search of its own."""
        return self.question.is_published and self.question.answer_count >= THREAD_SEARCH_FROM
