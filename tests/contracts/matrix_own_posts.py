"""The rows about one's own posts and pages."""

from tests.contracts.matrix import Section, form, read, send

QUESTION = {"title": "Anders gezegd", "body": "Andere woorden.", "version": "2"}
TEXT = {"body": "Andere woorden.", "version": "2"}
KINDS = (
    ("question", "/questions/{open}", "fatima", QUESTION),
    ("answer", "/answers/{open-answer}", "nicole", TEXT),
    ("comment", "/comments/{open-comment}", "nicole", TEXT),
)

OWN_POSTS = Section(
    "One's own question, answer or comment",
    "Only the author edits, withdraws and puts back. A suspended member withdraws, but does not edit or "
    "put back. What a moderator removed cannot be edited or withdrawn any more. Earlier versions are for "
    "the author and, while the post is published, for the theme's professionals and moderators: people "
    "edit their own name or street out of a text.",
    (
        *(
            form(
                "community:edit",
                f"{place}/edit/",
                f"edit a {kind} of {author}",
                f"visitor:login {author}:200 *:403",
                f"visitor:login {author}:302 *:403",
                words,
            )
            for kind, place, author, words in KINDS
        ),
        form(
            "community:edit",
            "/answers/{open-answer}/edit/",
            "edit a version that is no longer the newest",
            "visitor:login nicole:200 *:403",
            "visitor:login nicole:409 *:403",
            TEXT | {"version": "1"},
        ),
        form(
            "community:edit",
            "/questions/{held}/edit/",
            "edit a held question of fatima",
            "visitor:login fatima:200 mira:403 *:404",
            "visitor:login fatima:302 mira:403 *:404",
            QUESTION,
        ),
        form(
            "community:edit",
            "/questions/{removed}/edit/",
            "edit a removed question of fatima",
            "visitor:login fatima:403 mira:403 *:404",
            "visitor:login fatima:403 mira:403 *:404",
            QUESTION,
        ),
        form(
            "community:edit",
            "/answers/{sols-answer}/edit/",
            "edit an answer of sol, who is suspended",
            "visitor:login *:403",
            "visitor:login *:403",
            TEXT,
        ),
        *(
            read(
                "community:history",
                f"{place}/history/",
                f"earlier versions of a {kind} of {author}",
                f"visitor:login {author}:200 daan:200 mira:200 *:403",
            )
            for kind, place, author, _send in KINDS
        ),
        read(
            "community:history",
            "/questions/{held}/history/",
            "earlier versions of a held question",
            "visitor:login fatima:200 mira:403 *:404",
        ),
        *(
            form(
                "community:withdraw",
                f"{place}/withdraw/",
                f"withdraw a {kind} of {author}",
                f"visitor:login {author}:200 *:403",
                f"visitor:login {author}:302 *:403",
            )
            for kind, place, author, _send in KINDS
        ),
        form(
            "community:withdraw",
            "/questions/{removed}/withdraw/",
            "withdraw a removed question",
            "visitor:login fatima:403 mira:403 *:404",
            "visitor:login fatima:403 mira:403 *:404",
        ),
        form(
            "community:withdraw",
            "/answers/{sols-answer}/withdraw/",
            "withdraw an answer of sol",
            "visitor:login sol:200 *:403",
            "visitor:login sol:302 *:403",
        ),
        send(
            "community:restore",
            "/questions/{withdrawn}/restore/",
            "put back a question of fatima",
            "visitor:login fatima:302 *:404",
        ),
        send(
            "community:restore",
            "/answers/{open-withdrawn-answer}/restore/",
            "put back an answer of nicole",
            "visitor:login nicole:302 *:404",
        ),
        send(
            "community:restore",
            "/comments/{open-withdrawn-comment}/restore/",
            "put back a comment of nicole",
            "visitor:login nicole:302 *:404",
        ),
        send(
            "community:restore",
            "/questions/{open}/restore/",
            "put back what was not withdrawn",
            "visitor:login *:403",
        ),
    ),
)

PEOPLE_AND_ME = Section(
    "People and one's own place",
    "A profile is for members, unless its owner made it public. Nobody finds the page of a closed account "
    "or of somebody whose address was never confirmed. Everything under /me/ and /inbox/ is one's own; "
    "another member's notification is as one that does not exist.",
    (
        read("community:person", "/people/nicole/", "a member", "visitor:404 *:200"),
        read("community:person", "/people/joke/", "a member with a public profile", "*:200"),
        read("community:person", "/people/niemand/", "nobody", "*:404"),
        read("community:my-questions", "/me/questions/", "my questions", "visitor:login *:200"),
        send("community:read-all", "/me/read-all/", "call everything read", "visitor:login *:302"),
        read("community:my-drafts", "/me/drafts/", "my drafts", "visitor:login *:200"),
        read("accounts:inbox", "/inbox/", "my notifications", "visitor:login *:200"),
        read("accounts:inbox-count", "/inbox/count/", "how many are unread", "visitor:login *:200"),
        send("accounts:read-all", "/inbox/read/", "mark all as read", "visitor:login *:302"),
        read(
            "accounts:open-notification",
            "/inbox/{notification}/open/",
            "a notification of fatima; others land in their own inbox",
            "visitor:login *:302",
        ),
        form(
            "community:start",
            "/me/start/",
            "what my start page shows",
            "visitor:login *:200",
            "visitor:login *:302",
            {"themes": "geld-en-schulden"},
        ),
        send(
            "community:switch-start",
            "/me/start/page/",
            "my start page, on or off",
            "visitor:login *:302",
            {"on": "1"},
        ),
        read("community:start-choices", "/me/start/choices.json", "my choices", "visitor:login *:200"),
        send(
            "community:note-hint",
            "/me/hints/",
            "a hint that I had",
            "visitor:login *:302",
            {"hint": "first_answer"},
        ),
        read("community:for-you", "/me/for-you/", "questions about what I chose", "visitor:login *:200"),
        read("accounts:me", "/me/", "my place", "visitor:login *:200"),
        form(
            "accounts:profile",
            "/me/profile/",
            "my profile",
            "visitor:login *:200",
            "visitor:login *:302",
            {"name": "Iemand anders"},
        ),
        form(
            "accounts:preferences",
            "/me/preferences/",
            "my settings",
            "visitor:login *:200",
            "visitor:login *:302",
        ),
        form(
            "accounts:unsubscribe",
            "/unsubscribe/{unsubscribe-token}/",
            "the link in a mail",
            "*:200",
            "*:200",
        ),
    ),
)
