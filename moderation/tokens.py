"""A link to one's own report, for who has no account: signed, and good for nothing else."""

from django.core import signing

SALT = "moderation.report"


def report_token(report_id: int) -> str:
    return signing.Signer(salt=SALT).sign_object(report_id)


def report_of_token(token: str) -> int | None:
    """The report that the token names, or None when we did not make it."""
    try:
        return int(signing.Signer(salt=SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError, UnicodeError):
        return None
