from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from moderation.screeners.danger import current_net
from moderation.screeners.figures import Figure, danger_figures, privacy_figures, wrong_verdicts


class Command(BaseCommand):
    help = "Print what the screening finds, misses and wrongly takes for something on our own sentences."

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en"):
            self._table("Privacy guard", privacy_figures())
            self._table("Safety net", danger_figures(current_net()))
        for example, said in wrong_verdicts():
            self.stdout.write(
                f"Says {said}, should say {example.verdict} ({example.kind}): {example.sentence}"
            )

    def _table(self, title: str, figures: list[Figure]) -> None:
        self.stdout.write(f"{title}\n{'kind':<28}{'found':>10}{'missed':>8}{'false alarms':>18}")
        for figure in figures:
            found = f"{figure.found}/{figure.sentences}"
            alarms = f"{len(figure.false_alarms)}/{figure.others} ({figure.false_alarm_rate:.1f} %)"
            self.stdout.write(f"{figure.label:<28}{found:>10}{len(figure.missed):>8}{alarms:>18}")
        for figure in figures:
            for sentence in figure.missed:
                self.stdout.write(f"  missed ({figure.kind}): {sentence}")
            for sentence in figure.false_alarms:
                self.stdout.write(f"  false alarm ({figure.kind}): {sentence}")
        self.stdout.write("")
