"""`manage.py seed_demo`: the demo community, loaded once into an empty database."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from accounts.models import Member
from community.demo.inboxes import fill_inboxes
from community.demo.people import load_people
from community.demo.places import load_places
from community.demo.radar import load_radar
from community.demo.threads import Loader


class Command(BaseCommand):
    help = "Load the demo community (people, themes, questions and answers) into an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing when there are members already."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo community never goes into production.")
        if Member.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("There are members already; the demo community needs an empty database.")
        with translation.override("nl"), transaction.atomic():
            load_places()
            loader = Loader(members=load_people(), latest=timezone.now())
            count = loader.load_all() + load_radar(loader)
            fill_inboxes()
            call_command("rebuild_search", verbosity=0)
        self.stdout.write(f"The demo community is there, with {count} questions.")
