"""The whole site in one process: pages, sockets, jobs and their schedule.

    python -m config.serve

`PEERPLEIN_JOBS=0` leaves the jobs to `python -m config.worker`.
"""

import asyncio
import contextlib
import gc
import os
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator

import django
import uvicorn
from asgiref.sync import sync_to_async
from uvicorn.loops.auto import auto_loop_factory

GRACE_SECONDS = 10
SOCKET_FRAME_BYTES = 64 * 1024
HEARTBEAT_SECONDS = 20
SEND_BUFFER_BYTES = 128 * 1024
"""What the system keeps for one client that takes nothing; left to itself it would grow to megabytes each."""


class Server(uvicorn.Server):
    """Leaves the signals to us: jobs have to end too."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def make_server() -> Server:
    """Imports the application, so static files must have been collected before."""

    from config.asgi import application
    from config.socket_protocol import SocketProtocol

    return Server(
        uvicorn.Config(
            application,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            ws=SocketProtocol,
            ws_max_size=SOCKET_FRAME_BYTES,
            ws_ping_interval=HEARTBEAT_SECONDS,
            ws_ping_timeout=HEARTBEAT_SECONDS,
            ws_per_message_deflate=False,
        )
    )


def open_socket() -> socket.socket:
    """Taken before anything else, so that a taken port is told in one sentence."""
    from django.conf import settings

    from config.env import WrongSetting

    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
    try:
        listening.bind((settings.ENV.bind, settings.ENV.port))
    except OSError as error:
        raise WrongSetting(f"PORT {settings.ENV.port} cannot be used: {error.strerror}.") from error
    return listening


def stop_on_signal(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)


def run(coroutine: Coroutine[None, None, None]) -> None:
    """On uvloop where there is one: it writes many small frames faster."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(coroutine)


async def serve(listening: socket.socket, *, announce: Callable[[], None] | None = None) -> None:
    """Until the process is told to stop; open requests and the running job are finished first."""
    from django.conf import settings

    from core.jobs import JobRunner
    from realtime.live import live

    live.start()
    server, runner = make_server(), JobRunner()
    # Whatever is loaded now stays: looking through all of it for garbage would stop everybody for a while.
    gc.collect()
    gc.freeze()

    def stop() -> None:
        # A second signal does not wait for anybody.
        server.force_exit = server.should_exit
        server.should_exit = True
        runner.stop()

    stop_on_signal(stop)
    work = [runner.work, runner.schedule] if settings.ENV.jobs else []
    async with asyncio.TaskGroup() as tasks:
        for endless in work:
            tasks.create_task(sync_to_async(endless, thread_sensitive=False)())
        if announce:
            tasks.create_task(_when_started(server, announce))
        try:
            await server.serve(sockets=[listening])
        finally:
            runner.stop()
            await live.stop()


async def _when_started(server: Server, announce: Callable[[], None]) -> None:
    while not server.started and not server.should_exit:
        await asyncio.sleep(0.05)
    if server.started:
        announce()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()

    from config.guard import refuse_an_unfit_production

    refuse_an_unfit_production()
    run(serve(open_socket()))


if __name__ == "__main__":
    main()
