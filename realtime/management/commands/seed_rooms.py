"""`manage.py seed_rooms`: rooms, office hours and help requests of the demo, once after `seed_demo`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone, translation

from realtime.demo.help import load_help
from realtime.demo.rooms import load_rooms
from realtime.models import Message


class Command(BaseCommand):
    help = "Load what is said in the rooms of the demo community."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo community never goes into production.")
        if Message.objects.exists():
            raise CommandError("There are messages already; the demo rooms need empty rooms.")
        with translation.override("nl"), transaction.atomic():
            count = load_rooms(now=timezone.now())
            load_help(now=timezone.now())
        self.stdout.write(f"The demo rooms are there, with {count} messages.")
