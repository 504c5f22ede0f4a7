"""The WebSocket side of the site: one socket at /ws/, only from our own pages."""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.security.websocket import WebsocketDenier
from django.conf import settings

from realtime.consumers import SocketConsumer
from realtime.gate import Gate

Application = Callable[..., Awaitable[Any]]


class SameOrigin:
    """Refuses the handshake with HTTP 403 elsewhere than at /ws/, and unless scheme, host and port are ours.

    Channels' own validator compares with ALLOWED_HOSTS, which knows no scheme and no port.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Awaitable[Any]:
        offered = dict(scope["headers"]).get(b"origin", b"").decode("latin1")
        is_ours = bool(offered) and offered == settings.SITE_URL and scope["path"] == "/ws/"
        # Handed on without waiting here: a coroutine would stay as long as the socket does.
        return (self.application if is_ours else WebsocketDenier())(scope, receive, send)


websocket_application = SameOrigin(Gate(SocketConsumer.as_asgi()))
