"""Reading the test's mail as a person would."""

import re
from email.message import Message

from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives

CODE = re.compile(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})$", re.MULTILINE)


def last_code() -> str:
    """The code in the newest mail."""
    found = CODE.search(str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)


def headers_of(number: int = -1) -> Message:
    """The mail as it would go over the wire."""
    return mail.outbox[number].message()


def html_of(letter: EmailMessage) -> str:
    """The HTML part of a mail."""
    assert isinstance(letter, EmailMultiAlternatives)
    return str(letter.alternatives[0][0])
