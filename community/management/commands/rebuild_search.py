"""`manage.py rebuild_search`: bring the search index up to date while the site runs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from community.actions.alike import suggest_merges
from community.actions.search_index import outdated_everything, rebuild_entries, refresh_words, store_related
from community.models import Question
from community.queries.search.similar import scores_of_related

RELATE = 5_000


class Command(BaseCommand):
    help = "Index every post that is missing or has old stems, count the words, relate questions."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Also what is up to date.")
        parser.add_argument(
            "--relate", type=int, default=RELATE, help="So many of the newest questions get related ones."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            outdated_everything()
        done = rebuild_entries()
        if not done and not options["all"]:
            self._say("The search index is up to date.", options)
            return
        words = refresh_words()
        newest = Question.objects.filter(related__isnull=True).order_by("-pk")
        related = list(newest.values_list("pk", flat=True)[: options["relate"]])
        for question_id in related:
            scores = scores_of_related(question_id)
            store_related(question_id, scores=scores)
            suggest_merges(question_id, scores=scores)
        self._say(f"{done} posts, {words} words, {len(related)} questions related.", options)

    def _say(self, sentence: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(sentence)
