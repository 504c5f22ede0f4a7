"""How many sockets come in: by address and in this process. Counted in memory, before anything is read.

A socket too many is opened and closed with 4429, so that its page knows to wait; whoever knocks too often
gets HTTP 429 instead of a handshake.
"""

import ipaddress
import time
from collections import Counter, OrderedDict, deque
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from django.conf import settings

from realtime import limits

log = structlog.stdlib.get_logger("peerplein.gate")

Application = Callable[..., Awaitable[Any]]


class Gate:
    """Stands in front of the sockets of one process."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.by_address: Counter[str] = Counter()
        self.open = 0
        self._knocks: OrderedDict[str, deque[float]] = OrderedDict()

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        address = address_of(scope)
        if address and self._knocks_too_often(address):
            await _refuse_handshake(scope, receive, send)
            return
        if self._is_full(address):
            log.warning("too_many_sockets", open=self.open)
            await _open_and_close(scope, receive, send)
            return
        self.open += 1
        self.by_address[address] += 1
        try:
            await self.application(scope, receive, send)
        finally:
            self.open -= 1
            self.by_address[address] -= 1
            if not self.by_address[address]:
                del self.by_address[address]

    def _is_full(self, address: str) -> bool:
        if self.open >= settings.SOCKETS_PER_PROCESS:
            return True
        return bool(address) and self.by_address[address] >= settings.SOCKETS_PER_ADDRESS

    def _knocks_too_often(self, address: str) -> bool:
        now = time.monotonic()
        knocks = self._knocks.setdefault(address, deque(maxlen=limits.HANDSHAKES))
        self._knocks.move_to_end(address)
        if len(self._knocks) > limits.ADDRESSES_REMEMBERED:
            self._knocks.popitem(last=False)
        if len(knocks) == limits.HANDSHAKES and now - knocks[0] < limits.HANDSHAKES_SECONDS:
            return True
        knocks.append(now)
        return False


def address_of(scope: dict[str, Any]) -> str:
    """Whose sockets are counted together: an IPv4 address, or the network of an IPv6 one.

    Empty for this machine itself: that is a proxy that was not made known, behind which a whole town would
    share one count, or somebody who tries the site out.
    """
    told = _told_by_proxy(scope) if settings.ALLAUTH_TRUSTED_PROXY_COUNT else (scope.get("client") or [""])[0]
    try:
        address = ipaddress.ip_address(told)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            network = ipaddress.ip_network((address, limits.IPV6_NETWORK_BITS), strict=False)
            return "" if address.is_loopback else str(network)
        address = address.ipv4_mapped
    return "" if address.is_loopback else str(address)


def _told_by_proxy(scope: dict[str, Any]) -> str:
    """What the outermost of our own proxies saw; what a client wrote to the left of it counts for nothing."""
    lines = [value.decode("latin1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    hops = [hop.strip() for line in lines for hop in line.split(",") if hop.strip()]
    trusted = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    return hops[-trusted] if len(hops) >= trusted else ""


async def _refuse_handshake(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    if "websocket.http.response" not in scope.get("extensions", {}):
        await send({"type": "websocket.close"})
        return
    wait = str(limits.HANDSHAKES_SECONDS).encode()
    headers = [(b"retry-after", wait), (b"content-length", b"0")]
    await send({"type": "websocket.http.response.start", "status": 429, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": b""})


async def _open_and_close(scope: dict[str, Any], receive: Any, send: Any) -> None:
    await receive()
    offered = scope.get("subprotocols", [])
    chosen = limits.SUBPROTOCOL if limits.SUBPROTOCOL in offered else None
    await send({"type": "websocket.accept", "subprotocol": chosen})
    await send({"type": "websocket.close", "code": limits.CLOSE_TOO_MANY})
