"""Mail to who reported without an account. Subjects are neutral, and nobody is named."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.emails import Letter, letter_mail
from moderation.actions.reports import note_answered, note_receipt
from moderation.models import Appeal, Outcome, Report
from moderation.reasons import outcome_words
from moderation.tokens import report_token


def send_receipt(report_id: int) -> None:
    """Once: a second call sends nothing."""
    report = Report.objects.filter(pk=report_id, receipt_sent_at=None).exclude(email="").first()
    if report is None:
        return
    with translation.override(report.language):
        lines = [
            _("We kregen je melding. Het nummer is %(reference)s.") % {"reference": report.reference},
            _("Een moderator kijkt ernaar. Je krijgt bericht als er besloten is."),
            _("Wie je bent, zeggen we nooit tegen degene over wie je meldt."),
        ]
        _send(report, lines)
    note_receipt(report.pk)


def send_outcome(report_id: int) -> None:
    """What was decided on the report, and how to object. Once."""
    report = Report.objects.filter(pk=report_id, answered_at=None).exclude(email="").first()
    decision = report.decision if report is not None else None
    if report is None or decision is None:
        return
    with translation.override(report.language):
        lines = [
            _("Er is besloten over je melding %(reference)s.") % {"reference": report.reference},
            outcome_words(decision.measure),
            _("Niet mee eens? Op de bladzijde van je melding kun je bezwaar maken. Iemand anders kijkt dan."),
        ]
        _send(report, lines)
    note_answered(report.pk)


def send_appeal_outcome(appeal_id: int) -> None:
    appeal = Appeal.objects.filter(pk=appeal_id, report__isnull=False).select_related("report").first()
    if appeal is None or appeal.report is None or not appeal.report.email:
        return
    with translation.override(appeal.report.language):
        founded = appeal.outcome == Outcome.REVERSED
        lines = [
            _("Er is beslist over je bezwaar bij melding %(reference)s.")
            % {"reference": appeal.report.reference},
            _("Je krijgt gelijk. Een moderator kijkt er opnieuw naar.")
            if founded
            else _("Het besluit blijft."),
            appeal.reasons,
        ]
        _send(appeal.report, lines)


def _send(report: Report, lines: list[str]) -> None:
    letter = Letter(
        subject=_("Bericht van %(site)s") % {"site": settings.SITE_NAME},
        lines=lines,
        action=(_("Bekijk je melding"), reverse("moderation:my-report", args=[report_token(report.pk)])),
        closing=[_("Heb je niets gemeld? Dan hoef je niets te doen.")],
    )
    letter_mail(letter, to=[report.email]).send()
