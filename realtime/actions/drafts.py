"""What somebody wants to say, on its way to being stored: each draft is looked at by itself."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Member
from core.errors import Conflict, DomainError, NotFound
from core.screening import may_be_a_part
from realtime.actions.halves import refuse_halves
from realtime.actions.words import Words, clean, prepare
from realtime.models import Message, Room
from realtime.policies import Silence, can_moderate_room, can_see_room, can_send, openness_of
from realtime.refusals import ChatRefusal, muted


@dataclass(frozen=True)
class Draft:
    """Refusals are told in `language`; without it in the one that is spoken now."""

    author_id: int
    body: str
    cid: uuid.UUID
    reply_to: int | None = None
    language: str = ""


@dataclass(frozen=True)
class Sent:
    """The stored message; `repeated` when the same `cid` had been stored before. `noticed` are the kinds of
    what screening found: whoever is in danger is shown where to find help."""

    message: Message
    repeated: bool
    noticed: tuple[str, ...] = ()


@dataclass
class Scene:
    """What is known when the drafts for one room are looked at: all of it read for all of them at once."""

    slug: str
    room: Room | None
    authors: dict[int, Member]
    earlier: dict[tuple[int, uuid.UUID], Message]
    silences: dict[int, Silence] = field(default_factory=dict)
    said_at: dict[int, datetime] = field(default_factory=dict)
    """When each author last said something, in a room in slow mode."""
    just_said: dict[int, list[str]] = field(default_factory=dict)
    """What each author wrote in the last minutes, oldest first: a number can be cut over two messages."""


class Line:
    """A draft with what became of it: `answer` when that is known, `words` when it can be stored."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.answer: Sent | DomainError | None = None
        self.text = ""
        self.words: Words | DomainError
        self._in_its_language(self._prepare)

    @property
    def may_be_a_part(self) -> bool:
        return self.answer is None and may_be_a_part(self.text)

    @property
    def key(self) -> tuple[int, uuid.UUID]:
        return self.draft.author_id, self.draft.cid

    def look_at(self, scene: Scene) -> None:
        """Answer what was stored before, and refuse what may not be stored."""
        if self.answer is None:
            self._in_its_language(lambda: self._check(scene))

    def repeat(self, earlier: Message, room_slug: str) -> None:
        """`earlier` has the same author and `cid`."""
        if self.answer is None:
            self._in_its_language(lambda: self._repeat(earlier, room_slug))

    def refuse(self, reason: Callable[[], DomainError]) -> None:
        with translation.override(self._language):
            self.answer = reason()

    @property
    def _language(self) -> str:
        return self.draft.language or translation.get_language() or ""

    def _in_its_language(self, step: Callable[[], None]) -> None:
        with translation.override(self._language):
            try:
                step()
            except DomainError as error:
                self.answer = error

    def _prepare(self) -> None:
        self.text = clean(self.draft.body)
        try:
            self.words = prepare(self.text, self.draft.author_id)
        except DomainError as error:
            # Told only when it was not stored before: what may be said can have changed since.
            self.words = error

    def _check(self, scene: Scene) -> None:
        earlier = scene.earlier.get(self.key)
        if earlier is not None:
            self._repeat(earlier, scene.slug)
            return
        if isinstance(self.words, DomainError):
            raise self.words
        author = scene.authors.get(self.draft.author_id)
        if author is None or scene.room is None:
            raise NotFound
        can_see_room(author, scene.room).require()
        just_said = scene.just_said.setdefault(author.pk, [])
        refuse_halves(just_said, self.text, author_id=author.pk)
        _check_may_write(author, scene.room, scene)
        just_said.append(self.text)

    def _repeat(self, earlier: Message, room_slug: str) -> None:
        if earlier.room.slug != room_slug or (earlier.body != self.text and earlier.edited_at is None):
            raise Conflict(_("Dit bericht was al verstuurd met andere woorden."))
        self.answer = Sent(message=earlier, repeated=True)


def _check_may_write(author: Member, room: Room, scene: Scene) -> None:
    decision = can_send(author, room)
    if not decision:
        if decision.hidden:
            raise NotFound
        openness = openness_of(room, timezone.now())
        if room.closed_at is not None or not openness.is_open:
            raise ChatRefusal("closed", decision.reason, opens_at=openness.opens_at)
        raise ChatRefusal("not_allowed", decision.reason)
    silence = scene.silences.get(author.pk)
    if silence is not None:
        raise muted(silence.reason, silence.until)
    if room.slow_seconds and not can_moderate_room(author, room):
        _check_slow_mode(author, room, scene)


def _check_slow_mode(author: Member, room: Room, scene: Scene) -> None:
    """Who passes has said something now, so that the next draft of the same author has to wait."""
    now = timezone.now()
    last = scene.said_at.get(author.pk)
    free_at = now if last is None else last + timedelta(seconds=room.slow_seconds)
    if last is None or free_at <= now:
        scene.said_at[author.pk] = now
        return
    wait = int((free_at - now).total_seconds()) + 1
    sentence = _("Dit gesprek staat in de rustige stand. Je kunt over %(n)d seconden weer iets sturen.")
    raise ChatRefusal("slow_down", sentence % {"n": wait}, retry_after=wait)
