"""`manage.py verify_log`: is the log of what staff did whole and unchanged?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from moderation.actions.log import first_flaw
from moderation.models import LogEntry, LogHead


class Command(BaseCommand):
    help = "Check every line of the log against its hash and the one before."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect", metavar="HASH", help="The hash that was noted elsewhere must be in the log."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        flaw = first_flaw()
        if flaw is not None:
            raise CommandError(f"The log is not whole: {flaw}.")
        head = LogHead.objects.filter(pk=1).first() or LogHead()
        if options["expect"] and not self._knows(options["expect"]):
            raise CommandError("The log is not whole: the expected line is not in it.")
        self.stdout.write(f"The log is whole: {head.number} lines, last hash {head.hash}")

    def _knows(self, expected: str) -> bool:
        return LogEntry.objects.filter(hash=expected).exists()
