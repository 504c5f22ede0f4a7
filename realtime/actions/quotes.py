"""Quotations of and in messages go and come back with what they are from. One holder, one transaction."""

from collections.abc import Callable, Iterator

from django.db import transaction

from community.actions.quotable import HIDDEN, leads_to, source_of
from community.actions.quotes import follow, with_quotes_back, withheld_in
from community.models import Answer, Comment, Question, WithheldQuote
from core.quotes import Source
from core.text import MAX_BODY, RENDERER_VERSION, plain
from realtime.actions.numbering import record_change
from realtime.actions.words import render_again
from realtime.models import Message, QuotedMessage, Room

_POSTS: dict[str, type[Question] | type[Answer] | type[Comment]] = {
    "question": Question,
    "answer": Answer,
    "comment": Comment,
}


def follow_message(message_id: int) -> None:
    """In the same room, and in the question that was made out of it with its writer's consent."""
    at = ("message", message_id)
    for holder_id in _quoting_in_room(message_id) | _held_by(at):
        _follow_in_message(holder_id, at, lambda: _source_of_message(message_id))
    quoted = QuotedMessage.objects.filter(message=message_id, chat_question__posted__isnull=False)
    for question_id in set(quoted.values_list("chat_question__posted", flat=True)):
        with transaction.atomic():
            source, hidden = _source_of_message(message_id, known=True)
            follow("question", question_id, source, at=at, hidden=hidden)


def follow_post(kind: str, post_id: int) -> None:
    """In messages that hold the address of a post and quote it."""
    at = (kind, post_id)
    for holder_id in set(_leading_to(kind, post_id)) | _held_by(at):
        _follow_in_message(holder_id, at, lambda: _source_of_post(kind, post_id))


def _follow_in_message(holder_id: int, at: tuple[str, int], look: Callable[[], tuple[Source, bool]]) -> None:
    with transaction.atomic():
        room = Room.objects.select_for_update(of=("self",), no_key=True).get(messages=holder_id)
        holder = Message.objects.select_for_update(of=("self",), no_key=True).get(pk=holder_id)
        source, hidden = look()
        rows = WithheldQuote.objects.filter(
            source_kind=at[0], source_id=at[1], holder_kind="message", holder_id=holder_id
        )
        if hidden:
            body = withheld_in(holder.body, source, at=at, holder=("message", holder_id))
        else:
            body = with_quotes_back(holder.body, rows)
            rows.delete()
        if body == holder.body:
            return
        holder.body, holder.body_html, holder.renderer_version = body, render_again(body), RENDERER_VERSION
        record_change(room, holder, "edit" if holder.is_shown else "gone")


def _source_of_message(message_id: int, *, known: bool = False) -> tuple[Source, bool]:
    message = Message.objects.select_related("author").get(pk=message_id)
    texts = (message.body, plain(message.body_html, MAX_BODY))
    return Source(message.author.name, texts, known), message.visibility in HIDDEN


def _source_of_post(kind: str, post_id: int) -> tuple[Source, bool]:
    post = _POSTS[kind].objects.select_related("author").get(pk=post_id)
    return source_of(post), post.visibility in HIDDEN


def _quoting_in_room(message_id: int) -> set[int]:
    message = Message.objects.get(pk=message_id)
    later = Message.objects.filter(room=message.room_id, seq__gt=message.seq, body__contains=">")
    return set(later.values_list("pk", flat=True))


def _leading_to(kind: str, post_id: int) -> Iterator[int]:
    found = Message.objects.filter(leads_to(kind, post_id))
    yield from found.values_list("pk", flat=True)


def _held_by(at: tuple[str, int]) -> set[int]:
    rows = WithheldQuote.objects.filter(source_kind=at[0], source_id=at[1], holder_kind="message")
    return set(rows.values_list("holder_id", flat=True))
