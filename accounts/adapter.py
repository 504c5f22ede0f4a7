"""Where django-allauth asks us: names, addresses, letters and limits."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.mail import EmailMessage
from django.forms import ValidationError
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.actions import members
from accounts.addresses import clean_address, mailbox_key
from accounts.emails import account_letter
from accounts.limits import PASSWORD_MAX
from accounts.models import Member
from core.errors import Refused, SlowDown

FAILED_SIGN_IN_WAIT = 300
"""Seconds that are named when the limit on failed sign-ins is reached; the window is five minutes."""

SAID_BY_THE_PAGE = (
    "account/messages/email_confirmation_sent.txt",
    "account/messages/logged_in.txt",
    "account/messages/login_code_sent.txt",
)


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[Mapping[str, str | Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("Dit account is gesloten."),
        "email_password_mismatch": gettext_lazy("Dit e-mailadres en wachtwoord horen niet bij elkaar."),
        "email_taken": gettext_lazy("Met dit e-mailadres kun je hier niet verder. Neem een ander."),
        "duplicate_email": gettext_lazy("Dit adres gebruik je al."),
        "enter_current_password": gettext_lazy("Dit is niet je huidige wachtwoord."),
        "incorrect_code": gettext_lazy("Deze code klopt niet. Kijk nog eens in je mail."),
        "incorrect_password": gettext_lazy("Dit wachtwoord klopt niet."),
        "invalid_login": gettext_lazy("Vul een e-mailadres in."),
        "too_many_login_attempts": gettext_lazy("Dat was te vaak achter elkaar. Probeer het later opnieuw."),
        "rate_limited": gettext_lazy("Even geduld. Je kunt zo een nieuwe code vragen."),
        "same_as_current": gettext_lazy("Dit adres gebruik je al."),
    }

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        """What the next page says anyway is not said above it too."""
        template = args[0] if args else kwargs.get("message_template")
        if template in SAID_BY_THE_PAGE and request.POST.get("action") != "resend":
            return
        super().add_message(request, level, *args, **kwargs)

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002
        """The name as it was typed, once it is known to be allowed and free."""
        try:
            members.claim_handle(Member(), username)
        except Refused as refusal:
            raise ValidationError(refusal.message) from refusal
        return username

    def clean_email(self, email: str) -> str:
        return clean_address(email)

    def clean_password(self, password: str, user: Any = None) -> str:
        if len(password) > PASSWORD_MAX:
            raise ValidationError(
                _("Dit wachtwoord is te lang. Kies er een van hoogstens %(n)d tekens.") % {"n": PASSWORD_MAX}
            )
        return str(super().clean_password(password, user))

    def save_user(self, request: HttpRequest, user: Member, form: Any, **options: Any) -> Member:
        """A new member without a password: one proves the address first, and may choose a password later.

        An account with a password on an unproven address would wait there for its real owner.
        """
        user.email = form.cleaned_data["email"]
        user.language = "" if get_language() == settings.LANGUAGE_CODE else get_language() or ""
        user.set_unusable_password()
        members.claim_handle(user, form.cleaned_data["username"])
        members.store_new_member(user)
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """The limit comes before the hashing, and says how long to wait and what does work."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as error:
            raise SlowDown(
                _("Dat was te vaak achter elkaar. Wacht vijf minuten, of log in met een code in je mail."),
                retry_after=FAILED_SIGN_IN_WAIT,
            ) from error

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return mailbox_key(credentials.get("email", ""))

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        to = [email] if isinstance(email, str) else email
        return account_letter(template_prefix, to=to, context=context)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {
            "reauthenticate": _("Gebruik je wachtwoord"),
            "mfa_reauthenticate": _("Gebruik een code uit je app"),
            "mfa_reauthenticate:webauthn": _("Gebruik een passkey"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [
            {**method, "description": words.get(method["id"], method["description"])} for method in methods
        ]


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[Mapping[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Deze code klopt niet. Gebruik de nieuwste code."),
        "unverified_email": gettext_lazy("Bevestig eerst je e-mailadres."),
    }

    def get_totp_label(self, user: Any) -> str:
        """The handle, not the address: the label is readable by whoever looks at the phone."""
        return str(user.handle)

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.handle)

    def _get_site_name(self) -> str:
        return str(settings.SITE_NAME)

    def generate_authenticator_name(self, *_key: Any) -> str:
        return _("Mijn passkey")


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """From the list of devices; what stands open there closes as well."""
        ended = list(sessions)
        super().end_sessions(ended)
        for member_id in {session.user_id for session in ended}:
            members.record_sign_out(member_id)


def client_key(request: HttpRequest) -> str:
    """The connection of the visitor as a key for limits; the address itself is not stored."""
    address = AccountAdapter(request).get_client_ip(request)
    return salted_hmac("accounts.client_key", address).hexdigest()[:32]
