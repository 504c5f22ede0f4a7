"""The rows about how a thread stands, and what moderators do with threads."""

from tests.contracts.matrix import Section, form, read, send

MORE = {"body": "Heb je een partner?"}

STATES = Section(
    "How a thread stands",
    "Only the asker closes a question, opens it again and says that it is still current. Mentors, "
    "professionals and moderators of the theme ask the asker for more.",
    (
        read("community:search-thread", "/questions/{open}/search/", "search in one thread", "*:200"),
        read(
            "community:search-thread",
            "/questions/{professionals}/search/",
            "search in a question for professionals",
            "fatima:200 daan:200 mira:200 *:404",
        ),
        read("community:first-unread", "/questions/{open}/unread/", "the first new answer", "*:302"),
        read(
            "community:first-unread",
            "/questions/{professionals}/unread/",
            "the same in a question for professionals",
            "fatima:302 daan:302 mira:302 *:404",
        ),
        form(
            "community:close",
            "/questions/{open}/close/",
            "close a question of fatima",
            "visitor:login fatima:200 *:403",
            "visitor:login fatima:302 *:403",
            {"way_out": "peer"},
        ),
        form(
            "community:close",
            "/questions/{held}/close/",
            "close a held question of fatima",
            "visitor:login fatima:403 mira:403 *:404",
            "visitor:login fatima:403 mira:403 *:404",
            {"way_out": "peer"},
        ),
        send(
            "community:reopen",
            "/questions/{open}/reopen/",
            "open a solved question of fatima again",
            "visitor:login fatima:302 *:403",
        ),
        send(
            "community:reopen",
            "/questions/{professionals}/reopen/",
            "open a question that is open",
            "visitor:login fatima:403 daan:403 mira:403 *:404",
        ),
        send(
            "community:still-current",
            "/questions/{open}/current/",
            "say that a question of fatima is still current",
            "visitor:login fatima:302 *:403",
        ),
        form(
            "community:needs-info",
            "/questions/{members}/needs-info/",
            "ask fatima for more",
            "visitor:login joke:200 daan:200 mira:200 *:403",
            "visitor:login joke:302 daan:302 mira:302 *:403",
            MORE,
        ),
        form(
            "community:needs-info",
            "/questions/{open}/needs-info/",
            "ask for more where it is solved",
            "visitor:login *:403",
            "visitor:login *:403",
            MORE,
        ),
    ),
)

MODERATING = Section(
    "What moderators do with threads",
    "Moderators of the theme move, merge, split, lock and pin a published question. Who did it takes it "
    "back within thirty seconds. The address of what was merged or split leads to where it went.",
    (
        form(
            "community:moderate",
            "/questions/{open}/moderate/",
            "lock a question",
            "visitor:login mira:200 *:403",
            "visitor:login mira:302 *:403",
            {"act": "lock", "reason": "Ruzie."},
        ),
        form(
            "community:moderate",
            "/questions/{professionals}/moderate/",
            "lock a question for professionals",
            "visitor:login fatima:403 daan:403 mira:200 *:404",
            "visitor:login fatima:403 daan:403 mira:302 *:404",
            {"act": "lock", "reason": "Ruzie."},
        ),
        form(
            "community:moderate",
            "/questions/{held}/moderate/",
            "lock a held question",
            "visitor:login fatima:403 mira:403 *:404",
            "visitor:login fatima:403 mira:403 *:404",
            {"act": "lock", "reason": "Ruzie."},
        ),
        form(
            "community:moderate",
            "/questions/{elsewhere}/moderate/",
            "lock a question in another theme",
            "visitor:login mira:200 wil:200 *:403",
            "visitor:login mira:302 wil:302 *:403",
            {"act": "lock", "reason": "Ruzie."},
        ),
        form(
            "community:split",
            "/answers/{open-answer}/split/",
            "make a question of an answer",
            "visitor:login mira:200 *:403",
            "visitor:login mira:302 *:403",
            {"title": "Een eigen vraag"},
        ),
        send(
            "community:undo-act",
            "/thread-acts/{pinned-act}/undo/",
            "take back what mira did",
            "visitor:login mira:302 *:403",
        ),
    ),
)

CANNED = Section(
    "Canned answers",
    "Mentors, professionals and moderators keep answers ready. Only professionals and moderators share "
    "them; only the owner changes them. What is not shared does not exist for others.",
    (
        read(
            "community:canned",
            "/me/canned/",
            "answers that are ready",
            "visitor:login joke:200 daan:200 otto:200 mira:200 wil:200 *:403",
        ),
        form(
            "community:new-canned",
            "/me/canned/new/",
            "keep one to share",
            "visitor:login joke:200 daan:200 otto:200 mira:200 wil:200 *:403",
            "visitor:login daan:302 otto:302 mira:302 wil:302 *:403",
            {"title": "Bel", "body": "Bel de gemeente.", "shared": "on"},
        ),
        form(
            "community:edit-canned",
            "/me/canned/{canned}/",
            "change one of joke's own",
            "visitor:login joke:200 *:404",
            "visitor:login joke:302 *:404",
            {"title": "Bel", "body": "Bel de gemeente."},
        ),
        send(
            "community:forget-canned",
            "/me/canned/{canned}/forget/",
            "throw away one of joke's own",
            "visitor:login joke:302 *:404",
        ),
        read(
            "community:choose-canned",
            "/questions/{open}/canned/",
            "choose one for a question",
            "visitor:login joke:200 daan:200 otto:200 mira:200 wil:200 *:403",
        ),
        send(
            "community:use-canned",
            "/questions/{open}/canned/{canned}/",
            "use one of joke's own",
            "visitor:login joke:302 sol:403 *:404",
        ),
    ),
)
