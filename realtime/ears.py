"""How a socket hears a feed of the hub: as a member, or as a visitor who only reads."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from realtime.hub import Listener
from realtime.outlet import Outlet

ABOUT_PEOPLE = ('{"t":"presence"', '{"t":"typing"')
"""Who is there and who types is for those who are there with a name themselves."""


class Socket(Protocol):
    """What listening needs of a consumer."""

    scope: dict[str, Any]

    def drop(self) -> None: ...

    def look_soon(self) -> None: ...


class Ear(Listener):
    """This socket in a feed of the hub."""

    __slots__ = ("_outlet", "_socket")

    def __init__(self, socket: Socket, outlet: Outlet) -> None:
        self._socket = socket
        self._outlet = outlet

    def offer(self, text: str) -> bool:
        return self._outlet.offer(text)

    def offer_all(self, texts: Sequence[str]) -> bool:
        """Events of a room; what is said about people has no number and comes alone."""
        return self._outlet.offer_all(texts)

    def is_one_of(self, member_ids: Collection[int]) -> bool:
        return self._socket.scope["user"].pk in member_ids

    def drop(self) -> None:
        self._socket.drop()


class VisitorEar(Ear):
    """Hears what is said, and nothing about who is there."""

    __slots__ = ()

    def offer(self, text: str) -> bool:
        return text.startswith(ABOUT_PEOPLE) or super().offer(text)


class Doorkeeper(Listener):
    """Hears that a room is no longer for everyone; the socket looks for itself."""

    __slots__ = ("_socket",)

    def __init__(self, socket: Socket) -> None:
        self._socket = socket

    def offer(self, text: str) -> bool:
        self._socket.look_soon()
        return True

    def drop(self) -> None:
        """Its offers are never refused."""
