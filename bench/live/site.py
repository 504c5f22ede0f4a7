"""Whole sites on this machine, of one or more processes on any database, that may be killed."""

import contextlib
import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.ports import free_port

PROJECT = Path(__file__).parents[2]
START_SECONDS = 240
WRITERS = ("fatima", "eric", "nicole", "joke", "daan", "mira", "bram", "noor", "ada")


@dataclass
class Site:
    """One site, served by one or more processes that share its database."""

    home: Path
    variables: dict[str, str]
    ports: list[int]
    processes: list[subprocess.Popen[bytes] | None] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.ports[0]}"

    @property
    def sockets(self) -> list[str]:
        return [f"ws://localhost:{port}/ws/" for port in self.ports]

    def start(self) -> None:
        """The first process prepares the site; the others follow once it answers."""
        self.processes = [None] * len(self.ports)
        for index in range(len(self.ports)):
            self.start_process(index)
            self.wait_for(index)

    def start_process(self, index: int, *, module: str = "config.run") -> None:
        """`config.run` prepares the site first; `config.serve` is how a ready one starts in production."""
        environment = {**self.variables, "PORT": str(self.ports[index]), "SITE_URL": self.origin}
        log = (self.home / f"log-{index}.txt").open("ab")
        self.processes[index] = subprocess.Popen(
            [sys.executable, "-m", module], cwd=PROJECT, env=environment, stdout=log, stderr=log
        )

    def wait_for(self, index: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(urllib.error.URLError, OSError):
                urllib.request.urlopen(f"http://localhost:{self.ports[index]}/healthz", timeout=2).close()
                return
            time.sleep(0.1)
        raise RuntimeError(f"the site did not start: {(self.home / f'log-{index}.txt').read_text()[-2000:]}")

    def kill(self, index: int) -> None:
        process = self.processes[index]
        if process is not None:
            process.kill()
            process.wait()

    def stop(self) -> None:
        for process in self.processes:
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes:
            if process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(20)
                process.kill()

    def cookie_of(self, handle: str) -> str:
        """Signs in as one of the demo people; the session cookie for a socket."""
        jar = http.cookiejar.CookieJar()
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
        page = browser.open(f"{self.origin}/demo/", timeout=20).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if token is None:
            raise RuntimeError("the demo page has no form")
        fields = {"handle": handle, "csrfmiddlewaretoken": token.group(1), "next": "/healthz"}
        request = urllib.request.Request(
            f"{self.origin}/demo/sign-in/",
            data=urllib.parse.urlencode(fields).encode(),
            headers={"Origin": self.origin, "Referer": f"{self.origin}/demo/"},
        )
        browser.open(request, timeout=20).close()
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    def cookies_of_listeners(self, count: int) -> list[str]:
        """Session cookies of new members made in the database: rooms are for members."""
        return self.cookies_of("luisteraar", count)

    def cookies_of(self, name: str, count: int) -> list[str]:
        code = (
            "import django; django.setup()\n"
            "from django.contrib.sessions.backends.db import SessionStore\n"
            "from accounts.models import Member\n"
            "for number in range(%d):\n"
            "    handle = f'%s{number}'\n"
            "    member = Member.objects.create_user(f'{handle}@example.org', handle)\n"
            "    session = SessionStore()\n"
            "    session['_auth_user_id'] = str(member.pk)\n"
            "    session['_auth_user_backend'] = 'accounts.backends.MemberBackend'\n"
            "    session['_auth_user_hash'] = member.get_session_auth_hash()\n"
            "    session.create()\n"
            "    print('sid=' + session.session_key)"
        )
        return self._run(code % (count, name)).split()

    def fill(self, room: str, messages: int, length: int) -> None:
        """So many long messages in a room, straight into the database."""
        code = (
            "import django; django.setup()\n"
            "from accounts.models import Member\n"
            "from realtime.models import Message, Room\n"
            "room, author = Room.objects.get(slug=%r), Member.objects.order_by('pk').first()\n"
            "first, body = room.last_n + 1, 'x' * %d\n"
            "rows = [Message(room=room, seq=n, n=n, author=author, body=body, body_html=f'<p>{body}</p>')\n"
            "        for n in range(first, first + %d)]\n"
            "Message.objects.bulk_create(rows)\n"
            "Room.objects.filter(pk=room.pk).update(last_n=first + %d)"
        )
        self._run(code % (room, length, messages, messages - 1))

    def page_status(self, path: str, *, process: int = 0) -> int:
        """The status of a page as a visitor gets it; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(
                f"http://localhost:{self.ports[process]}{path}", timeout=10
            ) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except (urllib.error.URLError, OSError):
            return 0

    def stored(self, room: str) -> list[tuple[int, str]]:
        """(number, client's id) of every message of the room, in order, straight from the database."""
        code = (
            "import django; django.setup()\n"
            "from realtime.models import Message\n"
            f"rows = Message.objects.filter(room__slug={room!r}).order_by('seq')\n"
            "for row in rows.values_list('seq', 'cid'):\n"
            "    print(*row)"
        )
        return [(int(line.split()[0]), line.split()[1]) for line in self._run(code).splitlines()]

    def _run(self, code: str) -> str:
        """What a program prints that works on this site's database."""
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=PROJECT,
            env={**self.variables, "SITE_URL": self.origin},
            check=True,
            capture_output=True,
            text=True,
        )
        return ran.stdout


@contextlib.contextmanager
def running(
    *, processes: int, database_url: str = "", redis_url: str = "", **variables: str
) -> Iterator[Site]:
    """A demo site in a home of its own that is thrown away, with more of its `variables` where wanted."""
    with tempfile.TemporaryDirectory(prefix="peerplein-live-") as folder:
        home = Path(folder)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PEERPLEIN_HOME": folder,
            "PEERPLEIN_DEMO": "1",
            "PEERPLEIN_WAIVE_SECOND_FACTOR": "1",
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "LOG_LEVEL": "WARNING",
            **variables,
        }
        site = Site(home=home, variables=environment, ports=[free_port() for _ in range(processes)])
        try:
            site.start()
            yield site
        finally:
            site.stop()
