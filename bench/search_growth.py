"""How the search grows: the same searches over a small and a large community, on PostgreSQL.

    python -m bench.search_growth [100000 1000000]

Posts are one tenth questions and nine tenths answers. A word is "rare" when 50 posts have it at either size,
"common" in more than a third of all, "in between" in 0.5 %. What is timed is the whole query function of the
page, with spelling, permissions, excerpts and paging. All sizes are filled first and then measured in
turns, so that a busy moment of the machine hits them all. What is over a hundred thousand posts is copied
from these inside the database, with other moments: a million takes minutes, not a quarter of an hour.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.search import embedded_postgres

SIZES = (100_000, 1_000_000)
WRITTEN = 100_000
"""So many posts are written one by one; the others are copies of them."""
TURNS, ROUNDS = 6, 8
RARE, RARE_POSTS = "zeldzaamheid", 50
BETWEEN, BETWEEN_SHARE = "halverwege", 0.005
CASES: dict[str, dict[str, str]] = {
    "common word, newest": {"text": "gemeente", "sort": "newest"},
    "common word, relevance (capped)": {"text": "gemeente"},
    "two common words, relevance": {"text": "gemeente brief"},
    "rare word, newest": {"text": RARE, "sort": "newest"},
    "rare word, relevance": {"text": RARE},
    "rare and common word": {"text": f"{RARE} gemeente"},
    "word in between, relevance": {"text": BETWEEN},
    "common word, in one theme": {"text": "gemeente", "theme": "wonen"},
    "common word, in one theme, this year": {"text": "gemeente", "theme": "wonen", "period": "year"},
    "rare word, in one theme": {"text": RARE, "theme": "wonen"},
}


def fill(posts: int) -> None:
    """A community of so many posts, with the words of the cases in it."""
    from django.core.management import call_command
    from django.db import connection

    from community.actions.search_index import refresh_words
    from community.demo.places import load_places

    call_command("migrate", verbosity=0, interactive=False)
    load_places()
    written = min(posts, WRITTEN)
    call_command("generate_load", members=1_000, questions=written // 10, answers=written - written // 10)
    for number in range(1, posts // written):
        _copy_posts(number * written)
    _put_into(RARE, RARE_POSTS)
    _put_into(BETWEEN, int(posts * BETWEEN_SHARE))
    refresh_words()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _copy_posts(further: int) -> None:
    """All posts of the first batch again, with their entries: ids `further` on, other moments."""
    from django.db import connection, transaction

    from community.models import Answer, Question, SearchEntry

    old = {"question_id": f"question_id + {further}", "key": "gen_random_uuid()"}
    moment = f"created_at - random() * interval '3 days' - interval '{further % 997} hours'"
    posts = {**old, "id": f"id + {further}", "created_at": moment, "last_activity_at": moment}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.5)")
        _copy(cursor, Question, posts, f"id <= {WRITTEN}")
        _copy(cursor, Answer, posts, f"id <= {WRITTEN}")
        entries = {
            "id": f"id + 2 * {further}",
            "question_id": f"question_id + {further}",
            "answer_id": f"answer_id + {further}",
            "asked_at": f"(SELECT created_at FROM community_question q WHERE q.id = question_id + {further})",
        }
        _copy(cursor, SearchEntry, entries, f"id <= 2 * {WRITTEN} + 1")


def _copy(cursor: Any, model: Any, changed: dict[str, str], which: str) -> None:
    """Insert the rows again with what is changed in them. Every name here is ours."""
    options = model._meta  # noqa: SLF001 (Django's own way to ask for columns)
    columns = [field.column for field in options.concrete_fields]
    read = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    table = options.db_table
    cursor.execute(f"INSERT INTO {table} ({names}) SELECT {read} FROM {table} WHERE {which}")


def _put_into(word: str, count: int) -> None:
    from community.actions.search_index import index_answers
    from community.models import Answer

    chosen = list(Answer.objects.order_by("key").select_related("question")[:count])
    for answer in chosen:
        answer.body = f"{answer.body} {word}"
    Answer.objects.bulk_update(chosen, ["body"], batch_size=1_000)
    index_answers(chosen)


def measure() -> dict[str, list[float]]:
    """Milliseconds of every case, round by round."""
    from django.contrib.auth.models import AnonymousUser

    from community.queries.search.filters import Filters
    from community.queries.search.page import RELEVANCE, search_page

    def run(text: str, sort: str = RELEVANCE, **filters: str) -> None:
        names: dict[str, Any] = dict(filters)
        search_page(AnonymousUser(), text=text, sort=sort, filters=Filters(**names), cursor="")

    times: dict[str, list[float]] = {name: [] for name in CASES}
    for number in range(ROUNDS + 3):
        for name, case in CASES.items():
            took = timed(lambda case=case: run(**case))  # type: ignore[misc]
            if number >= 3:
                times[name].append(took)
    return times


def timed(run: Callable[[], None]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def in_own_process(home: Path, database_url: str, code: str) -> Any:
    """What the code prints last, as JSON; run in a process whose settings name this database."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PEERPLEIN_HOME": str(home),
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-c", f"import django, json; django.setup()\n{code}"]
    project = Path(__file__).parents[1]
    ran = subprocess.run(command, cwd=project, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(ran.stdout.strip().splitlines()[-1])


def _fill_all(home: Path, url: str, sizes: tuple[int, ...]) -> dict[int, str]:
    """A database for every size; returns their addresses."""
    addresses = {}
    for size in sizes:
        started = time.perf_counter()
        create = f"from django.db import connection as c; c.cursor().execute('CREATE DATABASE load_{size}')"
        in_own_process(home, url, f"{create}; print(1)")
        addresses[size] = url.replace("/postgres?", f"/load_{size}?")
        fill_it = f"from bench.search_growth import fill; fill({size}); print(1)"
        in_own_process(home, addresses[size], fill_it)
        print(f"{size} posts: filled in {time.perf_counter() - started:.0f} s", flush=True)
    return addresses


def main() -> None:
    sizes = tuple(int(size) for size in sys.argv[1:]) or SIZES
    times: dict[int, dict[str, list[float]]] = {size: {name: [] for name in CASES} for size in sizes}
    with tempfile.TemporaryDirectory(prefix="peerplein-bench-") as folder:
        home = Path(folder)
        with embedded_postgres(home) as url:
            addresses = _fill_all(home, url, sizes)
            for size in sizes * TURNS:
                code = "from bench.search_growth import measure; print(json.dumps(measure()))"
                for name, found in in_own_process(home, addresses[size], code).items():
                    times[size][name] += found
    print(f"\n| search | {' | '.join(f'{size:,} posts, ms' for size in sizes)} | ratio |")
    print("|---|" + "---|" * (len(sizes) + 1))
    for name in CASES:
        row = [statistics.median(times[size][name]) for size in sizes]
        print(f"| {name} | {' | '.join(f'{each:.1f}' for each in row)} | {row[-1] / row[0]:.2f} |")


if __name__ == "__main__":
    main()
