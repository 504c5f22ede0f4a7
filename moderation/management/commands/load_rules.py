"""`manage.py load_rules`: the house rules that Peerplein starts with, when there are none yet."""

from typing import Any

from django.core.management.base import BaseCommand

from moderation.actions.rules import load_first_rules


class Command(BaseCommand):
    help = "Store the first version of the house rules, unless there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        version = load_first_rules()
        if options["verbosity"]:
            self.stdout.write(
                f"The house rules are there: {version.rules.count()} rules, version {version.number}."
            )
