"""Saying something in a room without waiting for the limits of real people."""

import uuid

from accounts.models import Member
from core.models import RateBucket
from realtime.actions.sending import send_message
from realtime.models import Message, Room


def say_in(
    room: Room, author: Member, body: str = "Hallo allemaal.", *, reply_to: int | None = None
) -> Message:
    RateBucket.objects.filter(key=f"chat:{author.pk}").delete()
    sent = send_message(author=author, room_slug=room.slug, body=body, cid=uuid.uuid4(), reply_to=reply_to)
    return sent.message


def say_many(room: Room, author: Member, times: int) -> None:
    """Messages straight into the table, as if they were sent one after the other."""
    room.refresh_from_db()
    first = room.last_n + 1
    Message.objects.bulk_create(
        Message(room=room, seq=n, n=n, author=author, body=f"Bericht {n}", body_html=f"<p>Bericht {n}</p>")
        for n in range(first, first + times)
    )
    room.last_n = first + times - 1
    room.save()
