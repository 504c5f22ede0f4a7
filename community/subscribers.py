"""What the community does when something happens: tell the people whom it concerns."""

from typing import Any

from accounts.actions.inbox import bring_back, drop, notify
from accounts.events import MemberSignedIn
from community.actions.counters import recount_turns
from community.actions.drafts import hand_over_drafts
from community.actions.email_follows import note_news
from community.actions.reading import note_own_post
from community.actions.states import note_asker_reacted
from community.events import (
    CHANGES_OF_SIGHT,
    AnswerHighlighted,
    AnswerPosted,
    AskedIfCurrent,
    AskerReminded,
    CommentPosted,
    HighlightSuspended,
    MembersMentioned,
    ModerationUndone,
    PostEdited,
    PostHeld,
    PostReleased,
    PostRemoved,
    PostRestored,
    PostWithdrawn,
    QuestionClosed,
    QuestionFellSilent,
    SolutionMarked,
    ThreadModerated,
)
from community.jobs import follow_quotes
from community.models import Answer, Comment, Follow, FollowMode, Question, ThreadAct
from core.events import in_transaction


def connect() -> None:
    in_transaction(MemberSignedIn, hand_over)
    in_transaction(AnswerPosted, tell_of_answer)
    in_transaction(CommentPosted, tell_of_comment)
    in_transaction(MembersMentioned, tell_mentioned)
    in_transaction(SolutionMarked, tell_of_solution)
    in_transaction(AnswerHighlighted, tell_of_highlight)
    in_transaction(HighlightSuspended, tell_professional)
    in_transaction(PostWithdrawn, forget_notifications)
    in_transaction(PostHeld, forget_notifications)
    in_transaction(PostRemoved, forget_notifications)
    in_transaction(PostRestored, return_notifications)
    in_transaction(PostReleased, return_notifications)
    in_transaction(PostReleased, tell_of_release)
    for event in CHANGES_OF_SIGHT:
        in_transaction(event, quote_elsewhere)
    in_transaction(AnswerPosted, note_as_read)
    in_transaction(CommentPosted, note_as_read)
    in_transaction(AnswerPosted, note_reaction)
    in_transaction(CommentPosted, note_reaction)
    in_transaction(PostEdited, note_reaction)
    in_transaction(PostWithdrawn, count_turns)
    in_transaction(PostRestored, count_turns)
    in_transaction(QuestionClosed, tell_of_closing)
    in_transaction(AskerReminded, remind)
    in_transaction(AskedIfCurrent, ask_whether_current)
    in_transaction(QuestionFellSilent, tell_of_silence)
    in_transaction(ThreadModerated, tell_of_act)
    in_transaction(ModerationUndone, forget_act)


def quote_elsewhere(event: Any) -> None:
    """In the same thread it happened already; other threads are looked through a little later."""
    follow_quotes.enqueue(event.kind, event.post_id)


def hand_over(event: MemberSignedIn) -> None:
    if event.visitor_key:
        hand_over_drafts(visitor_key=event.visitor_key, member_id=event.member_id)


def tell_of_answer(event: AnswerPosted) -> None:
    """The asker first: whoever has two reasons to hear of it gets the nearest one.

    An answer that waits for a moderator is no news yet, not even as a number at the bell.
    """
    if not Answer.objects.published().filter(pk=event.answer_id).exists():
        return
    question = Question.objects.only("author_id").get(pk=event.question_id)
    key = post_key("answer", event.answer_id)
    about = {"actor_id": event.author_id, "place_id": event.question_id, "thing_id": event.answer_id}
    notify(kind="answer", event_key=key, member_ids=[question.author_id], **about)
    notify(kind="followed_answer", event_key=key, member_ids=_followers(event.question_id), **about)
    note_news(question_id=event.question_id, modes=[FollowMode.ANY])


def tell_of_comment(event: CommentPosted) -> None:
    """Whose post it stands under, and the asker; nobody while it waits for a moderator."""
    if not Comment.objects.published().filter(pk=event.comment_id).exists():
        return
    asker_id = Question.objects.values_list("author_id", flat=True).get(pk=event.question_id)
    key = post_key("comment", event.comment_id)
    about = {"actor_id": event.author_id, "place_id": event.question_id, "thing_id": event.comment_id}
    if event.answer_id is not None:
        answerer_id = Answer.objects.values_list("author_id", flat=True).get(pk=event.answer_id)
        notify(kind="comment_on_answer", event_key=key, member_ids=[answerer_id], **about)
    notify(kind="comment", event_key=key, member_ids=[asker_id], **about)


def tell_mentioned(event: MembersMentioned) -> None:
    notify(
        kind=f"mention_in_{event.kind}",
        event_key=post_key(event.kind, event.post_id),
        member_ids=event.member_ids,
        actor_id=event.author_id,
        place_id=event.question_id,
        thing_id=event.post_id,
    )


def tell_of_solution(event: SolutionMarked) -> None:
    answerer_id = Answer.objects.values_list("author_id", flat=True).get(pk=event.answer_id)
    key = f"solution:{event.question_id}:{event.answer_id}"
    about = {"actor_id": event.member_id, "place_id": event.question_id, "thing_id": event.answer_id}
    notify(kind="solution", event_key=key, member_ids=[answerer_id], **about)
    followers = _followers(event.question_id, also_when_solved=True)
    notify(kind="followed_solution", event_key=key, member_ids=followers, **about)
    note_news(question_id=event.question_id, modes=[FollowMode.ANY, FollowMode.SOLVED])


def tell_of_highlight(event: AnswerHighlighted) -> None:
    answer = Answer.objects.select_related("question").get(pk=event.answer_id)
    key = f"highlight:{event.highlight_id}"
    about = {"actor_id": event.professional_id, "place_id": event.question_id, "thing_id": event.answer_id}
    notify(kind="highlight", event_key=key, member_ids=[answer.author_id], **about)
    notify(kind="question_highlight", event_key=key, member_ids=[answer.question.author_id], **about)
    notify(kind="followed_highlight", event_key=key, member_ids=_followers(event.question_id), **about)


def tell_professional(event: HighlightSuspended) -> None:
    notify(
        kind="highlight_suspended",
        event_key=f"highlight_suspended:{event.highlight_id}",
        member_ids=[event.professional_id],
        actor_id=None,
        place_id=event.question_id,
        thing_id=event.answer_id,
    )


def tell_of_release(event: PostReleased) -> None:
    """Now that it can be read, it is news; whoever heard of it before hears nothing twice."""
    if event.kind == "answer":
        answer = Answer.objects.get(pk=event.post_id)
        tell_of_answer(AnswerPosted(answer.pk, answer.question_id, answer.author_id))
    elif event.kind == "comment":
        comment = Comment.objects.get(pk=event.post_id)
        tell_of_comment(CommentPosted(comment.pk, comment.question_id, comment.answer_id, comment.author_id))


def forget_notifications(event: PostWithdrawn | PostHeld | PostRemoved) -> None:
    """Nobody hears of a post that is gone. A thread's own rows vanish when they are read."""
    if event.kind != "question":
        drop([post_key(event.kind, event.post_id)])


def return_notifications(event: PostRestored | PostReleased) -> None:
    """What an appeal puts back stands in the inboxes where it stood."""
    if event.kind != "question":
        bring_back([post_key(event.kind, event.post_id)])


def note_as_read(event: AnswerPosted | CommentPosted) -> None:
    note_own_post(member_id=event.author_id, question_id=event.question_id)


def note_reaction(event: AnswerPosted | CommentPosted | PostEdited) -> None:
    """Whose turn it is follows from who wrote last."""
    note_asker_reacted(member_id=event.author_id, question_id=event.question_id)
    recount_turns(event.question_id)


def count_turns(event: PostWithdrawn | PostRestored) -> None:
    recount_turns(event.question_id)


def tell_of_closing(event: QuestionClosed) -> None:
    """Whoever followed; not when an answer was chosen, for that told them already."""
    if Question.objects.filter(pk=event.question_id, solution__isnull=False).exists():
        return
    notify(
        kind="followed_closing",
        event_key=f"closing:{event.question_id}",
        member_ids=_followers(event.question_id, also_when_solved=True),
        actor_id=event.member_id,
        place_id=event.question_id,
        thing_id=event.question_id,
    )


def remind(event: AskerReminded) -> None:
    _tell_asker("reminder", event.question_id, key=f"reminder:{event.question_id}:{event.number}")


def ask_whether_current(event: AskedIfCurrent) -> None:
    """A second silence is a second event."""
    at = Question.objects.values_list("asked_if_current_at", flat=True).get(pk=event.question_id)
    _tell_asker("still_current", event.question_id, key=f"still_current:{event.question_id}:{at:%Y%m%d}")


def tell_of_silence(event: QuestionFellSilent) -> None:
    at = Question.objects.values_list("locked_at", flat=True).get(pk=event.question_id)
    _tell_asker("fell_silent", event.question_id, key=f"fell_silent:{event.question_id}:{at:%Y%m%d}")


def tell_of_act(event: ThreadModerated) -> None:
    """Whose question went elsewhere or was closed, and whose answer became a question."""
    kind = {
        "moved": "question_moved",
        "locked": "question_locked",
        "merged": "question_merged",
        "split": "answer_split",
    }.get(event.kind)
    if kind is None:
        return
    thing_id = event.other_id if event.kind == "split" else event.question_id
    concerned = event.other_id or event.question_id
    member_id = Question.objects.values_list("author_id", flat=True).get(pk=concerned)
    notify(
        kind=kind,
        event_key=f"act:{event.act_id}",
        member_ids=[member_id],
        actor_id=event.moderator_id,
        place_id=thing_id,
        thing_id=thing_id,
    )


def forget_act(event: ModerationUndone) -> None:
    """Nor has a professional to look again at an answer that was split off for a moment."""
    before = ThreadAct.objects.values_list("before", flat=True).get(pk=event.act_id)
    drop([f"act:{event.act_id}", f"highlight_suspended:{before.get('highlight')}"])


def post_key(kind: str, post_id: int) -> str:
    """One event per post: a mention and an answer in the same post are one notification."""
    return f"{kind}:{post_id}"


def _followers(question_id: int, *, also_when_solved: bool = False) -> list[int]:
    modes = [FollowMode.ANY, FollowMode.SOLVED] if also_when_solved else [FollowMode.ANY]
    follows = Follow.objects.filter(question_id=question_id, mode__in=modes)
    return list(follows.values_list("member_id", flat=True))


def _tell_asker(kind: str, question_id: int, *, key: str) -> None:
    asker_id = Question.objects.values_list("author_id", flat=True).get(pk=question_id)
    notify(
        kind=kind,
        event_key=key,
        member_ids=[asker_id],
        actor_id=None,
        place_id=question_id,
        thing_id=question_id,
    )
