"""Letters: what a mail says, in the reader's language, as text and as HTML.

Subjects are neutral: whoever looks along at a phone learns nothing about the question.
"""

from dataclasses import dataclass, field
from typing import Any

import structlog
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import notices
from accounts.actions import outbox
from accounts.limits import MAIL_ITEMS, MAIL_MEMBERS_PER_RUN
from accounts.models import Member, Notification
from accounts.notices import Notice

log = structlog.stdlib.get_logger("peerplein.mail")

UNSUBSCRIBE_SALT = "accounts.unsubscribe"


@dataclass(frozen=True)
class Letter:
    """One mail about an account. `code` is shown large; `action` is a path of this site with its label."""

    subject: str
    lines: list[str]
    code: str = ""
    action: tuple[str, str] | None = None
    closing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One notification in a mail."""

    notice: Notice
    url: str
    action_url: str = ""


def account_letter(kind: str, *, to: list[str], context: dict[str, Any]) -> EmailMultiAlternatives:
    """The mail for one of django-allauth's template prefixes, such as "account/email/login_code"."""
    return letter_mail(_letter(kind.rpartition("/")[2], context), to=to)


def _letter(kind: str, context: dict[str, Any]) -> Letter:
    """Codes first, then what an unknown or known address hears, then changes of the account."""
    code = str(context.get("code", ""))
    if kind in ("email_confirmation_signup", "email_confirmation"):
        return _code_letter(_("Je code voor Peerplein"), _("Hiermee bevestig je je e-mailadres."), code)
    if kind == "login_code":
        return _code_letter(_("Je code voor Peerplein"), _("Hiermee log je in."), code)
    if kind == "password_reset_code":
        return _code_letter(_("Je code voor Peerplein"), _("Hiermee kies je een nieuw wachtwoord."), code)
    if kind == "account_already_exists":
        return Letter(
            subject=_("Je hebt al een account bij Peerplein"),
            lines=[
                _("Iemand wilde zich aanmelden met dit e-mailadres. Er is al een account."),
                _("Was jij dat? Log dan in. Een wachtwoord is niet nodig, een code in je mail is genoeg."),
            ],
            action=(_("Inloggen"), reverse("account_login")),
            closing=[_not_you()],
        )
    if kind == "unknown_account":
        return Letter(
            subject=_("Inloggen bij Peerplein"),
            lines=[
                _("Iemand wilde inloggen met dit e-mailadres. Er is nog geen account."),
                _("Was jij dat? Je kunt je aanmelden. Dat kost een minuut."),
            ],
            action=(_("Aanmelden"), reverse("account_signup")),
            closing=[_not_you()],
        )
    return _change_letter(kind, context)


def _code_letter(subject: str, purpose: str, code: str) -> Letter:
    return Letter(
        subject=subject,
        lines=[_("Dit is je code:")],
        code=code,
        closing=[
            f"{purpose} {_('De code werkt een kwartier.')}",
            _("Geef de code aan niemand. Wij vragen er nooit om."),
            _not_you(),
        ],
    )


def _change_letter(kind: str, context: dict[str, Any]) -> Letter:
    """Something about the account changed: said plainly, with what to do if it was somebody else."""
    changes = {
        "password_changed": _("Je wachtwoord is veranderd."),
        "password_set": _("Je hebt nu een wachtwoord."),
        "password_reset": _("Je wachtwoord is veranderd."),
        "email_changed": _("Je e-mailadres is veranderd. Vanaf nu gebruiken we het nieuwe adres."),
        "email_confirm": _("Je e-mailadres is bevestigd."),
        "email_deleted": _("Een e-mailadres is van je account gehaald."),
        "totp_activated": _("Je logt nu in met een code uit je app als tweede stap."),
        "totp_deactivated": _("De code uit je app is niet meer nodig bij het inloggen."),
        "webauthn_added": _("Er is een passkey bij je account gekomen."),
        "webauthn_removed": _("Er is een passkey van je account gehaald."),
        "recovery_codes_generated": _("Je hebt nieuwe herstelcodes. De oude werken niet meer."),
        "account_connected": _("Je kunt nu ook op een andere manier inloggen."),
        "account_disconnected": _("Een manier van inloggen is van je account gehaald."),
    }
    return Letter(
        subject=_("Er is iets veranderd aan je account"),
        lines=[changes.get(kind, _("Er is iets veranderd aan je account."))],
        action=(_("Bekijk je account"), reverse("accounts:me")),
        closing=[_("Was jij dit niet? Log in, verander je wachtwoord en log andere apparaten uit.")],
    )


def _not_you() -> str:
    return _("Was jij dit niet? Dan hoef je niets te doen.")


def letter_mail(
    letter: Letter, *, to: list[str], headers: dict[str, str] | None = None
) -> EmailMultiAlternatives:
    """The letter as a mail, in the language that is active."""
    context = {
        "letter": letter,
        "action_url": f"{settings.SITE_URL}{letter.action[1]}" if letter.action else "",
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    return _rendered("letter", subject=letter.subject, to=to, context=context, headers=headers)


def news_mail(member: Member, described: list[tuple[Notification, Notice]]) -> EmailMultiAlternatives:
    """One mail about everything that happened; the reader's language must be active."""
    stop = f"{settings.SITE_URL}{reverse('accounts:unsubscribe', args=[unsubscribe_token(member.pk)])}"
    lines = [_line(notification, notice) for notification, notice in described[-MAIL_ITEMS:]]
    context = {
        "name": member.name,
        "lines": lines,
        "more": max(0, len(described) - MAIL_ITEMS),
        "inbox_url": f"{settings.SITE_URL}{reverse('accounts:inbox')}",
        "preferences_url": f"{settings.SITE_URL}{reverse('accounts:preferences')}",
        "unsubscribe_url": stop,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
    }
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = ngettext(
        "Er is nieuws voor je op Peerplein", "Er is nieuws voor je op Peerplein", len(described)
    )
    return _rendered("news", subject=subject, to=[member.email], context=context, headers=headers)


def _line(notification: Notification, notice: Notice) -> Line:
    path = reverse("accounts:open-notification", args=[notification.pk])
    action_url = f"{settings.SITE_URL}{notice.mail_action[1]}" if notice.mail_action else ""
    return Line(notice, url=f"{settings.SITE_URL}{path}", action_url=action_url)


def _rendered(
    name: str, *, subject: str, to: list[str], context: dict[str, Any], headers: dict[str, str] | None = None
) -> EmailMultiAlternatives:
    context = {**context, "subject": subject, "language": translation.get_language()}
    text = render_to_string(f"emails/{name}.txt", context).strip() + "\n"
    mail = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, to, headers=headers)
    mail.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    return mail


def unsubscribe_token(member_id: int) -> str:
    """Names the member, works without signing in, does not expire, and can do nothing but stop mail."""
    return signing.Signer(salt=UNSUBSCRIBE_SALT).sign_object(member_id)


def member_of_token(token: str) -> int | None:
    """The member that the token names, or None when we did not make it."""
    try:
        return int(signing.Signer(salt=UNSUBSCRIBE_SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def deliver_due_mail() -> int:
    """Mail every member for whom something is due; returns how many mails went out."""
    sent = 0
    for _turn in range(MAIL_MEMBERS_PER_RUN):
        claim = outbox.claim_next_mail()
        if claim is None:
            break
        with translation.override(claim.member.language or settings.LANGUAGE_CODE):
            sent += _deliver(claim)
    return sent


def _deliver(claim: outbox.Claim) -> int:
    """Decide again at the last moment what may be said, then send; 1 when a mail went out."""
    member, rows = claim.member, claim.notifications
    wanted = [row for row in rows if member.is_active and notices.wants_mail(member, row)]
    outbox.settle_unwanted([row.pk for row in rows if row not in wanted])
    found = notices.describe(member, wanted)
    outbox.settle_hidden([row.pk for row in wanted if row.pk not in found])
    described = [(row, found[row.pk]) for row in wanted if row.pk in found]
    if not described:
        return 0
    try:
        news_mail(member, described).send()
    except OSError:
        log.warning("mail_not_sent", member_id=member.pk, exc_info=True)
        outbox.settle_failed([row for row, _notice in described])
        return 0
    outbox.settle_mailed([row.pk for row, _notice in described])
    return 1
