"""`manage.py rerender`: make the stored HTML of posts anew after the renderer changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from community.actions.texts import rerender
from community.models import Answer, Comment, Question
from core.text import RENDERER_VERSION

BATCH = 500


class Command(BaseCommand):
    help = "Render every post again that an older version of the renderer rendered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="Also posts of the present version.")

    def handle(self, *args: Any, **options: Any) -> None:
        for model in (Question, Answer, Comment):
            done, changed = self._rerender(model, everything=options["all"])
            self.stdout.write(f"{model._meta.verbose_name_plural}: {done} rendered, {changed} changed")

    def _rerender(
        self, model: type[Question] | type[Answer] | type[Comment], *, everything: bool
    ) -> tuple[int, int]:
        done = changed = last_id = 0
        posts = model._default_manager.order_by("pk")
        if not everything:
            posts = posts.exclude(renderer_version=RENDERER_VERSION)
        while True:
            with transaction.atomic():
                batch = list(posts.filter(pk__gt=last_id).select_for_update()[:BATCH])
                for post in batch:
                    question = post if isinstance(post, Question) else post.question
                    changed += rerender(post, question)
            if not batch:
                return done, changed
            done, last_id = done + len(batch), batch[-1].pk
