"""The link in a mail with which the asker says, without signing in, that an answer helped."""

from django.core import signing
from django.urls import reverse

SALT = "community.helped"


def helped_path(answer_id: int) -> str:
    """A path that only the mail to the asker holds. It can do nothing but choose this answer once."""
    return reverse("community:helped", args=[signing.dumps(answer_id, salt=SALT)])


def answer_of_token(token: str) -> int | None:
    """The answer that the token names, or None when we did not make it."""
    try:
        return int(signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None
