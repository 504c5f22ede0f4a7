"""The WebSocket side of the site: one socket at /ws/, only from our own pages."""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.urls import path

from realtime.consumers import SocketConsumer
from realtime.gate import Gate

Application = Callable[..., Awaitable[Any]]


class SameOrigin:
    """Refuses the handshake with HTTP 403 unless scheme, host and port are ours.

    Channels' own validator compares with ALLOWED_HOSTS, which knows no scheme and no port.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        offered = dict(scope["headers"]).get(b"origin", b"").decode("latin1")
        allowed = settings.SITE_URL if offered else None
        await (self.application if offered == allowed else WebsocketDenier())(scope, receive, send)


websocket_application = SameOrigin(
    Gate(AuthMiddlewareStack(URLRouter([path("ws/", SocketConsumer.as_asgi())]))),
)
