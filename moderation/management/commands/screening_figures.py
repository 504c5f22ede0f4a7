from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from moderation.screeners.danger import Net, current_net
from moderation.screeners.figures import (
    Figure,
    danger_figures,
    demo_texts,
    privacy_figures,
    wrong_verdicts,
)
from moderation.screeners.privacy import find_in


class Command(BaseCommand):
    help = "Print what the screening finds, misses and wrongly takes for something on our own sentences."

    def handle(self, *args: Any, **options: Any) -> None:
        with override("en"):
            self._table("Privacy guard", privacy_figures())
            self._table("Safety net", danger_figures(current_net()))
        self._demo(current_net())
        for example, said in wrong_verdicts():
            self.stdout.write(
                f"Says {said}, should say {example.verdict} ({example.kind}): {example.sentence}"
            )

    def _demo(self, net: Net) -> None:
        """What is found in texts that nobody wrote for this: mostly false alarms, or people in real need."""
        texts = demo_texts()
        private = [text for text in texts if find_in(text)]
        danger = [text for text in texts if net.hits(text)]
        self.stdout.write(
            f"In {len(texts)} texts of the demo community: {len(private)} with private data, "
            f"{len(danger)} with a sign of danger"
        )
        for text in danger:
            rules = ", ".join(hit.rule.key for hit in net.hits(text))
            self.stdout.write(f"  {rules}: {' '.join(text.split())[:90]}")

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
