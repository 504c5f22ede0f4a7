"""django-allauth's and Django's signals, turned into our events. Nobody else here listens to signals."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from accounts.actions import members
from accounts.actions.sessions import end_sessions
from accounts.models import Member

VISITOR_KEY = "visitor_key"


def connect() -> None:
    """Wire the signals once, at start."""
    account_signals.user_signed_up.connect(_signed_up, dispatch_uid="accounts.signed_up")
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")
    for name in ("email_changed", "password_changed", "password_set", "password_reset"):
        getattr(account_signals, name).connect(_keys_changed, dispatch_uid=f"accounts.{name}")
    for name in ("authenticator_added", "authenticator_removed"):
        getattr(mfa_signals, name).connect(_keys_changed, dispatch_uid=f"accounts.{name}")


def _signed_up(*, user: Member, **_signal: Any) -> None:
    members.record_sign_up(user.pk)


def _signed_in(*, request: HttpRequest, user: Member, **_signal: Any) -> None:
    members.record_sign_in(user.pk, visitor_key=request.session.pop(VISITOR_KEY, ""))


def _signed_out(*, user: Member | None, **_signal: Any) -> None:
    if user is not None:
        members.record_sign_out(user.pk)


def _keys_changed(*, request: HttpRequest, user: Member, **_signal: Any) -> None:
    """Another address, password or second step: whoever else is signed in here has to do so again."""
    end_sessions(user.pk, besides=request.session.session_key if request.user.is_authenticated else None)
    members.record_sign_out(user.pk)
