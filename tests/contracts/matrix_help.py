"""The rows of help chats, the radar, office hours and questions out of chats."""

from tests.contracts.matrix import Section, form, read, send

HELPERS = "visitor:login joke:{0} daan:{0} otto:{0} mira:{0} wil:{0} *:403"
HOST = "visitor:login daan:{0} *:404"
EVERY_MEMBER = "visitor:login *:200"

HELP = Section(
    "Help chats and the radar",
    "Every member asks for a talk, also one who is suspended. Here fatima waits, nicole was offered joke, "
    "eric talks with joke, and sol's talk is over; joke and daan are on duty. A request is there for its "
    "asker and for whoever helps now, and a waiting one on the radar of those on duty for its theme; for "
    "everybody else, moderators and administrators too, there is nothing. No helper reaches a resident who "
    "did not ask. Of all who take a request one gets it; whoever comes later is led back to the radar with a "
    "sentence.",
    (
        form(
            "realtime:help",
            "/chat/help/",
            "ask for a talk; who waits already goes to that",
            "visitor:login fatima:302 nicole:302 eric:302 *:200",
            "visitor:login *:302",
            {"theme": "geld-en-schulden", "about": "Ik wil even praten.", "wanted": "anyone"},
        ),
        read(
            "realtime:help-request",
            "/chat/help/{waiting-help}/",
            "fatima's request",
            "visitor:login fatima:200 *:404",
        ),
        read(
            "realtime:help-request",
            "/chat/help/{talking-help}/",
            "eric's talk with joke",
            "visitor:login eric:200 joke:200 *:404",
        ),
        send(
            "realtime:help-call-back",
            "/chat/help/{waiting-help}/call-back/",
            "let me know",
            "visitor:login fatima:302 *:404",
        ),
        send(
            "realtime:help-cancel",
            "/chat/help/{waiting-help}/cancel/",
            "not needed any more",
            "visitor:login fatima:302 *:404",
        ),
        send(
            "realtime:help-take",
            "/chat/help/{waiting-help}/take/",
            "a helper takes it; mira is not on duty",
            "visitor:login joke:302 daan:302 mira:403 *:404",
        ),
        send(
            "realtime:help-take",
            "/chat/help/{talking-help}/take/",
            "a helper takes what somebody has already",
            "visitor:login joke:302 daan:302 mira:403 *:404",
        ),
        send(
            "realtime:help-give-back",
            "/chat/help/{offered-help}/give-back/",
            "the helper cannot after all",
            "visitor:login joke:302 *:404",
        ),
        send(
            "realtime:help-agree",
            "/chat/help/{offered-help}/agree/",
            "nicole says yes",
            "visitor:login nicole:302 *:404",
        ),
        send(
            "realtime:help-refuse",
            "/chat/help/{offered-help}/refuse/",
            "nicole rather talks with somebody else",
            "visitor:login nicole:302 *:404",
        ),
        read(
            "realtime:help-now",
            "/chat/help/{talking-help}/now/",
            "how it stands, above the messages",
            "visitor:login eric:200 joke:200 *:404",
        ),
        send(
            "realtime:help-replace",
            "/chat/help/{talking-help}/replace/",
            "eric goes on with somebody else; joke cannot choose that",
            "visitor:login eric:302 *:404",
        ),
        send(
            "realtime:help-hand-over",
            "/chat/help/{talking-help}/hand-over/",
            "joke passes it on; eric cannot",
            "visitor:login joke:302 eric:403 *:404",
            {"note": "Hij zoekt uitleg."},
        ),
        send(
            "realtime:help-end",
            "/chat/help/{talking-help}/end/",
            "close it with its outcome",
            "visitor:login joke:302 eric:302 *:404",
            {"outcome": "self"},
        ),
        send(
            "realtime:help-outcome",
            "/chat/help/{closed-help}/outcome/",
            "sol says how it went on",
            "visitor:login sol:302 *:404",
            {"outcome": "self"},
        ),
        send(
            "realtime:help-block",
            "/chat/help/{talking-help}/block/",
            "stop and never meet again",
            "visitor:login joke:302 eric:302 *:404",
        ),
        read("realtime:radar", "/radar/", "who waits", HELPERS.format(200)),
        send(
            "realtime:plan-duty",
            "/radar/duty-plans/",
            "plan a duty",
            HELPERS.format(302),
            {"day": "{tomorrow}", "starts": "03:00", "until": "04:00"},
        ),
        send(
            "realtime:drop-duty-plan",
            "/radar/duty-plans/{duty-plan}/drop/",
            "drop joke's plan; for others nothing happens",
            "visitor:login *:302",
        ),
    ),
)

OFFICE_HOURS = Section(
    "Office hours",
    "Everybody reads the list, an office hour and its calendar file. While it lasts everybody reads what was "
    "answered; afterwards only what its asker left there. What waits in the queue is for its asker and the "
    "host. The host is the professional who planned it, in a theme of their own; for everybody else the "
    "host's screens are not there.",
    (
        read("realtime:office-hours", "/chat/office-hours/", "all office hours", "*:200"),
        read("realtime:office-hours-calendar", "/chat/office-hours/calendar.ics", "for a calendar", "*:200"),
        read("realtime:office-hour", "/chat/office-hours/{coming-office}/", "one of daan", "*:200"),
        read(
            "realtime:office-hour-calendar",
            "/chat/office-hours/{coming-office}/calendar.ics",
            "for a calendar",
            "*:200",
        ),
        form(
            "realtime:new-office-hour",
            "/chat/office-hours/new/",
            "plan one in the main theme, which is not otto's",
            "visitor:login daan:200 otto:200 *:403",
            "visitor:login daan:302 otto:422 *:403",
            {
                "theme": "geld-en-schulden",
                "title": "Brieven",
                "day": "{tomorrow}",
                "starts": "10:00",
                "until": "11:00",
            },
        ),
        form(
            "realtime:edit-office-hour",
            "/chat/office-hours/{coming-office}/edit/",
            "change it",
            HOST.format(200),
            HOST.format(302),
            {"title": "Brieven", "day": "{tomorrow}", "starts": "10:00", "until": "11:00"},
        ),
        form(
            "realtime:cancel-office-hour",
            "/chat/office-hours/{coming-office}/cancel/",
            "call it off",
            HOST.format(200),
            HOST.format(302),
            {"reason": "Ziek."},
        ),
        read(
            "realtime:office-host", "/chat/office-hours/{coming-office}/host/", "the queue", HOST.format(200)
        ),
        send("realtime:end-office-hour", "/chat/office-hours/{coming-office}/end/", "stop", HOST.format(302)),
        form(
            "realtime:office-archive",
            "/chat/office-hours/{past-office}/archive/",
            "archive it; fatima's pair is still to be decided on",
            HOST.format(200),
            HOST.format(422),
        ),
        send(
            "realtime:office-publish",
            "/chat/office-hours/{past-office}/archive/{office-stays}/publish/",
            "publish fatima's pair, without a source",
            HOST.format(422),
        ),
        send(
            "realtime:office-leave-out",
            "/chat/office-hours/{past-office}/archive/{office-stays}/leave-out/",
            "leave fatima's pair out",
            HOST.format(302),
        ),
        send(
            "realtime:office-leave-out",
            "/chat/office-hours/{past-office}/archive/{office-private}/leave-out/",
            "decide about what sol keeps private",
            HOST.format(409),
        ),
        send(
            "realtime:office-queue",
            "/chat/office-hours/{coming-office}/queue/",
            "stand in the queue; nicole does already, daan is the host",
            "visitor:login nicole:422 sol:403 daan:403 *:302",
            {"body": "Wat is beslag?"},
        ),
        send(
            "realtime:office-queue",
            "/chat/office-hours/{past-office}/queue/",
            "stand in the queue of one that is over",
            "visitor:login *:403",
            {"body": "Wat is beslag?"},
        ),
        send(
            "realtime:leave-queue",
            "/chat/office-hours/queue/{queued}/leave/",
            "leave the queue",
            "visitor:login nicole:302 *:404",
        ),
        send(
            "realtime:office-consent",
            "/chat/office-hours/queue/{queued}/consent/",
            "it may stay",
            "visitor:login nicole:302 *:404",
            {"on": "1"},
        ),
        send(
            "realtime:answer-queued",
            "/chat/office-hours/queue/{queued}/answer/",
            "answer it",
            HOST.format(302),
            {"body": "Dat is loon dat een ander krijgt."},
        ),
        send(
            "realtime:decline-queued",
            "/chat/office-hours/queue/{queued}/decline/",
            "leave it aside",
            HOST.format(302),
            {"reason": "Bel de huisarts."},
        ),
    ),
)

CHAT_QUESTIONS = Section(
    "Questions out of chats",
    "Whoever reads a room may plan a question out of its messages. The plan is there for its maker and for "
    "the authors of its messages, each of whom decides about their own; here fatima quotes nicole.",
    (
        form(
            "realtime:chat-to-question",
            "/chat/koffietafel/to-question/",
            "choose messages",
            "visitor:login sol:403 *:200",
            "visitor:login sol:403 *:302",
            {"title": "Mag dat?", "theme": "geld-en-schulden", "messages": "1"},
        ),
        form(
            "realtime:chat-to-question",
            "/chat/{room-of-eric}/to-question/",
            "choose messages of eric's help chat, which has none",
            "visitor:login eric:200 joke:200 *:404",
            "visitor:login eric:422 joke:422 *:404",
            {"title": "Mag dat?", "theme": "geld-en-schulden"},
        ),
        read(
            "realtime:chat-question",
            "/chat/questions/{chat-question}/",
            "how the consent stands",
            "visitor:login fatima:200 nicole:200 *:404",
        ),
        send(
            "realtime:chat-question-consent",
            "/chat/questions/{chat-question}/consent/",
            "nicole says yes; fatima has nothing to say yes to",
            "visitor:login nicole:302 *:404",
            {"agreed": "1"},
        ),
        send(
            "realtime:post-chat-question",
            "/chat/questions/{chat-question}/post/",
            "post it before anybody said yes",
            "visitor:login fatima:422 *:404",
        ),
        send(
            "realtime:drop-chat-question",
            "/chat/questions/{chat-question}/drop/",
            "no question after all",
            "visitor:login fatima:302 *:404",
        ),
    ),
)
