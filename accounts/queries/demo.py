"""The demo: who one can be, and what was mailed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.demo_mailbox import newest_mails
from accounts.models import Member, Role, RoleGrant

PERSONAS: dict[str, str | Promise] = {
    "fatima": _("Stelt vragen en kiest wat haar hielp."),
    "eric": _("Vraagt anoniem. Alleen hij weet dat."),
    "nicole": _("Geeft antwoord en bedankt anderen."),
    "joke": _("Maatje in drie thema’s. Ziet wie er nog wacht."),
    "daan": _("Zet bij schulden uit wat klopt, met bron en datum."),
    "mira": _("Houdt de gesprekken veilig."),
    "bram": _("Houdt de gesprekken veilig, samen met Mira."),
    "noor": _("Is net nieuw en heeft nog niets geplaatst."),
    "sol": _("Is geschorst. Leest, maar kan niet schrijven."),
    "ada": _("Geeft rollen en beheert de site."),
}
"""The people to try first, in this order, with what one can do as them."""

WHAT_ROLES_DO: dict[Role, str | Promise] = {
    Role.MENTOR: _("Maatje. Helpt anderen op weg."),
    Role.PROFESSIONAL: _("Zet antwoorden uit die kloppen."),
    Role.MODERATOR: _("Houdt de gesprekken veilig."),
    Role.ADMINISTRATOR: _("Geeft rollen en beheert de site."),
}

MAILS_SHOWN = 100


@dataclass(frozen=True)
class DemoPerson:
    handle: str
    name: str
    role: Role | None
    function: str
    line: str
    is_persona: bool


@dataclass(frozen=True)
class DemoPeople:
    personas: list[DemoPerson]
    others: list[DemoPerson]


@dataclass(frozen=True)
class DemoMail:
    sent_at: datetime
    to: str
    subject: str
    text: str


def demo_people() -> DemoPeople:
    """Everybody whom one can be, the personas first. Two queries."""
    members = list(Member.objects.with_standing().filter(is_demo=True, is_active=True).order_by("handle"))
    functions = dict(
        RoleGrant.objects.active()
        .filter(member__is_demo=True)
        .exclude(function="")
        .values_list("member_id", "function")
    )
    people = [_person(member, functions.get(member.pk, "")) for member in members]
    order = list(PERSONAS)
    return DemoPeople(
        personas=sorted((p for p in people if p.is_persona), key=lambda p: order.index(p.handle)),
        others=sorted(
            (p for p in people if not p.is_persona), key=lambda p: (p.role is None, p.role or "", p.name)
        ),
    )


def demo_mails() -> list[DemoMail]:
    """The newest mails of the demo's post box."""
    return [_mail(nanoseconds, mail) for nanoseconds, mail in newest_mails(MAILS_SHOWN)]


def demo_member(handle: str) -> Member | None:
    """The member of the demo with this handle."""
    member: Member | None = Member.objects.by_handle(handle).filter(is_demo=True).first()
    return member


def _person(member: Member, function: str) -> DemoPerson:
    role = member.granted_roles_now.badge
    line = PERSONAS.get(member.handle) or (WHAT_ROLES_DO[role] if role else member.about)
    return DemoPerson(member.handle, member.name, role, function, str(line), member.handle in PERSONAS)


def _mail(nanoseconds: int, mail: EmailMessage) -> DemoMail:
    body = mail.get_body(preferencelist=("plain",))
    return DemoMail(
        sent_at=datetime.fromtimestamp(nanoseconds / 1e9, tz=UTC),
        to=str(mail["To"]),
        subject=str(mail["Subject"]),
        text=str(body.get_content()).strip() if body else "",
    )
