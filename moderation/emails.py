"""Mail to who reported without an account. Subjects are neutral, and nobody is named."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.emails import Letter, letter_mail
from moderation.actions.reports import note_answered, note_receipt
from moderation.models import Appeal, Outcome, Report
from moderation.reasons import elsewhere, outcome_words
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


def send_second_outcome(appeal_id: int) -> None:
    """What was decided after the reporter was right to object."""
    appeal = _of_who_has_no_account(appeal_id)
    decision = appeal.decided_again if appeal is not None else None
    if appeal is None or appeal.report is None or decision is None:
        return
    with translation.override(appeal.report.language):
        again = _("Er is opnieuw besloten over je melding %(reference)s.")
        _send(
            appeal.report, [again % {"reference": appeal.report.reference}, outcome_words(decision.measure)]
        )


def send_delay(appeal_id: int) -> None:
    """Nobody decided on the appeal within the term."""
    appeal = _of_who_has_no_account(appeal_id)
    if appeal is None or appeal.report is None or not appeal.is_open:
        return
    with translation.override(appeal.report.language):
        late = _("Het duurt langer dan we zeiden om over je bezwaar te beslissen. We zijn het niet vergeten.")
        _send(appeal.report, [late])


def send_appeal_outcome(appeal_id: int) -> None:
    appeal = _of_who_has_no_account(appeal_id)
    if appeal is None or appeal.report is None:
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
            *([] if founded else [elsewhere()]),
        ]
        _send(appeal.report, lines)


def _of_who_has_no_account(appeal_id: int) -> Appeal | None:
    appeals = Appeal.objects.filter(pk=appeal_id, report__isnull=False).exclude(report__email="")
    return appeals.select_related("report", "decision__case").first()


def _send(report: Report, lines: list[str]) -> None:
    letter = Letter(
        subject=_("Bericht van %(site)s") % {"site": settings.SITE_NAME},
        lines=lines,
        action=(_("Bekijk je melding"), reverse("moderation:my-report", args=[report_token(report.pk)])),
        closing=[_("Heb je niets gemeld? Dan hoef je niets te doen.")],
    )
    letter_mail(letter, to=[report.email]).send()
