from typing import Any

from django.core.management.base import BaseCommand

from moderation.actions.helplines import load_known_helplines


class Command(BaseCommand):
    help = "Store the national helplines that come with Peerplein."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = load_known_helplines()
        if options["verbosity"]:
            self.stdout.write(f"{changed} helplines are new or were checked again.")
