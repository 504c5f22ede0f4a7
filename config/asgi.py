"""HTTP goes through the synchronous stack on a fixed pool of threads, WebSockets stay native beside it.

Why: docs/decisions/0002-serving.md.
"""

from typing import Any
from wsgiref.headers import Headers

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from servestatic import ServeStaticASGI

from config.wsgi import application as wsgi_application
from realtime.routing import websocket_application


def http_application() -> Any:
    wsgi: Any = StaticFilesHandler(wsgi_application) if settings.DEBUG else wsgi_application
    bridge = WSGIMiddleware(wsgi, workers=settings.WEB_THREADS)
    if settings.DEBUG:
        return bridge
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    return ServeStaticASGI(
        bridge,
        root=settings.STATIC_ROOT,
        prefix=settings.STATIC_URL,
        allow_all_origins=False,
        add_headers_function=_static_headers,
    )


def _static_headers(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


application = ProtocolTypeRouter({"http": http_application(), "websocket": websocket_application})
