"""Mail to people without an account who follow a question."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.emails import Letter, letter_mail
from community.actions.email_follows import claim_due_follow, settle_follow
from community.limits import EMAIL_FOLLOW_CONFIRM_WITHIN
from community.models import EmailFollow, Question
from community.queries.follows import followed_question, has_news

log = structlog.stdlib.get_logger("peerplein.mail")

CONFIRM_SALT = "community.confirm-follow"
STOP_SALT = "community.stop-follow"
MAILS_PER_RUN = 200


def confirm_token(follow: EmailFollow) -> str:
    return signing.dumps(follow.pk, salt=CONFIRM_SALT)


def stop_token(follow: EmailFollow) -> str:
    return signing.dumps(follow.pk, salt=STOP_SALT)


def follow_of_confirm_token(token: str) -> int | None:
    """The id of the follow, or None for a token that is not ours or older than a week."""
    return _follow_of(token, salt=CONFIRM_SALT, max_age=EMAIL_FOLLOW_CONFIRM_WITHIN)


def follow_of_stop_token(token: str) -> int | None:
    """The id of the follow, or None for a token that is not ours. It never expires."""
    return _follow_of(token, salt=STOP_SALT, max_age=None)


def send_confirmation(follow_id: int) -> None:
    """Ask whether the address is really theirs; says nothing about the question."""
    found = followed_question(follow_id)
    if found is None or found[0].confirmed_at is not None:
        return
    follow = found[0]
    with translation.override(follow.language):
        _confirmation(follow).send()


def _confirmation(follow: EmailFollow) -> EmailMultiAlternatives:
    path = reverse("community:confirm-follow", args=[confirm_token(follow)])
    letter = Letter(
        subject=_("Bevestig je e-mailadres"),
        lines=[_("Je wilt bericht krijgen over een vraag op Peerplein. Klopt dat? Druk dan op de knop.")],
        action=(_("Ja, stuur mij bericht"), path),
        closing=[_("Was jij dit niet? Dan hoef je niets te doen. Je krijgt dan geen mail meer.")],
    )
    return letter_mail(letter, to=[follow.email])


def deliver_follow_mail() -> int:
    """Mail every follower without account for whom something is due; returns how many mails went out."""
    sent = 0
    for _turn in range(MAILS_PER_RUN):
        claim = claim_due_follow()
        if claim is None:
            break
        follow, since = claim
        found = followed_question(follow.pk)
        if found is None or not has_news(follow, found[1], since=since):
            settle_follow(follow_id=follow.pk, mailed=False)
            continue
        try:
            with translation.override(follow.language):
                _send_news(follow, found[1])
        except OSError:
            log.warning("follow_mail_not_sent", follow_id=follow.pk, exc_info=True)
            continue
        settle_follow(follow_id=follow.pk, mailed=True)
        sent += 1
    return sent


def _send_news(follow: EmailFollow, question: Question) -> None:
    stop_path = reverse("community:stop-follow", args=[stop_token(follow)])
    stop_url = f"{settings.SITE_URL}{stop_path}"
    letter = Letter(
        subject=_("Er is nieuws voor je op Peerplein"),
        lines=[_("Er is iets nieuws bij een vraag die je volgt.")],
        action=(_("Bekijk de vraag"), question.get_absolute_url()),
        closing=[_("Wil je geen mail meer over deze vraag? Stop hier: %(url)s") % {"url": stop_url}],
    )
    headers = {"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    letter_mail(letter, to=[follow.email], headers=headers).send()


def _follow_of(token: str, *, salt: str, max_age: timedelta | None) -> int | None:
    try:
        return int(signing.loads(token, salt=salt, max_age=max_age))
    except (signing.BadSignature, ValueError, TypeError):
        return None
