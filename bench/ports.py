"""Ports of this machine: a free one, and waiting until somebody answers there."""

import contextlib
import socket
import time


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_for_port(port: int) -> None:
    """Raises `RuntimeError` when nobody answers within 30 seconds."""
    for _attempt in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start within 30 seconds")
