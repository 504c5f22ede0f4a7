"""Writing helplines."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone

from core.events import publish
from moderation.events import HelplineExpired, HelplinesChanged
from moderation.helplines import KNOWN, VERIFIED_ON, KnownHelpline
from moderation.limits import HELPLINE_VALID
from moderation.models import Helpline, HelplineTask


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
        "for_kinds": list(known.for_kinds),
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
    """Store it; a new verification ends the task to look at it."""
    helpline.save()
    if not Helpline.objects.due().filter(pk=helpline.pk).exists():
        helpline.tasks.filter(done_at__isnull=True).update(done_at=timezone.now())
    publish(HelplinesChanged())


@transaction.atomic
def raise_helpline_tasks() -> int:
    """A task for every helpline past its review, once; returns how many are new.

    Publishes `HelplineExpired` for each of them.
    """
    expired = Helpline.objects.due().exclude(tasks__done_at__isnull=True, tasks__isnull=False)
    raised = 0
    for helpline in expired:
        task, made = HelplineTask.objects.get_or_create(helpline=helpline, done_at=None)
        if made:
            publish(HelplineExpired(helpline_id=helpline.pk, task_id=task.pk))
            raised += 1
    if raised:
        publish(HelplinesChanged())
    return raised


@transaction.atomic
def delete_helpline(helpline: Helpline) -> None:
    helpline.delete()
    publish(HelplinesChanged())
