"""Time to render texts that make careless parsers slow: `python -m bench.text [characters]`.

Prints for each pattern the milliseconds of processor time, and how they grow from half the size to the
whole: about 2 is linear, 4 is quadratic. The slowest comes last.
"""

import os
import sys
import time

import django

REPEATS = 3
LIMIT_MS = 200


def milliseconds(text: str) -> float:
    from core.text import Mention, render

    def everybody(names: set[str]) -> dict[str, Mention]:
        return {name: Mention(url=f"/people/{name}/", label=name) for name in names}

    best = float("inf")
    for _repeat in range(REPEATS):
        started = time.process_time()
        render(text, resolve_mentions=everybody)
        best = min(best, time.process_time() - started)
    return best * 1000


def main(size: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")
    django.setup()
    from tests.core.pathological import PATTERNS, grown

    ordinary = "Dit is een zin met **vet**, een @naam en https://www.nibud.nl/a. " * (size // 64)
    texts = {name: (grown(pattern, size // 2), grown(pattern, size)) for name, pattern in PATTERNS.items()}
    texts["an ordinary post"] = (ordinary[: size // 2], ordinary[:size])
    rows = []
    for name, (half, whole) in texts.items():
        slow = milliseconds(whole)
        rows.append((slow, slow / milliseconds(half), name))
    print(f"{'ms':>7} {'growth':>7}  text of {size} characters")
    for slow, growth, name in sorted(rows):
        print(f"{slow:7.1f} {growth:7.1f}  {name}{'  OVER THE LIMIT' if slow > LIMIT_MS else ''}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
