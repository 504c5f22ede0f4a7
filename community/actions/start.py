"""What a member chooses to see on their start page, and whether they want one."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from accounts.actions.members import choose_start_page
from accounts.models import Member, StartPage
from community.actions.authors import lock_author
from community.models import District, LifeEvent, StartChoice, Theme


@dataclass(frozen=True)
class StartChoices:
    """Everything that was ticked; may be nothing."""

    themes: Iterable[Theme] = ()
    life_events: Iterable[LifeEvent] = ()
    district: District | None = None


@transaction.atomic
def choose_start(*, member: Member, chosen: StartChoices) -> None:
    """Replace what the member chose before, and switch their page on."""
    lock_author(member)
    StartChoice.objects.filter(member=member).delete()
    rows = [StartChoice(member=member, theme=theme) for theme in chosen.themes]
    rows += [StartChoice(member=member, life_event=event) for event in chosen.life_events]
    if chosen.district is not None:
        rows.append(StartChoice(member=member, district=chosen.district))
    StartChoice.objects.bulk_create(rows)
    choose_start_page(member, StartPage.ON)


@transaction.atomic
def show_ordinary_page(member: Member) -> None:
    """No start page of one's own, be it skipped or switched off. The choices stay for another time."""
    choose_start_page(member, StartPage.OFF)


@transaction.atomic
def show_own_page(member: Member) -> None:
    choose_start_page(member, StartPage.ON)
