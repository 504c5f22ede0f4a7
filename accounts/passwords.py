"""What a password may not be, beside too short and common."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.limits import PASSWORD_MAX, PASSWORD_MIN
from accounts.models import Member

CONTEXT_WORDS = ("peerplein", "perenburg", "gemeente", "wachtwoord", "welkom", "password", "bewoner")


class LengthValidator:
    """At least ten characters; more than 128 are refused before they reach the hasher."""

    def validate(self, password: str, user: Member | None = None) -> None:
        if len(password) < PASSWORD_MIN:
            raise ValidationError(
                _("Dit wachtwoord is te kort. Kies er een van minstens %(n)d tekens.") % {"n": PASSWORD_MIN}
            )
        if len(password) > PASSWORD_MAX:
            raise ValidationError(
                _("Dit wachtwoord is te lang. Kies er een van hoogstens %(n)d tekens.") % {"n": PASSWORD_MAX}
            )

    def get_help_text(self) -> str:
        return ngettext("Minstens %(n)d teken.", "Minstens %(n)d tekens.", PASSWORD_MIN) % {"n": PASSWORD_MIN}


class ContextWordValidator:
    """A word of this place with a few characters beside it is the first thing that is tried."""

    SLACK = 4

    def validate(self, password: str, user: Member | None = None) -> None:
        folded = password.casefold()
        own = [user.handle, user.email.partition("@")[0]] if user is not None else []
        for word in (*CONTEXT_WORDS, *own):
            if len(word) >= 4 and word.casefold() in folded and len(folded) - len(word) <= self.SLACK:
                raise ValidationError(_("Dit wachtwoord is makkelijk te raden. Kies een ander."))

    def get_help_text(self) -> str:
        return _("Geen naam van jezelf of van deze site.")
