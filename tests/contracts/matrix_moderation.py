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
        read("moderation:rules-json", "/rules/1.json", "one version as JSON", "*:200"),
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

STAFF = "visitor:login ina:302 mira:{0} wil:{0} daan:{0} otto:{0} ada:{0} *:404"
"""Whoever may stand on the roster: moderators, professionals, administrators."""
TOLD = "visitor:login ina:302 mira:{0} daan:{0} *:404"
KEEPERS = "visitor:login ina:302 mira:{0} daan:403 otto:403 wil:403 ada:{0} *:404"
OF_ANY_THEME = "visitor:login ina:302 mira:{0} wil:{0} ada:{0} daan:403 otto:403 *:404"
SHIFT = {"member": "{mira-id}", "theme": "", "line": "1", "weekdays": "3", "starts": "09:00", "ends": "17:00"}
AWAY = {
    "what": "away",
    "member": "{mira-id}",
    "first_day": "{tomorrow}",
    "starts": "00:00",
    "last_day": "{tomorrow}",
    "ends": "00:00",
}
TIMES = {"backup_after": "10", "everyone_after": "20", "again_every": "30"}

ALERTS = Section(
    "Alerts and the duty roster",
    "An alert is there for the moderators of its theme and for whoever was told of it (here daan, who has "
    "duty), while their role holds. The roster is for who may stand on it; administrators change it, "
    "moderators for their own themes; everybody on it may say that they are away themselves.",
    (
        read("moderation:alert", "/moderation/alerts/{alert}/", "an alert", TOLD.format(200)),
        read("moderation:alert", "/moderation/alerts/{missing}/", "no alert", "visitor:login ina:302 *:404"),
        send("moderation:take-alert", "/moderation/alerts/{alert}/take/", "take it up", TOLD.format(302)),
        send(
            "moderation:release-alert",
            "/moderation/alerts/{alert}/release/",
            "give back what runs",
            TOLD.format(302),
        ),
        read("moderation:roster", "/moderation/duty/", "the duty roster", STAFF.format(200)),
        form(
            "moderation:new-duty-shift",
            "/moderation/duty/new/",
            "a duty for all themes",
            OF_ANY_THEME.format(200),
            "visitor:login ina:302 mira:302 ada:302 wil:403 daan:403 otto:403 *:404",
            SHIFT,
        ),
        form(
            "moderation:duty-shift",
            "/moderation/duty/{shift}/",
            "change a duty for all themes",
            KEEPERS.format(200),
            KEEPERS.format(302),
            SHIFT,
        ),
        send(
            "moderation:drop-duty-shift",
            "/moderation/duty/{shift}/drop/",
            "take it off the roster",
            KEEPERS.format(302),
        ),
        form(
            "moderation:new-duty-change",
            "/moderation/duty/changes/new/",
            "say that mira is away",
            STAFF.format(200),
            "visitor:login ina:302 mira:302 wil:302 ada:302 daan:422 otto:422 *:404",
            AWAY,
        ),
        send(
            "moderation:drop-duty-change",
            "/moderation/duty/changes/{change}/drop/",
            "daan is there after all",
            "visitor:login ina:302 mira:302 wil:302 ada:302 daan:302 otto:403 *:404",
        ),
        form(
            "moderation:alert-times",
            "/moderation/duty/times/acute/",
            "how fast an alert climbs",
            "visitor:login ina:302 ada:200 *:404",
            "visitor:login ina:302 ada:302 *:404",
            TIMES,
        ),
    ),
)

RULE_MAKERS = "visitor:login ada:{0} ina:302 *:404"
RULE = {
    name + end: "Een regel."
    for name in ("title", "why", "example", "measure", "borderline")
    for end in ("", "_en")
}

MAKING_RULES = Section(
    "Making house rules",
    "Only administrators write, announce and withdraw rules, and answer what members say of them. A draft is "
    "nobody else's to read.",
    (
        read(
            "moderation:manage-rules", "/moderation/rules/", "the work on the rules", RULE_MAKERS.format(200)
        ),
        form(
            "moderation:rules-draft",
            "/moderation/rules/draft/",
            "the draft",
            RULE_MAKERS.format(200),
            RULE_MAKERS.format(302),
        ),
        form(
            "moderation:new-rule",
            "/moderation/rules/draft/new/",
            "a rule more",
            RULE_MAKERS.format(200),
            RULE_MAKERS.format(302),
            RULE | {"category": "STATEMENT_CATEGORY_VIOLENCE"},
        ),
        form(
            "moderation:draft-rule",
            "/moderation/rules/draft/1/",
            "change a rule",
            RULE_MAKERS.format(200),
            RULE_MAKERS.format(422),
            RULE | {"title": ""},
        ),
        send(
            "moderation:drop-rule", "/moderation/rules/draft/1/drop/", "a rule less", RULE_MAKERS.format(302)
        ),
        send(
            "moderation:drop-rules-draft",
            "/moderation/rules/draft/drop/",
            "throw the draft away",
            RULE_MAKERS.format(302),
        ),
        form(
            "moderation:announce-rules",
            "/moderation/rules/draft/announce/",
            "announce, but without a day",
            RULE_MAKERS.format(200),
            RULE_MAKERS.format(422),
            {"summary": "Anders."},
        ),
        form(
            "moderation:withdraw-rules",
            "/moderation/rules/1/withdraw/",
            "withdraw what holds",
            RULE_MAKERS.format(200),
            RULE_MAKERS.format(409),
        ),
        form(
            "moderation:answer-rules-comment",
            "/moderation/rules/comments/{rules-comment}/answer/",
            "answer a comment, with nothing",
            RULE_MAKERS.format(200),
            RULE_MAKERS.format(422),
            {"answer": "", "seen": "1"},
        ),
        read("moderation:rules-version", "/rules/2/", "the draft as a page", "ada:200 *:404"),
        read("moderation:rules-json", "/rules/2.json", "the draft as JSON", "ada:200 *:404"),
        read("moderation:compare-rules", "/rules/1/2/", "what the draft changes", "ada:200 *:404"),
    ),
)
