"""The topics that one socket listens to."""

from accounts.policies import is_member
from realtime import limits
from realtime.database import in_database
from realtime.ears import Doorkeeper, Ear, Socket, VisitorEar
from realtime.frames import FrameError
from realtime.history import Told
from realtime.live import live
from realtime.outlet import Outlet
from realtime.topics import Place, place_of, visitors_group


class Listening:
    """Rooms have numbers and a history; all else is a ping to go and look."""

    __slots__ = ("_door", "_ear", "_is_visitor", "_outlet", "_socket", "places")

    def __init__(self, socket: Socket, outlet: Outlet) -> None:
        self._socket = socket
        self._outlet = outlet
        self._is_visitor = not is_member(socket.scope["user"])
        self._ear = VisitorEar(socket, outlet) if self._is_visitor else Ear(socket, outlet)
        self._door = Doorkeeper(socket)
        self.places: dict[str, Place] = {}

    async def start(self, topic: str, *, after: int | None) -> None:
        """Listen, after saying what came since `after`. Raises FrameError."""
        place = await in_database(place_of)(topic, self._socket.scope["user"])
        if topic not in self.places and len(self.places) >= limits.MAX_TOPICS:
            raise FrameError("slow_down", f"a socket listens to at most {limits.MAX_TOPICS} topics")
        if place.room_id is not None:
            await self._start_room(place, place.room_id, after)
            return
        live.hub.join(place.group, self._ear, n=0)
        self.places[topic] = place
        await self._outlet.put({"t": "subbed", "topic": topic, "n": 0, "reset": False})

    def stop(self, topic: str) -> None:
        place = self.places.pop(topic, None)
        if place is not None:
            live.hub.leave(place.group, self._ear)
            live.hub.leave(visitors_group(topic), self._door)

    def stop_all(self) -> None:
        for topic in list(self.places):
            self.stop(topic)

    async def look_again(self) -> None:
        """Stop listening to what this viewer may no longer hear, and say so."""
        for topic in list(self.places):
            try:
                await in_database(place_of)(topic, self._socket.scope["user"])
            except FrameError:
                self.stop(topic)
                frame = {"t": "error", "code": "not_allowed", "detail": "not any more", "topic": topic}
                await self._outlet.put(frame)

    def numbers(self) -> dict[str, int]:
        """The newest number of each room, as this process knows it."""
        return {topic: live.hub.newest(topic) for topic, place in self.places.items() if place.room_id}

    async def _start_room(self, place: Place, room_id: int, after: int | None) -> None:
        """Say what was missed, then join without a gap: read again while new events came meanwhile."""
        topic = place.topic
        live.hub.leave(topic, self._ear)
        first, again = topic not in live.hub.feeds, topic in self.places
        try:
            told = await self._tell(room_id, after)
            while not told.reset and live.hub.newest(topic) > told.newest:
                told = await self._tell(room_id, told.newest)
        except Exception:
            # The client hears that it does not listen here, and asks again.
            self.stop(topic)
            raise
        live.hub.join(topic, self._ear, n=told.newest)
        self.places[topic] = place
        await self._outlet.put({"t": "subbed", "topic": topic, "n": told.newest, "reset": told.reset})
        if self._is_visitor:
            live.hub.join(visitors_group(topic), self._door, n=0)
        elif not again:
            await self._outlet.put(await live.presence(topic))
        if first:
            # What rang between the reading and the joining rang for nobody.
            await live.compare([topic])

    async def _tell(self, room_id: int, after: int | None) -> Told:
        told = await in_database(live.history.after)(room_id, after)
        await self._outlet.put_all(told.texts)
        return told
