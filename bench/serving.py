"""How much of a page's cost is the way it is served: stock Django ASGI beside our bridge, in one run.

    .venv/bin/python -m bench.serving

Everything happens on this machine, in a demo site of its own that is thrown away. Absolute numbers depend on
what else the machine does; the ratio between neighbours of one round is the result. On a machine with two
cores or more the server has one and the load generator another.
"""

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.ports import free_port, wait_for_port

PROJECT = Path(__file__).parents[1]
SERVERS = {"stock ASGI": "bench.serving:stock_asgi", "our bridge": "bench.serving:our_bridge"}
ROUNDS = 3
SECONDS = 4.0
CONNECTIONS = 16


def stock_asgi() -> object:
    from django.core.asgi import get_asgi_application

    return get_asgi_application()


def our_bridge() -> object:
    import django

    django.setup()
    from config.asgi import http_application

    return http_application()


@dataclass
class Result:
    requests_per_second: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    bad: int = 0


async def load(port: int, path: str) -> tuple[float, float, int]:
    """Requests per second, 99th percentile in ms and the number of answers that were not 200."""
    times: list[float] = []
    bad = 0
    end = time.perf_counter() + SECONDS

    async def one_connection() -> None:
        nonlocal bad
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: nl\r\n\r\n".encode()
        while time.perf_counter() < end:
            started = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            await _read_body(reader, head)
            bad += not head.startswith(b"HTTP/1.1 200")
            times.append(time.perf_counter() - started)
        writer.close()

    await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))
    return len(times) / SECONDS, statistics.quantiles(times, n=100)[98] * 1000, bad


async def _read_body(reader: asyncio.StreamReader, head: bytes) -> None:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            await reader.readexactly(int(line.partition(b":")[2]))
            return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


@contextlib.contextmanager
def serving(name: str, environment: dict[str, str]) -> Iterator[int]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", SERVERS[name], "--port", str(port)]
    quiet = ["--log-level", "warning", "--no-access-log", "--lifespan", "off"]
    process = subprocess.Popen([*_on_cpu(0), *command, *quiet], cwd=PROJECT, env=environment)
    try:
        wait_for_port(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _on_cpu(number: int) -> list[str]:
    return ["taskset", "-c", str(number)] if (os.cpu_count() or 1) > 1 else []


def prepare_site(environment: dict[str, str]) -> str:
    """Fills a demo site; returns the path of its question with the most answers."""
    code = (
        "import django; django.setup()\n"
        "from config.run import prepare; prepare()\n"
        "from community.models import Question\n"
        "question = Question.objects.order_by('-answer_count').first()\n"
        "print(question.get_absolute_url())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, env=environment, check=True, capture_output=True, text=True
    )
    return ran.stdout.strip().splitlines()[-1]


def measure(paths: dict[str, str], environment: dict[str, str]) -> dict[tuple[str, str], Result]:
    """Interleaved: every round has every case, so that a busy moment hits them all."""
    results = {(page, server): Result() for page in paths for server in SERVERS}
    for _round in range(ROUNDS):
        for server in SERVERS:
            with serving(server, environment) as port:
                for page, path in paths.items():
                    asyncio.run(load(port, path))
                    rate, p99, bad = asyncio.run(load(port, path))
                    result = results[page, server]
                    result.requests_per_second.append(rate)
                    result.p99_ms.append(p99)
                    result.bad += bad
    return results


def print_table(results: dict[tuple[str, str], Result], paths: dict[str, str]) -> None:
    print("| page | server | requests/s, median (min-max) | p99 ms | ratio to stock, per round | bad |")
    print("|---|---|---|---|---|---|")
    for page in paths:
        stock = results[page, "stock ASGI"].requests_per_second
        for server in SERVERS:
            found = results[page, server]
            rates = found.requests_per_second
            ratios = ", ".join(f"{rate / base:.2f}" for rate, base in zip(rates, stock, strict=True))
            spread = f"{statistics.median(rates):.0f} ({min(rates):.0f}-{max(rates):.0f})"
            p99 = statistics.median(found.p99_ms)
            print(f"| {page} | {server} | {spread} | {p99:.0f} | {ratios} | {found.bad} |")


def main() -> None:
    if _on_cpu(1):
        os.sched_setaffinity(0, {1})
    with tempfile.TemporaryDirectory(prefix="peerplein-bench-") as home:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PEERPLEIN_HOME": home,
            "DATABASE_URL": os.environ.get("DATABASE_URL", ""),
            "LOG_LEVEL": "ERROR",
        }
        paths = {"question page": prepare_site(environment), "health check": "/healthz"}
        print_table(measure(paths, environment), paths)


if __name__ == "__main__":
    main()
