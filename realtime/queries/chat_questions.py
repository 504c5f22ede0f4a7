"""Choosing messages for a question, and how the consent of their authors stands."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Member
from community.policies import can_ask_anonymously
from core.errors import NotFound
from core.policy import Decision
from core.text import plain
from realtime.models import ChatQuestion, QuotedMessage, Room
from realtime.policies import can_see_room
from realtime.queries.messages import newest_messages
from realtime.queries.rooms import get_room
from realtime.quoting_policies import can_post_chat_question, can_quote_room, can_see_chat_question

WORDS_SHOWN = 300


@dataclass(frozen=True)
class MessageChoice:
    """A message that can be ticked, in plain words."""

    seq: int
    name: str
    at: datetime
    words: str


@dataclass(frozen=True)
class ChoosePage:
    """The newest messages that still have words, oldest first."""

    room: Room
    messages: list[MessageChoice]
    can_ask_anonymously: Decision


@dataclass(frozen=True)
class ShownQuote:
    """A message of the plan as its author is named in the room. `state`: yes, no, asked, changed or gone."""

    name: str
    body_html: str
    state: str
    is_mine: bool


@dataclass(frozen=True)
class ChatQuestionPage:
    """For the maker all messages; for an author who is asked only their own."""

    plan: ChatQuestion
    quotes: list[ShownQuote]
    is_maker: bool
    my_answer: bool | None
    usable: int
    waiting: int
    can_post: Decision
    can_see_room: bool


def choose_page(viewer: Member, *, slug: str, before: int | None = None) -> ChoosePage:
    """Three queries, four in a help chat. Raises `NotFound`, `NotAllowed`."""
    room = get_room(viewer, slug)
    can_quote_room(viewer, room).require()
    messages = [
        MessageChoice(message.seq, message.author.name, message.at, plain(message.body_html, WORDS_SHOWN))
        for message in newest_messages(room, before=before)
        if not message.gone
    ]
    return ChoosePage(room=room, messages=messages, can_ask_anonymously=can_ask_anonymously(viewer))


def chat_question_page(viewer: Member, *, key: uuid.UUID) -> ChatQuestionPage:
    """Five queries, however many messages. Raises `NotFound`."""
    plans = ChatQuestion.objects.select_related("theme", "room", "maker", "posted")
    plan = plans.filter(key=key).first()
    if plan is None:
        raise NotFound
    can_see_chat_question(viewer, plan).require()
    is_maker = plan.maker_id == viewer.pk
    rows = list(plan.quotes.select_related("message__author"))
    mine = [row for row in rows if row.message.author_id == viewer.pk]
    names = dict(plan.room.members.exclude(shown_as="").values_list("member_id", "shown_as"))
    return ChatQuestionPage(
        plan=plan,
        quotes=[_shown(row, names, viewer) for row in (rows if is_maker else mine)],
        is_maker=is_maker,
        my_answer=mine[0].agreed if mine else None,
        usable=sum(quote_state(row) == "yes" for row in rows),
        waiting=sum(quote_state(row) == "asked" for row in rows),
        can_post=can_post_chat_question(viewer, plan),
        can_see_room=bool(can_see_room(viewer, plan.room)),
    )


def quote_state(row: QuotedMessage) -> str:
    message = row.message
    if not message.is_shown:
        return "gone"
    if row.agreed is None:
        return "asked"
    if not row.agreed:
        return "no"
    changed = (
        message.edited_at is not None and row.agreed_at is not None and message.edited_at > row.agreed_at
    )
    return "changed" if changed else "yes"


def _shown(row: QuotedMessage, names: dict[int, str], viewer: Member) -> ShownQuote:
    state = quote_state(row)
    author = row.message.author
    return ShownQuote(
        name=names.get(author.pk, author.name),
        body_html="" if state == "gone" else row.message.body_html,
        state=state,
        is_mine=author.pk == viewer.pk,
    )
