"""One line per request and per event: JSON in production, readable on a terminal. No personal data.

A line may carry ids of things, never names, addresses, bodies or search words.
"""

import logging
import logging.config
import re
import sys
import time
import uuid
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import structlog
from django.db import connections
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bound_contextvars

FOREIGN_REQUEST_ID = re.compile(r"[a-f0-9-]{8,64}")
log = structlog.stdlib.get_logger("peerplein.request")


def configure(options: dict[str, Any]) -> None:
    """Called by Django with settings.LOGGING: `level` and `json`."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow=ALLOWED_EXTRA),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
        structlog.processors.format_exc_info,
    ]
    for_people = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    render: Any = structlog.processors.JSONRenderer() if options["json"] else for_people
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
                }
            },
            "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["console"], "level": options["level"]},
            "loggers": {
                "django": {"level": options["level"]},
                # Our own line per request says the same with the route instead of the path.
                "django.request": {"level": "ERROR"},
                "django.server": {"level": "ERROR", "propagate": False},
                "uvicorn.access": {"level": "ERROR"},
                # Our jobs write their own lines; these would write two for every run.
                "django_tasks": {"level": "WARNING"},
                "django_tasks_db": {"level": "WARNING"},
            },
        }
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


# `extra=` keys that standard-library callers, ours and others', may put on a line.
ALLOWED_EXTRA = ("error", "errors", "job", "attempt", "code", "status_code", "worker")


class QueryClock:
    """Counts queries and the milliseconds that the database took."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, *rest)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - started


class RequestLogMiddleware:
    """Gives the request its id, which the error page shows and the answer's X-Request-ID repeats."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        offered = request.headers.get("X-Request-ID", "")
        request_id = offered if FOREIGN_REQUEST_ID.fullmatch(offered) else uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        clock, started = QueryClock(), time.perf_counter()
        with bound_contextvars(request_id=request_id), ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(clock))
            response = self.get_response(request)
            self._write(request, response, clock, time.perf_counter() - started)
        response["X-Request-ID"] = request_id
        return response

    def _write(self, request: HttpRequest, response: HttpResponse, clock: QueryClock, seconds: float) -> None:
        match = request.resolver_match
        log.info(
            "request",
            route=match.view_name if match else "unknown",
            method=request.method,
            status=response.status_code,
            ms=round(seconds * 1000),
            db_ms=round(clock.seconds * 1000),
            queries=clock.queries,
        )
