"""The rows of the rooms. In the main theme's room nicole said something a moment ago."""

from tests.contracts.matrix import Section, form, read, send

MEMBERS = "visitor:login *:200"
ROOM = "/chat/geld-en-schulden/"
MESSAGE = f"{ROOM}messages/1/"
MODERATOR = "visitor:login mira:302 *:403"

ROOMS = Section(
    "Rooms",
    "Every member reads every shared room; visitors read what staff opened to everyone, and write nowhere. "
    "Help chats are for whoever is in them and for nobody else: not "
    "for moderators, not for administrators. A moderator of another theme is a member like any other.",
    (
        read("realtime:rooms", "/chat/", "the list of the rooms that one may read", "*:200"),
        send(
            "realtime:duty",
            "/chat/duty/",
            "say that one is there",
            "visitor:login joke:302 daan:302 otto:302 mira:302 wil:302 *:403",
            {"hours": "2"},
        ),
        form(
            "realtime:new-room",
            "/chat/new/",
            "make a room",
            "visitor:login mira:200 wil:200 ada:200 *:403",
            "visitor:login mira:302 wil:302 ada:302 *:403",
            {"name": "Buurtsoep", "slug": "buurtsoep"},
        ),
        form("realtime:room", ROOM, "a room", MEMBERS, "visitor:login sol:403 *:302", {"body": "Hoi"}),
        form(
            "realtime:room",
            "/chat/hulp-1/",
            "the help chat of fatima and joke",
            "visitor:login fatima:200 joke:200 *:404",
            "visitor:login fatima:302 joke:302 *:404",
            {"body": "Hoi"},
        ),
        form(
            "realtime:room",
            "/chat/plein/",
            "a room that everyone may read",
            "*:200",
            "visitor:login sol:403 *:302",
            {"body": "Hoi"},
        ),
        read("realtime:since", "/chat/plein/since/0/", "what came since in it", "*:200"),
        read("realtime:message", "/chat/plein/messages/1/", "one message of it", "*:200"),
        form(
            "realtime:room",
            "/chat/nergens/",
            "a room that is not there",
            "visitor:login *:404",
            "visitor:login *:404",
            {"body": "Hoi"},
        ),
        send(
            "realtime:room-audience",
            f"{ROOM}audience/",
            "say who may read along",
            MODERATOR,
            {"audience": "members"},
        ),
        read("realtime:since", f"{ROOM}since/0/", "what came since", MEMBERS),
        send("realtime:read", f"{ROOM}read/", "read so far", "visitor:login *:204", {"seq": "1"}),
        read("realtime:message", MESSAGE, "one message and what can be done with it", MEMBERS),
        send(
            "realtime:edit-message",
            f"{MESSAGE}edit/",
            "change one's own message",
            "visitor:login nicole:302 *:403",
            {"body": "Anders gezegd"},
        ),
        send(
            "realtime:take-back-message",
            f"{MESSAGE}take-back/",
            "take it back; what others wrote goes by a decision",
            "visitor:login nicole:302 *:403",
        ),
        send(
            "realtime:react",
            f"{MESSAGE}react/",
            "put an emoji under it",
            "visitor:login sol:403 *:302",
            {"add": "👍"},
        ),
        read("realtime:room-settings", f"{ROOM}settings/", "keep order", "visitor:login mira:200 *:403"),
        send("realtime:slow-mode", f"{ROOM}slow-mode/", "slow it down", MODERATOR, {"seconds": "30"}),
        send("realtime:unmute", f"{ROOM}unmute/fatima/", "let them write again", MODERATOR),
        send("realtime:close-room", f"{ROOM}close/", "close it", MODERATOR),
        send("realtime:reopen-room", f"{ROOM}reopen/", "open it again", MODERATOR),
    ),
)  # fmt: skip
