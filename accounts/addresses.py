"""E-mail addresses as limits see them: however it is written, one mailbox is one key."""

import unicodedata
from contextlib import suppress

from django.core.validators import validate_email
from django.forms import ValidationError
from django.utils.translation import gettext as _

EMAIL_MAX = 254


def clean_address(address: str) -> str:
    """A deliverable address in lower case. Raises `ValidationError` with a sentence."""
    address = unicodedata.normalize("NFKC", address).strip().lower()
    _local, _at, domain = address.rpartition("@")
    if len(address) > EMAIL_MAX or "." not in domain:
        raise ValidationError(_("Dit lijkt geen geldig e-mailadres."))
    validate_email(address)
    return address


def mailbox_key(address: str) -> str:
    """The normal form of an address for counting: without "+tag", final dot or capitals, domain in ASCII."""
    folded = unicodedata.normalize("NFKC", address).strip().casefold().rstrip(".")
    local, _at, domain = folded.rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode("ascii")
    return f"{local.partition('+')[0]}@{domain}"
