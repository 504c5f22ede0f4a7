"""The whole site as `make run` starts it, in its own home, and the neutral site behind the quick exit."""

import http.server
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

PROJECT = Path(__file__).parents[2]
START_SECONDS = 90


@dataclass(frozen=True)
class Site:
    url: str
    home: Path
    neutral_url: str

    def newest_mail(self, *, to: str, subject: str, saying: str = "", within: float = 30) -> EmailMessage:
        """The newest mail with this subject to this address that says this, as soon as it is there."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for path in sorted((self.home / "mail").glob("*.eml"), reverse=True):
                mail = message_from_bytes(path.read_bytes(), policy=policy.default)
                text = mail.get_body(("plain",))
                said = text.get_content() if text is not None else ""
                if (mail["To"], mail["Subject"]) == (to, subject) and saying in said:
                    return mail
            time.sleep(0.2)
        raise AssertionError(f"no mail “{subject}” to {to} within {within} seconds")


class _Neutral(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Het weer</title><h1>Het weer</h1>")

    def log_message(self, *args: object) -> None:
        """A test run has no access log."""


@contextmanager
def running_site(home: Path, **environment: str) -> Iterator[Site]:
    """A demo site on a free port; ends with SIGTERM and must end well."""
    with _neutral_site() as neutral_url:
        port = _free_port()
        site = Site(url=f"http://localhost:{port}", home=home, neutral_url=neutral_url)
        variables = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "PEERPLEIN_HOME": str(home),
            "PORT": str(port),
            "SITE_URL": site.url,
            "PEERPLEIN_DEMO": "1",
            "PEERPLEIN_WAIVE_SECOND_FACTOR": "1",
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "LEAVE_URL": neutral_url,
            **environment,
        }
        log = home / "log.txt"
        with log.open("w") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "config.run"], cwd=PROJECT, env=variables, stdout=output, stderr=output
            )
            try:
                _wait_until_it_answers(site, process, log)
                yield site
            finally:
                process.send_signal(signal.SIGTERM)
                ended = process.wait(timeout=30)
        assert ended == 0, log.read_text()[-3000:]


def _wait_until_it_answers(site: Site, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"{site.url}/healthz", timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the site did not start:\n{log.read_text()[-3000:]}")


@contextmanager
def _neutral_site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Neutral)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_address[1]}/"
    server.shutdown()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
