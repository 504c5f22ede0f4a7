"""Work that happens later: queued in the database with what caused it, retried, repeated, found again.

A job must stand being run twice: after a crash nobody knows how far it came.
"""

import functools
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ParamSpec, cast

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks import task as make_task
from django_tasks.base import Task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from structlog.contextvars import bound_contextvars

from core.models import PeriodicJob

P = ParamSpec("P")
log = structlog.stdlib.get_logger("peerplein.jobs")

IDLE_SECONDS = 0.5
LONGEST_JOB = timedelta(minutes=15)
KEEP_RESULTS = timedelta(days=14)

periodic: dict[str, tuple[Task[[], None], int]] = {}


def job(*, retries: int = 0, backoff: int = 5) -> Callable[[Callable[P, None]], Task[P, None]]:
    """Make a module-level function a job: `f.enqueue(…)` joins the caller's transaction.

    A failed run is tried again `retries` times, after `backoff` seconds and then twice as long each time.
    Arguments must be JSON.
    """

    def decorate(function: Callable[P, None]) -> Task[P, None]:
        @functools.wraps(function)
        def run(*args: Any, _attempt: int = 1, **kwargs: Any) -> None:
            with bound_contextvars(job=made.module_path, attempt=_attempt):
                try:
                    function(*args, **kwargs)
                except Exception:
                    if _attempt > retries:
                        log.exception("job_failed")
                        raise
                    log.warning("job_retried", exc_info=True)
                    wait = timedelta(seconds=backoff * 2 ** (_attempt - 1))
                    later = cast("Any", made.using(run_after=timezone.now() + wait))
                    later.enqueue(*args, _attempt=_attempt + 1, **kwargs)

        made: Task[P, None] = make_task()(cast("Callable[P, None]", run))
        return made

    return decorate


def every(seconds: int) -> Callable[[Task[[], None]], Task[[], None]]:
    """Run a job without arguments once in every such period, however many workers there are."""

    def decorate(task: Task[[], None]) -> Task[[], None]:
        periodic[task.module_path] = (task, seconds)
        return task

    return decorate


def enqueue_due() -> int:
    """Queue every periodic job whose period began since it was last queued; returns how many."""
    queued = 0
    for name, (task, seconds) in periodic.items():
        period = int(timezone.now().timestamp() // seconds)
        with transaction.atomic():
            PeriodicJob.objects.get_or_create(name=name, defaults={"period": -1})
            if PeriodicJob.objects.filter(name=name, period__lt=period).update(period=period):
                task.enqueue()
                queued += 1
    return queued


def rescue_abandoned() -> int:
    """Queue again what a killed worker left running; returns how many."""
    abandoned = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=timezone.now() - LONGEST_JOB
    )
    return int(abandoned.update(status=TaskResultStatus.READY, started_at=None))


def forget_old_results() -> int:
    """Delete results that nobody will read any more; returns how many."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEEP_RESULTS)
    return int(old.delete()[0])


def run_waiting() -> None:
    """Run everything that is due now and return: for tests and commands."""
    _new_worker(batch=True).run()


class JobRunner:
    """The worker and the scheduler of one process, each for one thread; `stop` ends both."""

    def __init__(self) -> None:
        self._worker = _new_worker(batch=False)
        self._stopped = threading.Event()

    def work(self) -> None:
        self._until_stopped(self._worker.run, pause=0)

    def schedule(self) -> None:
        self._until_stopped(self._schedule_once, pause=1)

    def stop(self) -> None:
        self._worker.running = False
        self._stopped.set()

    def _schedule_once(self) -> None:
        close_old_connections()
        enqueue_due()
        rescue_abandoned()

    def _until_stopped(self, step: Callable[[], None], *, pause: float) -> None:
        while not self._stopped.wait(pause):
            try:
                step()
            except (OperationalError, InterfaceError):
                log.warning("database_unavailable", exc_info=True)
                self._stopped.wait(2)
        close_old_connections()


def _new_worker(*, batch: bool) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=IDLE_SECONDS,
        batch=batch,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"peerplein-{uuid.uuid4().hex[:10]}",
        excluded_queue_names=[],
    )
