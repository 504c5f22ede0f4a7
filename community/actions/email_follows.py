"""Following a public question by e-mail, without an account."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.utils import timezone

from community.actions.locking import lock_question
from community.limits import (
    EMAIL_FOLLOW_CONFIRM_WITHIN,
    EMAIL_FOLLOW_RETRY,
    EMAIL_FOLLOW_WAIT,
    EMAIL_FOLLOW_WAIT_DEMO,
    FOLLOWING_BY_MAIL,
)
from community.models import EmailFollow
from core.ratelimit import take


@transaction.atomic
def follow_by_email(
    *, question_id: int, email: str, mode: str, language: str, connection: str
) -> EmailFollow:
    """Note the wish; nothing but the request to confirm is mailed before it is confirmed.

    `connection` stands for whoever asks, for the limits. Raises `NotFound` for what visitors cannot
    read, `SlowDown`.
    """
    question = lock_question(AnonymousUser(), question_id)
    email = email.strip().lower()
    take("follow_by_mail", connection, FOLLOWING_BY_MAIL)
    take("follow_by_mail_to", email, FOLLOWING_BY_MAIL)
    follow, made = EmailFollow.objects.get_or_create(
        question=question, email=email, defaults={"mode": mode, "language": language}
    )
    if not made and follow.confirmed_at is None:
        follow.mode, follow.language = mode, language
        follow.save(update_fields=["mode", "language"])
    return follow


@transaction.atomic
def confirm_email_follow(*, follow_id: int) -> EmailFollow | None:
    """From now on news is mailed; a second time changes nothing. None when it was stopped meanwhile."""
    follow = EmailFollow.objects.select_for_update().filter(pk=follow_id).first()
    if follow is not None and follow.confirmed_at is None:
        follow.confirmed_at = timezone.now()
        follow.save(update_fields=["confirmed_at"])
    return follow


@transaction.atomic
def stop_email_follow(*, follow_id: int) -> None:
    """Forget the address; harmless a second time."""
    EmailFollow.objects.filter(pk=follow_id).delete()


def note_news(*, question_id: int, modes: list[str]) -> None:
    """Something happened that these followers want to hear of. Call in the transaction of the event."""
    wait = EMAIL_FOLLOW_WAIT_DEMO if settings.DEMO else EMAIL_FOLLOW_WAIT
    EmailFollow.objects.filter(
        question_id=question_id, mode__in=modes, confirmed_at__isnull=False, news_due_at__isnull=True
    ).update(news_due_at=timezone.now() + wait)


@transaction.atomic
def claim_due_follow() -> tuple[EmailFollow, datetime] | None:
    """One follow whose mail is due, with the moment since when things are new to this follower.

    It is due again after a while, so that a worker that dies gives it back.
    """
    skip_locked = connection.features.has_select_for_update_skip_locked
    follow = (
        EmailFollow.objects.select_for_update(skip_locked=skip_locked)
        .filter(news_due_at__lte=timezone.now(), confirmed_at__isnull=False)
        .order_by("news_due_at")
        .first()
    )
    if follow is None:
        return None
    follow.news_due_at = timezone.now() + EMAIL_FOLLOW_RETRY
    follow.save(update_fields=["news_due_at"])
    return follow, follow.mailed_at or follow.confirmed_at or follow.created_at


@transaction.atomic
def settle_follow(*, follow_id: int, mailed: bool) -> None:
    """Nothing is due any more; `mailed` says whether a mail went out or there was nothing left to say."""
    fields: dict[str, datetime | None] = {"news_due_at": None}
    if mailed:
        fields["mailed_at"] = timezone.now()
    EmailFollow.objects.filter(pk=follow_id).update(**fields)


def forget_unconfirmed_follows() -> int:
    """Delete wishes that nobody confirmed within a week; returns how many."""
    before = timezone.now() - EMAIL_FOLLOW_CONFIRM_WITHIN
    deleted, _by_model = EmailFollow.objects.filter(confirmed_at=None, created_at__lt=before).delete()
    return deleted
