"""A question out of messages: planned, agreed to by their authors, posted with what was agreed to."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from community.actions.questions import QuestionText, ask_question
from community.models import Question, Theme
from community.policies import can_ask_anonymously
from core.errors import Conflict, NotFound, Refused
from core.events import publish
from core.ratelimit import take
from realtime.actions.numbering import lock_room
from realtime.actions.texts import checked_line, checked_text
from realtime.events import ChatQuestionEnded, ConsentAnswered, ConsentAsked
from realtime.limits import MESSAGE_LENGTH, QUOTED_AT_MOST, QUOTING, QUOTING_WAITS_AT_MOST
from realtime.models import ChatQuestion, Message, QuotedMessage, Room
from realtime.quoting_policies import can_post_chat_question, can_quote_room, can_see_chat_question


@dataclass(frozen=True)
class QuestionPlan:
    """What stands in the form."""

    title: str
    intro: str
    theme: Theme
    anonymous: bool
    seqs: Sequence[int]


@transaction.atomic
def plan_chat_question(
    *, maker: Member, room_slug: str, plan: QuestionPlan, sure: bool = False
) -> ChatQuestion:
    """Choose messages of a room; their authors are asked. One's own need no asking.

    Raises `NotFound`, `NotAllowed`, `SlowDown`, `Refused`, `AskFirst`. Publishes `ConsentAsked`.
    """
    maker = lock_author(maker)
    room = lock_room(maker, room_slug)
    can_quote_room(maker, room).require()
    if plan.anonymous:
        can_ask_anonymously(maker).require()
    empty = _("Geef de vraag een titel.")
    title = checked_line(plan.title, author=maker, place="question", empty=empty, field="title")
    intro = plan.intro
    if intro.strip():
        intro = checked_text(
            intro, author=maker, place="question", limit=MESSAGE_LENGTH, field="intro", sure=sure
        )
    messages = _chosen(room, plan.seqs)
    take("quote", maker.pk, QUOTING)
    made = ChatQuestion.objects.create(
        room=room, maker=maker, theme=plan.theme, title=title, intro=intro, anonymous=plan.anonymous
    )
    _quote(made, messages)
    asked = {message.author_id for message in messages} - {maker.pk}
    if asked:
        publish(ConsentAsked(chat_question_id=made.pk, member_ids=tuple(sorted(asked))))
    return made


@transaction.atomic
def answer_consent(*, author: Member, key: uuid.UUID, agreed: bool) -> ChatQuestion:
    """Yes or no to all of one's own messages in the plan; it may be changed until it is posted.

    Publishes `ConsentAnswered`.
    """
    author = lock_author(author)
    plan = _lock(author, key)
    own = QuotedMessage.objects.filter(chat_question=plan, message__author=author)
    if plan.maker_id == author.pk or not own.exists():
        raise NotFound
    if not plan.is_open:
        raise Conflict(_("Deze vraag is al geplaatst of ingetrokken."))
    own.update(agreed=agreed, agreed_at=timezone.now())
    publish(ConsentAnswered(chat_question_id=plan.pk, member_id=author.pk))
    return plan


@transaction.atomic
def post_chat_question(*, maker: Member, key: uuid.UUID) -> Question:
    """Ask it, with only those messages whose authors said yes and which still say what they said then.

    Raises `NotFound`, `NotAllowed`, `SlowDown`, `Refused`. Publishes `QuestionAsked`, `ChatQuestionEnded`.
    """
    maker = lock_author(maker)
    plan = _lock(maker, key)
    if plan.maker_id == maker.pk and plan.posted is not None:
        return plan.posted
    can_post_chat_question(maker, plan).require()
    quotes = [quote for quote in quotes_of(plan) if is_usable(quote)]
    if not quotes:
        raise Refused(_("Er is nog geen bericht waarvan de schrijver ja zei."))
    asked = ask_question(
        author=maker,
        text=QuestionText(title=plan.title, body=_words(plan, quotes)),
        theme=plan.theme,
        key=plan.key,
        anonymous=plan.anonymous,
        sure=True,
    ).post
    plan.posted, plan.posted_at = asked, timezone.now()
    plan.save(update_fields=["posted", "posted_at"])
    publish(ChatQuestionEnded(chat_question_id=plan.pk))
    return asked


@transaction.atomic
def drop_chat_question(*, maker: Member, key: uuid.UUID) -> ChatQuestion:
    """No question after all; a repeat changes nothing. Publishes `ChatQuestionEnded`."""
    maker = lock_author(maker)
    plan = _lock(maker, key)
    if plan.maker_id != maker.pk:
        raise NotFound
    if plan.is_open:
        _drop(plan)
    return plan


def drop_forgotten_chat_questions() -> int:
    """Drop plans that were not posted in time; returns how many."""
    old = ChatQuestion.objects.open().filter(created_at__lt=timezone.now() - QUOTING_WAITS_AT_MOST)
    with transaction.atomic():
        plans = list(old.select_for_update(no_key=True))
        for plan in plans:
            _drop(plan)
    return len(plans)


def quotes_of(plan: ChatQuestion) -> list[QuotedMessage]:
    return list(plan.quotes.select_related("message__author"))


def is_usable(quote: QuotedMessage) -> bool:
    """Agreed to, not taken back, and not changed since: nobody agreed to the new words."""
    message = quote.message
    if not quote.agreed or quote.agreed_at is None or not message.is_shown:
        return False
    return message.edited_at is None or message.edited_at <= quote.agreed_at


def _drop(plan: ChatQuestion) -> None:
    plan.dropped_at = timezone.now()
    plan.save(update_fields=["dropped_at"])
    publish(ChatQuestionEnded(chat_question_id=plan.pk))


def _chosen(room: Room, seqs: Sequence[int]) -> list[Message]:
    if not seqs:
        raise Refused(_("Kies minstens één bericht."), field="messages")
    if len(set(seqs)) > QUOTED_AT_MOST:
        raise Refused(_("Kies hooguit %(max)d berichten.") % {"max": QUOTED_AT_MOST}, field="messages")
    messages = list(Message.objects.shown().filter(room=room, seq__in=set(seqs)).in_order())
    if len(messages) != len(set(seqs)):
        raise Refused(_("Een van deze berichten staat er niet meer. Kies opnieuw."), field="messages")
    return messages


def _quote(plan: ChatQuestion, messages: list[Message]) -> None:
    now = timezone.now()
    QuotedMessage.objects.bulk_create(
        QuotedMessage(
            chat_question=plan,
            message=message,
            agreed=True if message.author_id == plan.maker_id else None,
            agreed_at=now if message.author_id == plan.maker_id else None,
        )
        for message in messages
    )


def _words(plan: ChatQuestion, quotes: list[QuotedMessage]) -> str:
    """The introduction and the messages as quotations, each author under a number instead of a name."""
    parts = [plan.intro] if plan.intro else []
    parts.append(_("Dit kwam ter sprake in een gesprek op Peerplein. Alle schrijvers vinden het goed."))
    numbers: dict[int, int] = {}
    for quote in quotes:
        author_id = quote.message.author_id
        name = _("Vraagsteller")
        if author_id != plan.maker_id:
            number = numbers.setdefault(author_id, len(numbers) + 1)
            name = _("Deelnemer %(n)d") % {"n": number}
        quoted = "\n".join(f"> {line}" for line in quote.message.body.splitlines())
        parts.append(f"**{name}:**\n\n{quoted}")
    return "\n\n".join(parts)


def _lock(viewer: Member, key: uuid.UUID) -> ChatQuestion:
    locked = ChatQuestion.objects.select_for_update(of=("self",), no_key=True)
    plan = locked.select_related("theme", "posted").filter(key=key).first()
    if plan is None:
        raise NotFound
    can_see_chat_question(viewer, plan).require()
    return plan
