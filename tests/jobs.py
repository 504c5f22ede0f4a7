"""Running what is queued inside the transaction of a test; the worker would close its connection."""

from typing import Any

from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def run_queued() -> int:
    """Every job that waits, also those that the jobs themselves queue; returns how many ran."""
    ran = 0
    while True:
        waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by("pk").first()
        if waiting is None:
            return ran
        result: Any = waiting
        arguments = result.args_kwargs
        result.task.func(*arguments["args"], **arguments["kwargs"])
        DBTaskResult.objects.filter(pk=result.pk).update(status=TaskResultStatus.SUCCESSFUL)
        ran += 1
