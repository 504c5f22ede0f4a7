"""The rows of questions on the radar."""

from tests.contracts.matrix import Section, form, read, send

HELPERS = "visitor:login joke:{0} daan:{0} otto:{0} mira:{0} wil:{0} *:403"
ON_IT = "visitor:login joke:{0} *:403"

RADAR = Section(
    "Questions on the radar",
    "Mentors, professionals and moderators take on what they may answer, of whatever theme; whoever is too "
    "late is led back with a sentence. Everybody who reads a question sees who is on it. Only who is on it "
    "puts it back or gives it on. Here joke is on fatima's question for members.",
    (
        send(
            "community:claim",
            "/questions/{open}/claim/",
            "take on a question that was answered and solved",
            "visitor:login *:403",
        ),
        send(
            "community:claim",
            "/questions/{unanswered}/claim/",
            "take on a question that waits",
            HELPERS.format("302"),
        ),
        send(
            "community:claim",
            "/questions/{unanswered-professionals}/claim/",
            "take on a question for professionals that waits",
            "visitor:login fatima:403 daan:302 mira:302 *:404",
        ),
        read(
            "community:claim-state",
            "/questions/{claimed}/claim/state/",
            "who is on it, as a part of the page",
            "*:200",
        ),
        read(
            "community:claim-state",
            "/questions/{unanswered-professionals}/claim/state/",
            "the same of a question for professionals",
            "fatima:200 daan:200 mira:200 *:404",
        ),
        send(
            "community:release",
            "/questions/{claimed}/release/",
            "put back what joke took on",
            ON_IT.format("302"),
        ),
        form(
            "community:hand-over",
            "/questions/{claimed}/hand-over/",
            "give on what joke took on",
            ON_IT.format("200"),
            ON_IT.format("302"),
            {"to": "role:professional", "note": "Daan weet dit beter."},
        ),
        form(
            "community:passport",
            "/me/helping/",
            "how one wants to help",
            HELPERS.format("200"),
            HELPERS.format("302"),
            {"most_claims": "2"},
        ),
        read(
            "community:alike",
            "/questions/alike/",
            "pairs of questions that may be one",
            "visitor:login mira:200 wil:200 *:403",
        ),
        send(
            "community:dismiss-alike",
            "/merge-suggestions/{suggestion}/dismiss/",
            "say that fatima's two questions are not one",
            "visitor:login mira:302 *:404",
        ),
        send("community:end-pause", "/me/helping/back/", "no pause any more", HELPERS.format("302")),
    ),
)
