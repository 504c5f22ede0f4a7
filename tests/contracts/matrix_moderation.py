"""The rows of safety and fairness: reporting, the desk, letters, appeals, house rules, openness."""

from tests.contracts.matrix import Section, form, read, send

REPORT = {"reason": "unkind", "good_faith": "on"}
WILL_NOT_DO = {"body": ""}
DESK = "visitor:login ina:302 mira:{0} *:404"
MEMBERS = "visitor:login *:200"
PRESS = "visitor:login *:302"

REPORTING = Section(
    "Reporting",
    "Whoever can read a thing can report it, without account too. The link to one's report is signed; "
    "who holds it reads what was decided.",
    (
        form(
            "moderation:report",
            "/report/answer/{open-answer}/",
            "report an answer that everybody reads",
            "*:200",
            "nicole:422 *:302",
            REPORT,
        ),
        form(
            "moderation:report",
            "/report/question/{professionals}/",
            "report a question for professionals",
            "fatima:200 daan:200 mira:200 *:404",
            "fatima:422 daan:302 mira:302 *:404",
            REPORT,
        ),
        form("moderation:report", "/report/member/{missing}/", "report nobody", "*:404", "*:404", REPORT),
        form("moderation:report", "/report/answer/{missing}/", "report nothing", "*:404", "*:404", REPORT),
        form(
            "moderation:my-report", "/reports/{report-token}/", "one’s report", "*:200", "*:422", WILL_NOT_DO
        ),
        form("moderation:my-report", "/reports/niets/", "no report", "*:404", "*:404", WILL_NOT_DO),
    ),
)

DESK_ROWS = Section(
    "The desk of the moderators",
    "For moderators of the theme of a case with a second factor, never for who the case is about. To "
    "everybody else there is nothing.",
    (
        read(
            "moderation:queue", "/moderation/", "what waits", "visitor:login ina:302 mira:200 wil:200 *:404"
        ),
        read(
            "moderation:log",
            "/moderation/log/",
            "what staff did",
            "visitor:login ina:302 mira:200 ada:200 *:404",
        ),
        form(
            "moderation:case",
            "/moderation/cases/{case}/",
            "a case about nicole’s answer",
            DESK.format(200),
            DESK.format(422),
            WILL_NOT_DO,
        ),
        form(
            "moderation:case",
            "/moderation/cases/{missing}/",
            "no case",
            "visitor:login ina:302 *:404",
            "visitor:login ina:302 *:404",
        ),
        send(
            "moderation:release-case",
            "/moderation/cases/{case}/release/",
            "leave a case to others",
            DESK.format(302),
        ),
        send(
            "moderation:open-case",
            "/moderation/cases/about/comment/{open-comment}/",
            "begin a case oneself",
            DESK.format(302),
        ),
    ),
)

LETTERS = Section(
    "Letters and appeals",
    "A letter is for the member whom it is about, also while suspended. Another moderator than the one who "
    "decided decides on the appeal; the database refuses the same.",
    (
        read("moderation:appeals", "/appeals/", "my letters", MEMBERS),
        form(
            "moderation:letter",
            "/letters/{decision}/",
            "the letter to nicole",
            "visitor:login nicole:200 *:404",
            "visitor:login nicole:422 *:404",
            WILL_NOT_DO,
        ),
        read(
            "moderation:letter-about",
            "/letters/about/answer/{decided-answer}/",
            "from the place to the letter",
            "visitor:login nicole:302 *:404",
        ),
        form(
            "moderation:appeal",
            "/appeals/{appeal}/",
            "an appeal against mira’s decision",
            DESK.format(200),
            DESK.format(403),
            WILL_NOT_DO,
        ),
        read("moderation:looks", "/me/looks/", "who looked at my things", MEMBERS),
    ),
)

RULES = Section(
    "House rules and openness",
    "Everybody reads them.",
    (
        read("moderation:rules", "/rules/", "the house rules", "*:200"),
        read("moderation:rules-version", "/rules/1/", "one version", "*:200"),
        read("moderation:rules-version", "/rules/99/", "no version", "*:404"),
        read("moderation:compare-rules", "/rules/1/1/", "what changed", "*:200"),
        send("moderation:accept-rules", "/rules/1/accept/", "agree", PRESS),
        send(
            "moderation:comment-on-rules",
            "/rules/1/comments/",
            "comment on what holds already",
            "visitor:login *:422",
            {"body": "Goed zo."},
        ),
        read("moderation:openness", "/openness/moderation/", "what moderators did", "*:200"),
        read("moderation:openness-csv", "/openness/moderation.csv", "the same as CSV", "*:200"),
        read("moderation:openness-json", "/openness/moderation.json", "the same as JSON", "*:200"),
        read(
            "moderation:openness-statements",
            "/openness/moderation/statements.json",
            "statements for the EU, one by one",
            "visitor:login ina:302 mira:200 ada:200 *:404",
        ),
    ),
)

BLOCKS = Section(
    "Blocking",
    "Whom one blocks is nobody else's to know.",
    (
        read("accounts:blocks", "/me/blocks/", "whom I blocked", MEMBERS),
        send("accounts:block", "/people/noor/block/", "block noor", PRESS),
        send("accounts:block", "/people/niemand/block/", "block nobody", "visitor:login *:404"),
        send("accounts:unblock", "/people/noor/unblock/", "unblock noor", PRESS),
    ),
)
