"""How the search grows: the same searches over a small and a large community, on PostgreSQL.

    python -m bench.search_growth [100000 1000000]

Posts are one tenth questions and nine tenths answers. A word is "rare" when 50 posts have it at either size,
"common" in more than a third of all, "in between" in 0.5 %. What is timed is the whole query function of the
page, with spelling, permissions, excerpts and paging.
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
ROUNDS = 30
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
    call_command("generate_load", members=1_000, questions=posts // 10, answers=posts - posts // 10)
    _put_into(RARE, RARE_POSTS)
    _put_into(BETWEEN, int(posts * BETWEEN_SHARE))
    refresh_words()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _put_into(word: str, count: int) -> None:
    from community.actions.search_index import index_answers
    from community.models import Answer

    chosen = list(Answer.objects.order_by("key").select_related("question")[:count])
    for answer in chosen:
        answer.body = f"{answer.body} {word}"
    Answer.objects.bulk_update(chosen, ["body"], batch_size=1_000)
    index_answers(chosen)


def measure() -> dict[str, list[float]]:
    """Milliseconds of every case, round by round, so that a busy moment hits them all."""
    from django.contrib.auth.models import AnonymousUser

    from community.queries.search.filters import Filters
    from community.queries.search.page import RELEVANCE, search_page

    def run(text: str, sort: str = RELEVANCE, **filters: str) -> None:
        names: dict[str, Any] = dict(filters)
        search_page(AnonymousUser(), text=text, sort=sort, filters=Filters(**names), cursor="")

    times: dict[str, list[float]] = {name: [] for name in CASES}
    for number in range(ROUNDS + 3):
        for name, case in CASES.items():
            took = _timed(lambda case=case: run(**case))  # type: ignore[misc]
            if number >= 3:
                times[name].append(took)
    return times


def _timed(run: Callable[[], None]) -> float:
    started = time.perf_counter()
    run()
    return (time.perf_counter() - started) * 1000


def _in_own_process(home: Path, database_url: str, posts: int) -> dict[str, list[float]]:
    code = (
        "import django, json; django.setup()\n"
        f"from bench.search_growth import fill, measure; fill({posts}); print(json.dumps(measure()))"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PEERPLEIN_HOME": str(home),
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-c", code]
    ran = subprocess.run(
        command,
        cwd=Path(__file__).parents[1],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, list[float]] = json.loads(ran.stdout.strip().splitlines()[-1])
    return found


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or SIZES
    measured: dict[int, dict[str, float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="peerplein-bench-") as folder:
            started = time.perf_counter()
            with embedded_postgres(Path(folder)) as url:
                times = _in_own_process(Path(folder), url, size)
            measured[size] = {name: statistics.median(each) for name, each in times.items()}
            print(f"{size} posts: filled and measured in {time.perf_counter() - started:.0f} s", flush=True)
    print(f"\n| search | {' | '.join(f'{size:,} posts, ms' for size in sizes)} | ratio |")
    print("|---|" + "---|" * (len(sizes) + 1))
    for name in CASES:
        row = [measured[size][name] for size in sizes]
        print(f"| {name} | {' | '.join(f'{each:.1f}' for each in row)} | {row[-1] / row[0]:.2f} |")


if __name__ == "__main__":
    main()
