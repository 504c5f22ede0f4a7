"""`manage.py generate_load`: large, deterministic data for measuring, straight into the tables."""

import random
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Member
from community.actions.waiting import note_all_waiting
from community.models import Answer, Question, Theme
from community.models.post import slug_of
from core.text import RENDERER_VERSION, render

BATCH = 5_000
SPREAD = timedelta(days=3 * 365)
SENTENCES = (
    "Ik heb dit vorig jaar ook meegemaakt.",
    "Bel eerst even met de gemeente en schrijf op wie je sprak.",
    "Vraag om een bevestiging per brief, dan heb je iets in handen.",
    "Bij mij duurde het zes weken voordat ik antwoord kreeg.",
    "In het wijkcentrum zit op dinsdag iemand die meekijkt.",
    "Let op de datum die op de brief staat.",
    "Je mag altijd iemand meenemen naar het gesprek.",
    "Het lucht op om het te vertellen, ook als het niet meteen is opgelost.",
    "Kijk ook of je recht hebt op toeslagen.",
    "Ik had er eerst ook geen zin in, maar het hielp echt.",
)
TITLES = (
    "Hoe vraag ik {} aan?",
    "Wie heeft ervaring met {}?",
    "Mag dit zomaar: {}?",
    "Wat moet ik doen bij {}?",
    "Hoe lang duurt {}?",
)
SUBJECTS = (
    "bijzondere bijstand", "een betalingsregeling", "urgentie", "huishoudelijke hulp", "mantelzorgverlof",
    "een pgb", "een taalcursus", "een bezwaar", "beslag op mijn loon", "een huurverhoging",
)  # fmt: skip


class Command(BaseCommand):
    help = "Write many members, questions and answers. The same numbers and seed give the same data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--members", type=int, default=1_000)
        parser.add_argument("--questions", type=int, default=10_000)
        parser.add_argument("--answers", type=int, default=100_000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("Generated data never goes into production.")
        themes = list(Theme.objects.values_list("pk", flat=True))
        if not themes:
            raise CommandError("There are no themes yet. Run seed_demo first.")
        chance, now = random.Random(options["seed"]), timezone.now()  # noqa: S311
        run = uuid.UUID(int=chance.getrandbits(128))
        members = self._write(Member, _members(options["members"], run, now))
        bodies = _bodies(chance)
        asked = self._write(Question, _questions(options["questions"], members, themes, bodies, chance, now))
        self._write(Answer, _answers(options["answers"], members, asked, bodies, chance, now))
        self._count()
        call_command("rebuild_search", relate=0, verbosity=0)
        note_all_waiting()
        self.stdout.write(f"{len(members)} members, {len(asked)} questions, {options['answers']} answers.")

    def _write(self, model: Any, rows: Iterator[Any]) -> list[int]:
        """Store in batches, each in a transaction of its own; returns the ids."""
        ids: list[int] = []
        batch: list[Any] = []
        for row in rows:
            batch.append(row)
            if len(batch) == BATCH:
                ids += self._store(model, batch)
                batch = []
        return ids + self._store(model, batch)

    def _store(self, model: Any, batch: list[Any]) -> list[int]:
        with transaction.atomic():
            return [row.pk for row in model.objects.bulk_create(batch)]

    def _count(self) -> None:
        """Set the counters of all questions from their answers, in one statement."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE community_question SET answer_count = counted.n, first_answer_at = counted.first, "
                "last_activity_at = counted.last FROM (SELECT question_id, COUNT(*) AS n, "
                "MIN(created_at) AS first, MAX(created_at) AS last FROM community_answer "
                "WHERE visibility = 'published' GROUP BY question_id) AS counted "
                "WHERE counted.question_id = community_question.id AND answer_count <> counted.n"
            )


def _members(count: int, run: uuid.UUID, now: datetime) -> Iterator[Member]:
    prefix = run.hex[:6]
    for number in range(count):
        handle = f"l{prefix}{number}"
        yield Member(
            email=f"{handle}@perenburg.example",
            handle=handle,
            handle_skeleton=f"load:{handle}",
            name=f"Bewoner {number}",
            password="!",  # noqa: S106
            joined_at=now - SPREAD,
            is_demo=True,
        )


def _bodies(chance: random.Random) -> list[tuple[str, str]]:
    """Markdown with its HTML; each is rendered once and used many times."""
    texts = [" ".join(chance.sample(SENTENCES, k=chance.randint(2, 6))) for _number in range(500)]
    return [(text, render(text).html) for text in texts]


def _questions(
    count: int,
    members: list[int],
    themes: list[int],
    bodies: list[tuple[str, str]],
    chance: random.Random,
    now: datetime,
) -> Iterator[Question]:
    for number in range(count):
        body, html = chance.choice(bodies)
        title = f"{chance.choice(TITLES).format(chance.choice(SUBJECTS))} ({number + 1})"
        at = now - chance.random() * SPREAD
        yield Question(
            author_id=chance.choice(members),
            key=uuid.UUID(int=chance.getrandbits(128)),
            theme_id=chance.choice(themes),
            title=title,
            slug=slug_of(title),
            body=body,
            body_html=html,
            renderer_version=RENDERER_VERSION,
            same_here_count=1,
            created_at=at,
            last_activity_at=at,
        )


def _answers(
    count: int,
    members: list[int],
    questions: list[int],
    bodies: list[tuple[str, str]],
    chance: random.Random,
    now: datetime,
) -> Iterator[Answer]:
    """Most threads are short and a few are very long, as in life."""
    for _number in range(count):
        body, html = chance.choice(bodies)
        question = questions[min(int(chance.paretovariate(0.9)) - 1, len(questions) - 1)]
        if chance.random() < 0.9:
            question = chance.choice(questions)
        yield Answer(
            author_id=chance.choice(members),
            key=uuid.UUID(int=chance.getrandbits(128)),
            question_id=question,
            body=body,
            body_html=html,
            renderer_version=RENDERER_VERSION,
            created_at=now - chance.random() * SPREAD,
        )
