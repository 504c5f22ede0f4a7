"""Whether this process is alive, and whether it can do its work."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse


class HealthMiddleware:
    """Answers /healthz and /readyz.

    Stands before everything that looks at the host, the scheme or the session: whoever watches over the
    process comes by its inner address, without TLS.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._answers = {"/healthz": healthz, "/readyz": readyz}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._answers.get(request.path_info)
        if answer and request.method in ("GET", "HEAD"):
            response = answer()
            response["Cache-Control"] = "no-store"
            return response
        return self.get_response(request)


def healthz() -> HttpResponse:
    """The process answers; asks nothing of anybody."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def readyz() -> HttpResponse:
    """503 unless the database answers and is migrated. Without Redis the site is slower, not unready."""
    checks = {"database": _database(), "redis": _redis()}
    ready = checks["database"] == "ok"
    return JsonResponse({"ready": ready, **checks}, status=200 if ready else 503)


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unavailable"
    return "migrations waiting" if waiting else "ok"


def _redis() -> str:
    cache.set("readyz", "ok", timeout=60)
    return "ok" if cache.get("readyz") == "ok" else "degraded"
