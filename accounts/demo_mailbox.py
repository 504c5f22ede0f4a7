"""The post box of the demo: every mail becomes a file that everybody can read at /demo/mail/."""

import secrets
import time
from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

KEPT = 300
"""Older mails are thrown away."""


class DemoMailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        box = folder()
        box.mkdir(parents=True, exist_ok=True)
        for mail in email_messages:
            name = f"{time.time_ns()}-{secrets.token_hex(4)}.eml"
            draft = box / f".{name}"
            draft.write_bytes(mail.message().as_bytes())
            draft.rename(box / name)
        for old in sorted(box.glob("*.eml"))[:-KEPT]:
            old.unlink(missing_ok=True)
        return len(email_messages)


def folder() -> Path:
    return Path(settings.HOME) / "mail"


def newest_mails(count: int) -> list[tuple[int, ParsedMessage]]:
    """The last mails, newest first, each with the moment it was sent in nanoseconds since 1970."""
    mails = []
    for path in sorted(folder().glob("*.eml"), reverse=True)[:count]:
        parsed = message_from_bytes(path.read_bytes(), policy=policy.default)
        mails.append((int(path.name.partition("-")[0]), parsed))
    return mails
