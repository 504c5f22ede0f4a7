"""How a helper wants to help."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from community.limits import CLAIMS_AT_MOST, CLAIMS_USUAL
from community.models.theme import District


class Passport(models.Model):
    """The part of a helper's passport that they keep themselves; without a row all is as usual."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="passport")
    most_claims = models.PositiveSmallIntegerField(_("zoveel vragen tegelijk"), default=CLAIMS_USUAL)
    paused_until = models.DateField(_("pauze tot en met"), null=True, blank=True)
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("maatjespaspoort")
        verbose_name_plural = _("maatjespaspoorten")
        constraints = [
            models.CheckConstraint(
                condition=Q(most_claims__gte=1, most_claims__lte=CLAIMS_AT_MOST), name="passport_claims"
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id}"

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until >= timezone.localdate()

    @property
    def pause_ends(self) -> str:
        """The last day of the pause in words."""
        return date_format(self.paused_until, "j F Y") if self.paused_until else ""
