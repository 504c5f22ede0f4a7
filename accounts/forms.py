"""Shape and length of what a person fills in; what it means is decided by the actions."""

import unicodedata
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from allauth.socialaccount import forms as social_forms
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.adapter import client_key
from accounts.addresses import mailbox_key
from accounts.limits import (
    CODE_LIMITS,
    HANDLE_MAX,
    PASSWORD_MAX,
    SIGN_UP_LIMITS,
)
from accounts.models.member import Member
from core.errors import Refused
from core.names import MAY_BE_RECOGNISED, resembles_address
from core.ratelimit import take
from core.screening import refuse_certain


class HandleField(forms.CharField):
    """Says nothing about length itself, so that one rule gives one sentence."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Schuilnaam"),
            strip=False,
            required=True,
            error_messages={"required": _("Kies een naam van 3 tot 20 letters.")},
            help_text=_("Zo noemen anderen je. Gebruik liever niet je echte naam."),
            widget=forms.TextInput(attrs={"autocomplete": "username", "maxlength": str(HANDLE_MAX)}),
        )


class CodeField(forms.CharField):
    """A code as people type it: with spaces, in any digits."""

    def to_python(self, value: Any) -> str:
        text = "".join(unicodedata.normalize("NFKC", super().to_python(value) or "").split())
        return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)


def _code_field(label: Any) -> CodeField:
    widget = forms.TextInput(
        attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
    )
    return CodeField(label=label, max_length=32, widget=widget)


def _address_field() -> account_forms.EmailField:
    widget = forms.EmailInput(attrs={"autocomplete": "email"})
    return account_forms.EmailField(
        label=_("E-mailadres"),
        widget=widget,
        error_messages={
            "required": _("Vul je e-mailadres in."),
            "invalid": _("Dit lijkt geen geldig e-mailadres."),
        },
    )


def _without_placeholders(form: forms.BaseForm) -> None:
    """A placeholder that repeats the label disappears when one starts to type, and is hard to read before."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class SignupForm(account_forms.SignupForm):
    """`recognised` carries the name about which the visitor was warned: sending it again is a choice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address_field()
        self.fields["email"].help_text = _("Alleen wij zien dit. We sturen je een code.")
        self.fields["username"] = HandleField()
        self.fields["recognised"] = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
        self.order_fields(["email", "username"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        name, email = cleaned.get("username"), cleaned.get("email")
        if name and email and resembles_address(name, email) and cleaned.get("recognised") != name:
            self.data: Any = {**self.data.dict(), "recognised": name}
            self.add_error(
                "username",
                _("%(warning)s Wil je dit? Stuur het dan nog een keer.") % {"warning": MAY_BE_RECOGNISED},
            )
        return cleaned

    def try_save(self, request: HttpRequest) -> Any:
        """Count the sign-up per connection, whether or not the address is known."""
        take("sign-up", client_key(request), SIGN_UP_LIMITS)
        return super().try_save(request)


class SocialSignupForm(social_forms.SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        initial = self.initial.get("email")
        self.fields["email"] = _address_field()
        self.fields["email"].initial = initial
        self.fields["username"] = HandleField()
        self.order_fields(["username", "email"])


class RequestLoginCodeForm(account_forms.RequestLoginCodeForm):
    @property
    def found_member(self) -> Member | None:
        member: Member | None = self._user
        return member

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address_field()

    def clean_email(self) -> str:
        """Count per mailbox, so that "+tag" does not make it another one."""
        take("login-code", mailbox_key(self.cleaned_data["email"]), CODE_LIMITS)
        return str(super().clean_email())


class LoginForm(account_forms.LoginForm):
    """One form for both ways: with a password, or without, and then a code comes by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address_field()
        self.order_fields(["login", "password"])
        _without_placeholders(self)

    def _setup_password_field(self) -> None:
        password = self.fields["password"]
        password.required = False
        password.label = _("Wachtwoord")
        password.help_text = _("Geen wachtwoord, of vergeten? Laat dit leeg. Dan mailen we je een code.")
        password.error_messages["max_length"] = _("Dit wachtwoord is te lang.")

    def clean_password(self) -> str:
        password = str(self.cleaned_data.get("password") or "")
        if len(password) > PASSWORD_MAX:
            raise ValidationError(_("Dit e-mailadres en wachtwoord horen niet bij elkaar."))
        return password

    def _clean_without_password(self, email: str | None, phone: str | None) -> Any:
        request = RequestLoginCodeForm({"email": email})
        if request.is_valid():
            self.user = request.found_member
        else:
            for error in request.errors.get("email", []):
                self.add_error("login", error)
        return self.cleaned_data


class ConfirmLoginCodeForm(account_forms.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code uit je mail"))


class ConfirmEmailCodeForm(account_forms.ConfirmEmailVerificationCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code uit je mail"))


class ConfirmPasswordResetCodeForm(account_forms.ConfirmPasswordResetCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code uit je mail"))


class ResetPasswordForm(account_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address_field()


class ChangeEmailForm(account_forms.AddEmailForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"] = _address_field()
        self.fields["email"].label = _("Nieuw e-mailadres")


class _NewPasswordMixin:
    """The new password twice, and one calm sentence about what a good password is."""

    fields: dict[str, forms.Field]

    def _say_it_plainly(self) -> None:
        self.fields["password1"].label = _("Nieuw wachtwoord")
        self.fields["password1"].help_text = _(
            "Minstens 10 tekens. Drie losse woorden achter elkaar is makkelijk te onthouden."
        )
        self.fields["password2"].label = _("Nog een keer")
        if "oldpassword" in self.fields:
            self.fields["oldpassword"].label = _("Je huidige wachtwoord")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SetPasswordForm(_NewPasswordMixin, account_forms.SetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say_it_plainly()


class ChangePasswordForm(_NewPasswordMixin, account_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say_it_plainly()


class ResetPasswordKeyForm(_NewPasswordMixin, account_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._say_it_plainly()


class ReauthenticateForm(account_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Wachtwoord")
        self.fields["password"].help_text = ""
        _without_placeholders(self)


class AuthenticateForm(factor_forms.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code uit je app, of een herstelcode"))


class ReauthenticateByCodeForm(factor_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code uit je app"))


class ActivateTotpForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Code uit je app"))


class _NamedKeyMixin:
    """The name of a key is kept, so it holds nothing private either."""

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]  # type: ignore[attr-defined]
        try:
            refuse_certain({"name": name}, author_id=0, place="key")
        except Refused as error:
            raise ValidationError(error.message) from error
        return name


class EditPasskeyForm(_NamedKeyMixin, webauthn_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Naam van deze passkey")


class AddPasskeyForm(_NamedKeyMixin, webauthn_forms.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Naam van deze passkey")
        self.fields["name"].help_text = _("Bijvoorbeeld: mijn telefoon.")
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("Ook inloggen zonder wachtwoord")
            self.fields["passwordless"].help_text = _(
                "Je apparaat vraagt dan om je vinger, gezicht of pincode."
            )
        _without_placeholders(self)
