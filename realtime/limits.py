"""Numbers of the socket and of the rooms; `docs/realtime.md` tells them to whoever writes a client."""

from datetime import timedelta

from core.ratelimit import RateLimit

SUBPROTOCOL = "peerplein.1"
MAX_FRAME_BYTES = 16 * 1024
MAX_TOPICS = 20
SOCKETS_PER_MEMBER = 5
HEARTBEAT_SECONDS = 20
SEND_SECONDS = 5
BAD_FRAMES = 5
BAD_FRAMES_SECONDS = 60
FRAMES = 200
FRAMES_SECONDS = 10
"""Whoever says more than that, whatever it is, is cut off."""
LISTENS = 30
LISTENS_SECONDS = 10
"""Whoever asks to listen more often than that is cut off too: each time may cost a page of history."""
FLOODS = 3
FLOODS_SECONDS = 300
FLOOD_MUTE = timedelta(minutes=1)
"""Whoever is too fast for the third time within five minutes is silent in that room for so long."""

HANDSHAKES = 120
HANDSHAKES_SECONDS = 60
"""Sockets that one address may begin; after a restart a whole library comes back at once."""
ADDRESSES_REMEMBERED = 10_000
IPV6_NETWORK_BITS = 64
"""Everybody has a whole network of these addresses."""

QUEUED_FRAMES = 128
"""Frames that may wait for a client before it is dropped."""
RIGHTS_SECONDS = 60
"""So often each socket looks whether its member is still who they were, whatever rang or did not."""
LOOKS_AFTER_A_RING = (0.05, 0.4, 1.0)
"""Seconds before each look at a member of whom something changed: whoever rang may still be writing."""
LOOK_AGAIN_SECONDS = 5
"""So often a process compares its rooms with the database."""
DATABASE_THREADS = 4
STORED_TOGETHER = 64
"""Messages of one room in one transaction, of those that wait at the same moment."""
ROOMS_REMEMBERED = 256
ASKED_TOGETHER = 256
"""Sockets whose members are read in one question."""

CLOSE_BAD_FRAMES = 4400
CLOSE_SIGNED_OUT = 4401
CLOSE_NOT_ALLOWED = 4403
CLOSE_REPLACED_OR_SLOW = 4408
CLOSE_TOO_MANY = 4429

MESSAGE_LENGTH = 2_000
"""Longest message, in characters as people count them."""

SENDING = (RateLimit(times=5, per=timedelta(seconds=2)), RateLimit(times=20, per=timedelta(seconds=30)))
CHANGING = (RateLimit(times=30, per=timedelta(minutes=1)),)

HALVES = 3
"""Messages of the same author that are read together with a new one."""
HALVES_WITHIN = timedelta(minutes=5)

EDIT_WINDOW = timedelta(minutes=15)
HISTORY_SIZE = 50
"""Messages on one page of history, and on joining a room."""
REPLAY_LIMIT = 500
"""Who missed more than this many messages reloads the page of history instead."""

LONGEST_DUTY = timedelta(hours=12)
FURTHEST_DUTY_PLAN = timedelta(days=60)

HELP_ABOUT_LENGTH = 600
HAND_OVER_LENGTH = 600
ASKING_HELP = (RateLimit(times=3, per=timedelta(minutes=10)), RateLimit(times=10, per=timedelta(days=1)))
CALL_BACK_OFFER_AFTER = timedelta(minutes=2)
HELPLINES_FIRST_AFTER = timedelta(minutes=5)
HELP_WAITS_AT_MOST = timedelta(days=1)
"""A help request that nobody took, or an offer that was not answered, ends by itself after this long."""
CALL_BACK_WAITS_AT_MOST = timedelta(days=7)
HELP_KEPT = timedelta(days=183)
"""What somebody wrote for a help chat is kept for so long after it was closed."""

SHORTEST_OFFICE_HOUR = timedelta(minutes=15)
LONGEST_OFFICE_HOUR = timedelta(hours=4)
FURTHEST_OFFICE_HOUR = timedelta(days=180)
OFFICE_TEXT_LENGTH = 1_000
OFFICE_ARCHIVED_WITHIN = timedelta(days=14)
"""After an office hour its host decides what stays; whoever asked does not wait longer than this."""
OFFICE_ABOUT_LENGTH = 600
QUEUEING = (RateLimit(times=4, per=timedelta(minutes=1)), RateLimit(times=20, per=timedelta(days=1)))

QUOTED_AT_MOST = 20
"""Messages in one question that is made out of a chat."""
QUOTING = (RateLimit(times=5, per=timedelta(hours=1)),)
QUOTING_WAITS_AT_MOST = timedelta(days=14)
LONGEST_SLOW_MODE = 600
"""Seconds."""

TYPING_EVERY = 3
"""Seconds between two typing frames of one member in one room."""
TYPING_SHOWN = 6
"""Seconds after which somebody is no longer typing."""

RESERVED_SLUGS = frozenset({"new", "duty", "help", "office-hours", "questions", "rooms"})
"""Pages of the chat: a room cannot have their address."""
