"""`manage.py seed_cases`: work for the moderators of the demo community."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from moderation.demo.cases import load_cases
from moderation.demo.duty import load_duty
from moderation.models import Case


class Command(BaseCommand):
    help = "Load cases, an appeal, a duty roster, alerts and new house rules into the demo community."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo community never goes into production.")
        if Case.objects.exists():
            return
        with translation.override("nl"):
            count = load_cases()
            load_duty()
        if options["verbosity"]:
            self.stdout.write(f"The demo community has {count} cases.")
