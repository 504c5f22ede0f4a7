"""What a moderator's decision does to a post. Only the moderation of decisions with reasons calls these.

None of them asks who may: whoever calls has decided that, and has stored why.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from community.actions.counters import recount_answers, recount_highlights, touch
from community.actions.highlights import suspend_highlight
from community.actions.locking import LOOKS
from community.actions.quotes import give_back_in_thread, mask_quotes, withhold_in_thread
from community.actions.solutions import clear_solution
from community.actions.texts import rerender
from community.events import PostEdited, PostHeld, PostReleased, PostRemoved, PostRestored
from community.models import Answer, Comment, Post, Question, Revision, Visibility
from core.errors import NotFound
from core.events import Event, publish

MASK = "•••"
"""Stands where personal data stood."""

BLOCKS = ("situation", "need", "tried", "hope")


def lock_post(kind: str, post_id: int) -> Question | Answer | Comment:
    """The post whatever its state, locked with its question. Raises `NotFound`. Call in a transaction."""
    if kind == "question":
        return _lock_question(post_id)
    model: type[Answer | Comment] = Answer if kind == "answer" else Comment
    for _turn in range(LOOKS):
        question_id = model.objects.filter(pk=post_id).values_list("question_id", flat=True).first()
        if question_id is None:
            break
        question = _lock_question(question_id)
        post: Answer | Comment = model.objects.select_for_update(of=("self",), no_key=True).get(pk=post_id)
        if post.question_id == question.pk:
            post.question = question
            return post
    raise NotFound


@transaction.atomic
def hold_post(*, kind: str, post_id: int, rule: str) -> None:
    """Nobody but its writer and the moderators sees it until somebody decided. Publishes `PostHeld`."""
    post = lock_post(kind, post_id)
    if post.visibility in (Visibility.WITHDRAWN, Visibility.REMOVED):
        return
    post.removed_at, post.removed_for, post.reinstated_at = timezone.now(), rule, None
    _leave(post, Visibility.HELD)
    _publish(PostHeld, post)


@transaction.atomic
def remove_post(*, kind: str, post_id: int, rule: str) -> None:
    """Take it out of the thread; a line stays that says by which rule and when. Publishes `PostRemoved`.

    What its writer took back stays taken back for them too: putting it back is no way around.
    """
    post = lock_post(kind, post_id)
    post.removed_at, post.removed_for, post.reinstated_at = timezone.now(), rule, None
    _leave(post, Visibility.REMOVED)
    _publish(PostRemoved, post)


@transaction.atomic
def release_post(*, kind: str, post_id: int) -> None:
    """A post that waited may be read by others from now on. Publishes `PostReleased`."""
    post = lock_post(kind, post_id)
    if post.visibility == Visibility.WITHDRAWN:
        post.withdrawn_while_held = False
        post.save(update_fields=["withdrawn_while_held"])
    if post.visibility != Visibility.HELD:
        return
    post.removed_at, post.removed_for = None, ""
    _return(post)
    touch(_question_of(post).pk)
    _publish(PostReleased, post)


@transaction.atomic
def restore_post(*, kind: str, post_id: int, after_appeal: bool = False) -> None:
    """A removed or held post stands where it stood, with its counters, solution and highlight."""
    post = lock_post(kind, post_id)
    if post.visibility not in (Visibility.HELD, Visibility.REMOVED):
        return
    post.removed_at, post.removed_for = None, ""
    post.reinstated_at = timezone.now() if after_appeal else None
    _return(post)
    _publish(PostRestored, post)


@transaction.atomic
def mask_post(*, kind: str, post_id: int, passages: Sequence[str]) -> int:
    """Replace these passages by dots, also in earlier versions; returns how many there were."""
    post = lock_post(kind, post_id)
    names = ["body", "title", *BLOCKS] if isinstance(post, Question) else ["body"]
    texts: list[str] = [getattr(post, name) for name in names]
    found = sum(text.count(passage) for text in texts for passage in passages)
    for name in names:
        setattr(post, name, masked(getattr(post, name), passages))
    post.version += 1
    post.edited_at = timezone.now()
    post.save()
    rerender(post, _question_of(post))
    for revision in Revision.objects.select_for_update().filter(**{kind: post}):
        revision.fields = {name: masked(text, passages) for name, text in revision.fields.items()}
        revision.save(update_fields=["fields"])
    mask_quotes(post, passages, masked)
    if isinstance(post, Answer):
        suspend_highlight(post)
    question = _question_of(post)
    publish(PostEdited(kind=kind, post_id=post.pk, question_id=question.pk, author_id=post.author_id))
    return found


@transaction.atomic
def label_post(*, kind: str, post_id: int, label: str) -> None:
    """A remark of the moderators stands above the post; an empty one takes it away."""
    post = lock_post(kind, post_id)
    post.label = label
    post.save(update_fields=["label"])
    question = _question_of(post)
    publish(PostEdited(kind=kind, post_id=post.pk, question_id=question.pk, author_id=post.author_id))


@transaction.atomic
def note_appeal(*, kind: str, post_id: int, running: bool) -> None:
    """The line in the thread says whether an appeal runs."""
    post = lock_post(kind, post_id)
    post.contested = running
    post.save(update_fields=["contested"])


def masked(text: str, passages: Sequence[str]) -> str:
    """The longest passage first, so that one inside another leaves nothing behind."""
    for passage in sorted(passages, key=len, reverse=True):
        text = text.replace(passage, MASK)
    return text


def _lock_question(question_id: int) -> Question:
    questions = Question.objects.select_for_update(of=("self",), no_key=True).select_related("theme")
    question = questions.filter(pk=question_id).first()
    if question is None:
        raise NotFound
    return question


def _question_of(post: Question | Answer | Comment) -> Question:
    return post if isinstance(post, Question) else post.question


def _leave(post: Question | Answer | Comment, visibility: Visibility) -> None:
    """Out of sight; an answer stops being the solution, and remembers since when it was."""
    post.visibility = visibility
    if isinstance(post, Answer) and post.question.solution_id == post.pk:
        post.solved_until_removed = post.question.solved_at
        clear_solution(post.question)
    post.save()
    _recount(post)
    withhold_in_thread(post)


def _return(post: Question | Answer | Comment) -> None:
    """In sight; an answer that was the solution is so again, unless the asker chose another.

    What was merged or split meanwhile is read where it went, and not a second time here.
    """
    post.visibility = Visibility.MOVED if _went_elsewhere(post) else Visibility.PUBLISHED
    if (
        isinstance(post, Answer)
        and post.is_published
        and post.solved_until_removed
        and post.question.solution_id is None
    ):
        post.question.solution, post.question.solved_at = post, post.solved_until_removed
        post.question.save(update_fields=["solution", "solved_at"])
    if isinstance(post, Answer):
        post.solved_until_removed = None
    post.save()
    _recount(post)
    give_back_in_thread(post)


def _went_elsewhere(post: Question | Answer | Comment) -> bool:
    if isinstance(post, Question):
        return post.merged_into_id is not None
    return isinstance(post, Answer) and post.became_id is not None


def _recount(post: Post) -> None:
    if isinstance(post, Answer):
        recount_answers(post.question_id)
        recount_highlights(post.question_id)


def _publish(event: type[Event], post: Question | Answer | Comment) -> None:
    kind = type(post).__name__.lower()
    publish(event(kind=kind, post_id=post.pk, question_id=_question_of(post).pk))  # type: ignore[call-arg]
