"""A kind of notification that only these tests know."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notices
from accounts.actions.inbox import notify
from accounts.models import Member, Notification
from accounts.notices import Notice, NoticeKind


@dataclass
class Thing:
    """Something that happens in these tests; `hidden` holds the ids of what may not be seen any more."""

    hidden: set[int] = field(default_factory=set)
    batches: int = 0

    def describe(self, viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
        self.batches += 1
        return {
            row.pk: Notice(
                text=f"{_('Meldingen')} {row.thing_id}",
                url=f"/questions/{row.place_id}/",
                icon="bell",
                quote="Ik heb <b>schulden</b>",
            )
            for row in notifications
            if row.thing_id not in self.hidden
        }

    def happens(self, number: int, *members: Member, actor: Member | None = None, key: str = "") -> None:
        with transaction.atomic():
            notify(
                kind="test_thing",
                event_key=key or f"thing:{number}",
                member_ids=[member.pk for member in members],
                actor_id=actor.pk if actor else None,
                place_id=100 + number,
                thing_id=number,
            )


@pytest.fixture
def thing(monkeypatch: pytest.MonkeyPatch) -> Thing:
    made = Thing()
    monkeypatch.setitem(notices._kinds, "test_thing", NoticeKind("test_thing", "own_question", made.describe))
    return made


@pytest.fixture
def later() -> Callable[[], None]:
    """Every waiting mail becomes due."""

    def pass_time() -> None:
        Notification.objects.filter(mail_due_at__isnull=False).update(mail_due_at="2020-01-01T00:00Z")

    return pass_time
