"""`manage.py announce_rules FILE --by HANDLE`: publish the next version of the house rules."""

import tomllib
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Member
from core.errors import DomainError
from moderation.actions.rules import announce_rules, read_rules


class Command(BaseCommand):
    help = "Announce new house rules from a file shaped like moderation/house_rules.toml."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--by", required=True, metavar="HANDLE", help="The administrator who announces them."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        administrator = Member.objects.with_standing().by_handle(options["by"]).first()
        if administrator is None:
            raise CommandError("Nobody has this handle.")
        try:
            data = tomllib.loads(options["file"].read_text())
            version = announce_rules(
                administrator=administrator,
                rules=read_rules(data["rules"]),
                summary=data["summary"],
                summary_en=data["summary_en"],
            )
        except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
            raise CommandError(f"The file cannot be read: {error!r}") from error
        except DomainError as refusal:
            raise CommandError(refusal.message or "Only an administrator announces house rules.") from refusal
        holds_from = f"{version.effective_from:%Y-%m-%d}" if version.effective_from else "an unknown day"
        self.stdout.write(f"Version {version.number} holds from {holds_from}.")
