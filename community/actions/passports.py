"""How a helper wants to help: how much at once, and not for a while."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import lock_author
from community.limits import CLAIMS_AT_MOST
from community.models import District, Passport
from community.policies import can_see_radar
from core.errors import Refused


@transaction.atomic
def keep_passport(
    *, helper: Member, most_claims: int, paused_until: date | None, district: District | None
) -> Passport:
    """Raises `NotAllowed`, `Refused`. What was taken on already stays."""
    helper = lock_author(helper)
    can_see_radar(helper).require()
    if not 1 <= most_claims <= CLAIMS_AT_MOST:
        raise Refused(
            _("Kies een getal van 1 tot en met %(n)d.") % {"n": CLAIMS_AT_MOST}, field="most_claims"
        )
    if paused_until is not None and paused_until < timezone.localdate():
        raise Refused(_("Deze dag is al voorbij."), field="paused_until")
    fields = {"most_claims": most_claims, "paused_until": paused_until, "district": district}
    passport, _made = Passport.objects.update_or_create(member=helper, defaults=fields)
    return passport


@transaction.atomic
def end_pause(*, helper: Member) -> None:
    can_see_radar(helper).require()
    Passport.objects.filter(member=helper).update(paused_until=None)
