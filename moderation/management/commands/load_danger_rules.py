from typing import Any

from django.core.management.base import BaseCommand

from moderation.actions.danger_rules import load_known_rules


class Command(BaseCommand):
    help = "Store the rules of the safety net that come with Peerplein; what an administrator changed stays."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_known_rules()
        if options["verbosity"]:
            self.stdout.write(f"{added} rules of the safety net are new or better.")
