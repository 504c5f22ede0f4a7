"""Writing helplines."""

from dataclasses import asdict

from django.db import transaction

from core.events import publish
from moderation.events import HelplinesChanged
from moderation.helplines import KNOWN, VERIFIED_ON, KnownHelpline
from moderation.limits import HELPLINE_VALID
from moderation.models import Helpline


@transaction.atomic
def load_known_helplines() -> int:
    """Store the helplines that come with Peerplein; returns how many are new or were checked again.

    A record that somebody verified later than our data is left alone.
    """
    changed = sum(_load(known, position) for position, known in enumerate(KNOWN, start=1))
    if changed:
        publish(HelplinesChanged())
    return changed


def _load(known: KnownHelpline, position: int) -> bool:
    fields = {
        **asdict(known),
        "verified_on": VERIFIED_ON,
        "review_due": VERIFIED_ON + HELPLINE_VALID,
        "position": position * 10,
    }
    stored = Helpline.objects.filter(key=known.key).first()
    if stored and stored.verified_on and stored.verified_on >= VERIFIED_ON:
        return False
    Helpline.objects.update_or_create(key=known.key, defaults=fields)
    return True


@transaction.atomic
def save_helpline(helpline: Helpline) -> None:
    helpline.save()
    publish(HelplinesChanged())


@transaction.atomic
def delete_helpline(helpline: Helpline) -> None:
    helpline.delete()
    publish(HelplinesChanged())
