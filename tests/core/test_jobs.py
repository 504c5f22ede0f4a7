from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core import jobs
from core.jobs import JobRunner, enqueue_due, job, periodic, rescue_abandoned, run_waiting

# The worker closes connections that are not usable any more, which a surrounding transaction is.
pytestmark = pytest.mark.django_db(transaction=True)
done: list[str] = []


@job()
def write_down(word: str) -> None:
    done.append(word)


@job(retries=2, backoff=60)
def always_fails() -> None:
    done.append("tried")
    raise ValueError("no")


@job()
def every_minute() -> None:
    done.append("minute")


@pytest.fixture(autouse=True)
def _nothing_done(monkeypatch: pytest.MonkeyPatch) -> None:
    done.clear()
    monkeypatch.setattr(jobs, "periodic", {every_minute.module_path: (every_minute, 60)})
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)


def test_a_job_runs_when_the_worker_comes_by() -> None:
    write_down.enqueue("hallo")
    assert done == []
    run_waiting()
    assert done == ["hallo"]
    assert DBTaskResult.objects.successful().count() == 1


def test_a_job_is_undone_with_what_caused_it() -> None:
    with transaction.atomic():
        write_down.enqueue("nooit")
        transaction.set_rollback(True)
    run_waiting()
    assert done == []


def test_a_failing_job_is_tried_again_later_and_then_left_as_failed() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        always_fails.enqueue()
        run_waiting()
        run_waiting()
        assert done == ["tried"]
        clock.shift(61)
        run_waiting()
        assert done == ["tried", "tried"]
        clock.shift(61)
        run_waiting()
        assert done == ["tried", "tried"]
        clock.shift(60)
        run_waiting()
        assert done == ["tried", "tried", "tried"]
        clock.shift(3600)
        run_waiting()
    assert done == ["tried", "tried", "tried"]
    assert DBTaskResult.objects.failed().count() == 1


def test_a_repeating_job_is_queued_once_per_period_by_however_many_schedulers() -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert [enqueue_due(), enqueue_due(), enqueue_due()] == [1, 0, 0]
        clock.shift(60)
        assert [enqueue_due(), enqueue_due()] == [1, 0]
    run_waiting()
    assert done == ["minute", "minute"]


def test_what_a_killed_worker_left_behind_runs_again() -> None:
    write_down.enqueue("weer")
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now() - timedelta(minutes=16))
    assert rescue_abandoned() == 1
    run_waiting()
    assert done == ["weer"]


def test_a_job_that_is_still_running_is_left_alone() -> None:
    write_down.enqueue("bezig")
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now() - timedelta(minutes=5))
    assert rescue_abandoned() == 0


def test_the_scheduler_outlives_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    runner = JobRunner()
    calls: list[int] = []

    def away_once() -> int:
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError("gone")
        runner.stop()
        return 0

    monkeypatch.setattr(jobs, "enqueue_due", away_once)
    monkeypatch.setattr(runner._stopped, "wait", lambda _seconds: runner._stopped.is_set())
    runner.schedule()
    assert len(calls) == 2


def test_old_results_are_forgotten() -> None:
    write_down.enqueue("oud")
    run_waiting()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
    assert jobs.forget_old_results() == 1
    assert not DBTaskResult.objects.exists()


def test_the_site_cleans_up_after_itself_daily() -> None:
    assert periodic["core.housekeeping.clean_up"][1] == 24 * 60 * 60
