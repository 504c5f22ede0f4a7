"""How the notifications of safety and fairness read. The sentences say nothing about what was written."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import notices
from accounts.models import Member, Notification
from accounts.notices import Notice, NoticeKind
from accounts.policies import can_administer
from moderation.models import Alert, Appeal, Decision, Helpline, Report, RulesComment, RulesVersion
from moderation.policies import visible_alerts, visible_appeals
from moderation.targets import kind_of
from moderation.tokens import report_token

T = TypeVar("T")


def register_kinds() -> None:
    """Letters always come by mail too: a decision must reach whom it concerns."""
    kinds = {
        "decision": _decisions,
        "report_decided": _reports,
        "report_decided_again": _reports_again,
        "appeal_decided": _appeals,
        "appeal_filed": _waiting_appeals,
        "appeal_waits": _waiting_appeals,
        "appeal_late": _late_appeals,
        "appeal_stuck": _stuck_appeals,
        "rules_announced": _announced_rules,
        "rules_withdrawn": _withdrawn_rules,
        "rules_began": _begun_rules,
        "rules_comment_answered": _answered_comments,
        "alert": _alerts,
        "bulk_viewing": _bulk_viewing,
        "helpline_expired": _helplines,
    }
    for name, describe in kinds.items():
        notices.register(NoticeKind(name=name, category="letter", describe=describe))


def _decisions(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query."""
    decisions = Decision.objects.filter(member=viewer).select_related("case").in_bulk(_things(notifications))

    def notice(decision: Decision) -> Notice:
        your = kind_of(decision.case.target_kind).your
        text = _("Er is een besluit over %(your)s. Lees de brief.") % {"your": your}
        return Notice(text=text, url=reverse("moderation:letter", args=[decision.pk]), icon="mail-open")

    return _each(notifications, decisions, notice)


def _reports(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query."""
    return _about_reports(viewer, notifications, _("Er is besloten over je melding %(reference)s."))


def _reports_again(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query. After an appeal that was right."""
    return _about_reports(viewer, notifications, _("Er is opnieuw besloten over je melding %(reference)s."))


def _about_reports(viewer: Member, notifications: list[Notification], text: str) -> dict[int, Notice]:
    reports = Report.objects.filter(reporter=viewer).in_bulk(_things(notifications))

    def notice(report: Report) -> Notice:
        url = reverse("moderation:my-report", args=[report_token(report.pk)])
        return Notice(text=text % {"reference": report.reference}, url=url, icon="flag")

    return _each(notifications, reports, notice)


def _appeals(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query."""
    return _about_own_appeals(viewer, notifications, _("Er is beslist over je bezwaar."))


def _late_appeals(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query."""
    text = _("Het duurt langer dan we zeiden om over je bezwaar te beslissen. We zijn het niet vergeten.")
    return _about_own_appeals(viewer, notifications, text)


def _about_own_appeals(viewer: Member, notifications: list[Notification], text: str) -> dict[int, Notice]:
    appeals = Appeal.objects.filter(appellant=viewer).in_bulk(_things(notifications))

    def notice(appeal: Appeal) -> Notice:
        if appeal.report_id is not None:
            url = reverse("moderation:my-report", args=[report_token(appeal.report_id)])
        else:
            url = reverse("moderation:letter", args=[appeal.decision_id])
        return Notice(text=text, url=f"{url}#bezwaar-{appeal.pk}", icon="scale")

    return _each(notifications, appeals, notice)


def _stuck_appeals(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query. For who can appoint a moderator; one that was decided meanwhile has no words."""
    if not can_administer(viewer):
        return {}
    appeals = Appeal.objects.open().in_bulk(_things(notifications))

    def notice(appeal: Appeal) -> Notice:
        text = _(
            "Over een bezwaar kan niemand beslissen, of het wacht te lang. Is er een moderator te weinig?"
        )
        return Notice(text=text, url=reverse("admin:accounts_rolegrant_changelist"), icon="scale")

    return _each(notifications, appeals, notice)


def _waiting_appeals(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query. An appeal that somebody decided meanwhile has no words."""
    appeals = visible_appeals(viewer).open().in_bulk(_things(notifications))

    def notice(appeal: Appeal) -> Notice:
        url = reverse("moderation:appeal", args=[appeal.pk])
        return Notice(text=_("Er wacht een bezwaar op een ander paar ogen."), url=url, icon="scale")

    return _each(notifications, appeals, notice)


def _announced_rules(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query. A version that was withdrawn meanwhile has no words here."""
    text = _("Er komen nieuwe huisregels. Lees wat er verandert en zeg wat je ervan vindt.")
    standing = RulesVersion.objects.published().filter(withdrawn_at__isnull=True)
    return _about_rules(notifications, standing, text, "book-open")


def _withdrawn_rules(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query."""
    text = _("De nieuwe huisregels gaan niet door. De huisregels blijven zoals ze zijn.")
    return _about_rules(notifications, RulesVersion.objects.published(), text, "undo-2")


def _begun_rules(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query."""
    text = _("De nieuwe huisregels gelden nu. Lees ze en zeg of je je eraan houdt.")
    return _about_rules(notifications, RulesVersion.objects.in_force(), text, "book-open")


def _answered_comments(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query. Only one's own comment."""
    comments = RulesComment.objects.filter(member=viewer).exclude(answer="").select_related("version")

    def notice(comment: RulesComment) -> Notice:
        url = reverse("moderation:rules-version", args=[comment.version.number])
        text = _("Er is een antwoord op wat jij van de nieuwe huisregels vindt.")
        return Notice(text=text, url=f"{url}#reactie-{comment.pk}", icon="message-circle")

    return _each(notifications, comments.in_bulk(_things(notifications)), notice)


def _about_rules(
    notifications: list[Notification], versions: QuerySet[RulesVersion], text: str, icon: str
) -> dict[int, Notice]:
    known = set(versions.values_list("number", flat=True))
    return {
        row.pk: Notice(text=text, url=reverse("moderation:rules-version", args=[row.thing_id]), icon=icon)
        for row in notifications
        if row.thing_id in known
    }


def _alerts(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """Five queries. Whoever may not take it up any more, and an alert that was taken up, has no words."""
    alerts = visible_alerts(viewer).open().in_bulk(_things(notifications))

    def notice(alert: Alert) -> Notice:
        url = reverse("moderation:alert", args=[alert.pk])
        return Notice(text=_("Iemand is misschien in gevaar. Pak jij dit op?"), url=url, icon="siren")

    return _each(notifications, alerts, notice)


def _bulk_viewing(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    text = _("Iemand bekeek in korte tijd veel afgeschermde teksten. Kijk in het logboek.")
    return {row.pk: Notice(text=text, url=reverse("moderation:log"), icon="eye") for row in notifications}


def _helplines(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """One query. A helpline that was verified again, and a reader who no longer keeps them, has no words."""
    if not can_administer(viewer):
        return {}
    helplines = Helpline.objects.due().in_bulk(_things(notifications))

    def notice(helpline: Helpline) -> Notice:
        text = _("Hulplijn %(name)s is te lang niet nagekeken en staat niet meer op de site. Kijk hem na.")
        url = reverse("admin:moderation_helpline_change", args=[helpline.pk])
        return Notice(text=text % {"name": helpline.name}, url=url, icon="phone")

    return _each(notifications, helplines, notice)


def _things(notifications: list[Notification]) -> set[int]:
    return {row.thing_id for row in notifications if row.thing_id is not None}


def _each(
    notifications: list[Notification], found: Mapping[int, T], notice: Callable[[T], Notice]
) -> dict[int, Notice]:
    return {
        row.pk: notice(found[row.thing_id])
        for row in notifications
        if row.thing_id is not None and row.thing_id in found
    }
