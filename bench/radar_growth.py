"""How the help radar grows: the same page with more and more waiting questions, on both databases.

    python -m bench.radar_growth [1000 10000 100000]

Timed is the whole query function of the page: figures, order, reasons and claims. One question in ten is
pressing and one in twenty for professionals only; one theme has a hundredth of all. All sizes are filled
first and then measured in turns, so that a busy moment of the machine hits them all.
"""

import statistics
import sys
import tempfile
from pathlib import Path

from bench.search import embedded_postgres
from bench.search_growth import in_own_process, timed

SIZES = (1_000, 10_000, 100_000)
TURNS, ROUNDS, WARM = 5, 7, 2
SMALL_SHARE = 100
"""One of so many questions is about the smallest theme."""
CASES: dict[str, tuple[str, dict[str, str]]] = {
    "a mentor of every theme": ("everywhere", {}),
    "a mentor of two themes": ("two", {}),
    "a mentor of two themes, these alone": ("two", {"chosen": "mine"}),
    "one large theme": ("everywhere", {"chosen": "wonen"}),
    "a small theme": ("everywhere", {"chosen": "mantelzorg"}),
}


def fill(waiting: int) -> None:
    """So many questions that wait, and two mentors."""
    from django.core.management import call_command
    from django.db import connection

    from accounts.models import Member, Role, RoleGrant
    from community.demo.places import load_places

    call_command("migrate", verbosity=0, interactive=False)
    load_places()
    call_command("generate_load", members=500, questions=10, answers=0)
    everywhere, two = Member.objects.order_by("pk")[:2]
    for member, scopes in ((everywhere, [""]), (two, ["wonen", "mantelzorg"])):
        for scope in scopes:
            RoleGrant.objects.create(member=member, role=Role.MENTOR, scope=scope)
    _ask(waiting)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _ask(count: int) -> None:
    import random
    import uuid
    from datetime import timedelta

    from django.utils import timezone

    from accounts.models import Member
    from community.actions.waiting import note_all_waiting
    from community.models import Audience, Level, Question, Theme, Waiting

    chance, now = random.Random(5), timezone.now()
    themes = list(Theme.objects.exclude(slug="mantelzorg"))
    small = Theme.objects.get(slug="mantelzorg")
    authors = list(Member.objects.order_by("pk").values_list("pk", flat=True)[2:])
    Question.objects.bulk_create(
        (
            Question(
                author_id=chance.choice(authors),
                key=uuid.UUID(int=chance.getrandbits(128)),
                theme=small if number % SMALL_SHARE == 0 else chance.choice(themes),
                title=f"Vraag {number} over geld en brieven",
                slug=f"vraag-{number}",
                body="Wie weet raad?",
                body_html="<p>Wie weet raad?</p>",
                audience=Audience.PROFESSIONALS if number % 20 == 0 else Audience.EVERYONE,
                created_at=now - timedelta(minutes=chance.randrange(60 * 24 * 60)),
            )
            for number in range(count)
        ),
        batch_size=2_000,
    )
    note_all_waiting()
    Waiting.objects.update(language="nl")
    pressing = list(Waiting.objects.order_by("question__key").values_list("pk", flat=True)[: count // 10])
    for start in range(0, len(pressing), 500):
        Waiting.objects.filter(pk__in=pressing[start : start + 500]).update(level=Level.PRESSING)


def measure() -> dict[str, list[float]]:
    """Milliseconds of every case, round by round."""
    from accounts.models import Member
    from community.queries.radar import question_section

    people = dict(zip(("everywhere", "two"), Member.objects.with_standing().order_by("pk")[:2], strict=True))
    times: dict[str, list[float]] = {name: [] for name in CASES}
    for number in range(ROUNDS + WARM):
        for name, (who, fields) in CASES.items():
            took = timed(lambda who=who, fields=fields: question_section(people[who], **fields))  # type: ignore[misc, arg-type]
            if number >= WARM:
                times[name].append(took)
    return times


def _measure_all(homes: dict[int, tuple[Path, str]]) -> dict[int, dict[str, list[float]]]:
    times: dict[int, dict[str, list[float]]] = {size: {name: [] for name in CASES} for size in homes}
    code = "from bench.radar_growth import measure; print(json.dumps(measure()))"
    for size, (home, url) in list(homes.items()) * TURNS:
        for name, found in in_own_process(home, url, code).items():
            times[size][name] += found
    return times


def _print(database: str, times: dict[int, dict[str, list[float]]]) -> None:
    for name in CASES:
        row = [statistics.median(of_size[name]) for of_size in times.values()]
        cells = " | ".join(f"{each:.1f}" for each in row)
        print(f"| {database} | {name} | {cells} | {row[-1] / row[0]:.2f} |", flush=True)


def main() -> None:
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    with tempfile.TemporaryDirectory(prefix="peerplein-bench-") as folder:
        homes: dict[str, dict[int, tuple[Path, str]]] = {"SQLite": {}, "PostgreSQL": {}}
        with embedded_postgres(Path(folder)) as url:
            for size in sizes:
                home = Path(folder) / f"home-{size}"
                home.mkdir(mode=0o700)
                create = f"connection.cursor().execute('CREATE DATABASE radar_{size}')"
                in_own_process(home, url, f"from django.db import connection; {create}; print(1)")
                homes["SQLite"][size] = (home, "")
                homes["PostgreSQL"][size] = (home, url.replace("/postgres?", f"/radar_{size}?"))
                for of_database in homes.values():
                    fill_it = f"from bench.radar_growth import fill; fill({size}); print(1)"
                    in_own_process(*of_database[size], fill_it)
            columns = " | ".join(f"{size:,} wait, ms" for size in sizes)
            print(f"| database | radar of | {columns} | ratio |\n|---|---|{'---|' * (len(sizes) + 1)}")
            for database, of_size in homes.items():
                _print(database, _measure_all(of_size))


if __name__ == "__main__":
    main()
