from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from core.event_table import event_document


class Command(BaseCommand):
    help = "Write docs/events.md from the events and subscribers in the code."

    def handle(self, *args: Any, **options: Any) -> None:
        (settings.BASE_DIR / "docs" / "events.md").write_text(event_document())
