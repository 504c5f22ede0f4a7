"""Somebody says that something is wrong."""

from typing import TYPE_CHECKING, ClassVar, Optional

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models.case import Case, CaseSnapshot

if TYPE_CHECKING:
    from moderation.models.decision import Decision


class Reason(models.TextChoices):
    UNKIND = "unkind", _("Het is kwetsend of pesterig")
    HATE = "hate", _("Haat of discriminatie")
    THREAT = "threat", _("Bedreiging of geweld")
    DANGER = "danger", _("Ik maak me zorgen om iemand")
    PRIVACY = "privacy", _("Er staan persoonlijke gegevens in")
    WRONG = "wrong", _("Het klopt niet en kan schade doen")
    SCAM = "scam", _("Reclame of oplichting")
    PRETENDING = "pretending", _("Iemand doet zich voor als een ander")
    FORBIDDEN = "forbidden", _("Het mag niet van de wet")
    OTHER = "other", _("Iets anders")


class Report(models.Model):
    """`trusted`: from somebody who looks after the theme too. The reporter is never shown to the author.

    A case of a child abused may be reported without a name; everybody else gives one way to answer.
    """

    reference = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    snapshot = models.ForeignKey(CaseSnapshot, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveIntegerField(help_text="The round of the case in which it came.")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("naam"), max_length=80, blank=True)
    email = models.EmailField(_("e-mailadres"), max_length=254, blank=True)
    language = models.CharField(max_length=5, default="nl")
    reason = models.CharField(_("reden"), max_length=12, choices=Reason)
    explanation = models.TextField(_("toelichting"), blank=True)
    good_faith = models.BooleanField(_("te goeder trouw"))
    trusted = models.BooleanField(default=False)
    received_at = models.DateTimeField(default=timezone.now)
    receipt_sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("melding")
        verbose_name_plural = _("meldingen")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="report_is_in_good_faith", condition=Q(good_faith=True)),
            models.UniqueConstraint(
                fields=["case", "round", "reporter"],
                condition=Q(reporter__isnull=False),
                name="report_once_per_member",
            ),
            models.UniqueConstraint(
                fields=["case", "round", "email"], condition=~Q(email=""), name="report_once_per_address"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["received_at"], name="report_received")]

    def __str__(self) -> str:
        return self.reference

    @property
    def decision(self) -> Optional["Decision"]:
        """What was decided in its round or the first one after; hiding for now does not count. One query."""
        final = self.case.decisions.filter(round__gte=self.round).exclude(measure="hold")
        return final.order_by("round").first()
