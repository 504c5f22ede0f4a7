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
        for name, posts in (
            ("questions", Question.objects.all()),
            ("answers", Answer.objects.select_related("question")),
            ("comments", Comment.objects.select_related("question")),
        ):
            old = posts if options["all"] else posts.exclude(renderer_version=RENDERER_VERSION)
            done, changed = _rerender_in_batches(old.order_by("pk"))
            self.stdout.write(f"{name}: {done} rendered, {changed} changed")


def _rerender_in_batches(posts: Any) -> tuple[int, int]:
    """How many posts were rendered, and of how many the HTML changed."""
    done = changed = last_id = 0
    while True:
        with transaction.atomic():
            batch = list(posts.filter(pk__gt=last_id).select_for_update(of=("self",))[:BATCH])
            for post in batch:
                changed += rerender(post, post if isinstance(post, Question) else post.question)
        if not batch:
            return done, changed
        done, last_id = done + len(batch), batch[-1].pk
