from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import translations


class Command(BaseCommand):
    help = "Bring the catalogues up to date, check them, or compile them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["update", "check", "compile"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        match what:
            case "update":
                translations.update_catalogues()
            case "compile":
                translations.compile_catalogues()
            case _:
                self._check()

    def _check(self) -> None:
        complaints = list(translations.complaints())
        if complaints:
            raise CommandError("\n".join(["The catalogues are not complete:", *complaints]))
