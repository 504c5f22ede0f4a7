"""The rows of the community: reading, writing, and what one does with what one wrote."""

from tests.contracts.matrix import Row, Section, form, read, send

QUESTION = {
    "title": "Mag ik werken naast mijn bijstand?",
    "body": "Acht uur per week.",
    "theme": "geld-en-schulden",
}
ANSWER = {"body": "Bel eerst de gemeente."}
ON = {"on": "1"}
VOUCH = {
    "organisation": "Gemeente",
    "source_title": "Participatiewet",
    "review_on": "{next-year}",
    "version": "2",
}


def _question(name: str, what: str, get: str) -> tuple[Row, Row]:
    """The page of a question and its short address, which leads there."""
    return (
        read("community:question", f"/questions/{{{name}}}/{{{name}-slug}}/", what, get),
        read("community:question-short", f"/questions/{{{name}}}/", what, get.replace("200", "302")),
    )


LISTS = Section(
    "Lists",
    "Everybody reads the start page and the lists. What stands in them differs: each person finds the "
    "questions that they may open, and only published ones.",
    (
        read("community:home", "/", "the start page", "*:200"),
        read("community:themes", "/themes/", "all themes", "*:200"),
        read("community:theme", "/themes/geld-en-schulden/", "one theme", "*:200"),
        read("community:theme", "/themes/nergens/", "a theme that does not exist", "*:404"),
        read("community:questions", "/questions/", "the questions of all themes", "*:200"),
        read("community:search", "/search/", "search, in what one may read", "*:200"),
        read("community:similar", "/search/similar/", "similar questions", "*:200"),
        read("community:opensearch", "/opensearch.xml", "how a browser searches here", "*:200"),
        read("community:feed", "/feeds/questions.atom", "a feed of what is public", "*:200"),
        read("community:theme-feed", "/feeds/themes/geld-en-schulden.atom", "the feed of a theme", "*:200"),
        read("community:question-feed", "/feeds/questions/{open}.atom", "a public question’s feed", "*:200"),
        read(
            "community:question-feed", "/feeds/questions/{members}.atom", "no feed for members only", "*:404"
        ),
        read("community:question-feed", "/feeds/questions/{held}.atom", "no feed of what is held", "*:404"),
        read("community:search-feed", "/feeds/search.atom", "a search as a feed", "*:200"),
        read("community:sitemap", "/sitemap.xml", "the parts of the sitemap", "*:200"),
        read("community:sitemap-pages", "/sitemaps/pages.xml", "pages that are always there", "*:200"),
        read("community:sitemap-questions", "/sitemaps/questions-999.xml", "an empty part", "*:404"),
    ),
)

READING = Section(
    "Reading a question",
    "A published question is for its audience: everyone, members, or the professionals and moderators of "
    "its theme and the asker. A question that waits for a moderator or was removed is for the asker and "
    "the theme's moderators. A withdrawn question is for the asker alone. Whoever may not read it gets "
    "the same 404 as for a question that does not exist. Answers and comments follow their question, and "
    "beyond that their own state: held and removed ones are for their author and the theme's moderators, "
    "withdrawn ones for their author. A role counts in its own themes only, until its last day, and only "
    "with a second factor.",
    (
        *_question("open", "a public question", "*:200"),
        *_question("members", "for members only", "visitor:404 *:200"),
        *_question("professionals", "for professionals only", "fatima:200 daan:200 mira:200 *:404"),
        *_question("held", "waits for a moderator", "fatima:200 mira:200 *:404"),
        *_question("withdrawn", "withdrawn by fatima", "fatima:200 *:404"),
        *_question("removed", "removed by a moderator", "fatima:200 mira:200 *:404"),
        *_question("anonymous", "asked anonymously by eric", "*:200"),
        *_question(
            "anonymous-professionals",
            "asked anonymously by eric, for professionals",
            "eric:200 daan:200 mira:200 *:404",
        ),
        *_question("elsewhere", "a public question in another theme", "*:200"),
        read("community:question-parts", "/questions/{open}/parts/", "parts of a public question", "*:200"),
        read(
            "community:question-parts",
            "/questions/{professionals}/parts/",
            "parts of one for professionals",
            "fatima:200 daan:200 mira:200 *:404",
        ),
        read("community:question", "/questions/{missing}/x/", "a question that does not exist", "*:404"),
        read("community:answer", "/answers/{open-answer}/", "an answer of nicole", "*:302"),
        read(
            "community:answer", "/answers/{open-held-answer}/", "a held answer", "nicole:302 mira:302 *:404"
        ),
        read(
            "community:answer", "/answers/{open-withdrawn-answer}/", "a withdrawn answer", "nicole:302 *:404"
        ),
        read(
            "community:answer",
            "/answers/{open-removed-answer}/",
            "a removed answer",
            "nicole:302 mira:302 *:404",
        ),
        read("community:comment", "/comments/{open-comment}/", "a comment of nicole", "*:302"),
        read(
            "community:comment",
            "/comments/{open-held-comment}/",
            "a held comment",
            "nicole:302 mira:302 *:404",
        ),
        read(
            "community:comment",
            "/comments/{open-withdrawn-comment}/",
            "a withdrawn comment",
            "nicole:302 *:404",
        ),
        read(
            "community:comment",
            "/comments/{open-held-answer-comment}/",
            "a published comment under a held answer",
            "nicole:302 mira:302 *:404",
        ),
    ),
)

WRITING = Section(
    "Asking and answering",
    "Every member asks, answers and comments, unless suspended. What a visitor sends is kept, and the "
    "visitor goes to sign up. Professionals, moderators and administrators ask under their own name. "
    "Nobody writes in a question that waits for a moderator or was withdrawn.",
    (
        form("community:ask", "/ask/", "ask a question", "*:200", "visitor:signup sol:403 *:302", QUESTION),
        form(
            "community:ask",
            "/ask/",
            "ask anonymously",
            "*:200",
            "visitor:signup sol:403 daan:403 otto:403 mira:403 wil:403 ada:403 *:302",
            QUESTION | {"anonymous": "on"},
        ),
        send(
            "community:answer-question",
            "/questions/{open}/answers/",
            "answer a public question",
            "visitor:signup sol:403 *:302",
            ANSWER,
        ),
        send(
            "community:answer-question",
            "/questions/{professionals}/answers/",
            "answer a question for professionals",
            "fatima:302 daan:302 mira:302 *:404",
            ANSWER,
        ),
        send(
            "community:answer-question",
            "/questions/{held}/answers/",
            "answer a held question",
            "fatima:403 mira:403 *:404",
            ANSWER,
        ),
        send(
            "community:answer-question",
            "/questions/{withdrawn}/answers/",
            "answer a withdrawn question",
            "fatima:403 *:404",
            ANSWER,
        ),
        send(
            "community:comment-on-question",
            "/questions/{open}/comments/",
            "comment on a question",
            "visitor:signup sol:403 *:302",
            ANSWER,
        ),
        send(
            "community:comment-on-answer",
            "/answers/{open-answer}/comments/",
            "comment on an answer",
            "visitor:signup sol:403 *:302",
            ANSWER,
        ),
        send(
            "community:comment-on-answer",
            "/answers/{open-held-answer}/comments/",
            "comment on a held answer",
            "nicole:302 mira:302 *:404",
            ANSWER,
        ),
        send("community:preview", "/preview/", "see a text as it will be", "*:200", ANSWER),
        send(
            "community:preview",
            "/preview/",
            "the same, as an answer for professionals",
            "fatima:200 daan:200 mira:200 *:404",
            ANSWER | {"question": "{professionals}"},
        ),
        send("community:save-draft", "/drafts/question/", "keep what is being written", "*:200", ANSWER),
        send("community:discard-draft", "/drafts/question/discard/", "throw it away", "*:302"),
    ),
)

REACTING = Section(
    "Thanks, same here, follow, solution, highlight",
    "Every member who is not suspended thanks for somebody else's answer and says “same here” with "
    "somebody else's question. Following changes nothing for others, so a suspended member may, and "
    "everybody may ask for mail about a public question. Only the asker chooses the solution. Only a "
    "professional of the theme highlights.",
    (
        send(
            "community:thanks",
            "/answers/{open-answer}/thanks/",
            "thank nicole",
            "visitor:login nicole:403 sol:403 *:302",
            ON,
        ),
        send(
            "community:thanks",
            "/answers/{open-held-answer}/thanks/",
            "thank for a held answer",
            "visitor:login nicole:403 mira:403 *:404",
            ON,
        ),
        send(
            "community:same-here",
            "/questions/{open}/same-here/",
            "same here with fatima's question",
            "visitor:login fatima:403 sol:403 *:302",
            ON,
        ),
        send(
            "community:same-here",
            "/questions/{professionals}/same-here/",
            "same here with a question for professionals",
            "visitor:login fatima:403 daan:302 mira:302 *:404",
            ON,
        ),
        send(
            "community:follow",
            "/questions/{open}/follow/",
            "follow a question",
            "visitor:login *:302",
            {"mode": "any"},
        ),
        send(
            "community:follow",
            "/questions/{held}/follow/",
            "follow a held question",
            "visitor:login fatima:403 mira:403 *:404",
            {"mode": "any"},
        ),
        send(
            "community:follow-by-mail",
            "/questions/{open}/follow-by-mail/",
            "ask for mail about a public question",
            "*:302",
            {"email": "kees@perenburg.example", "mode": "any"},
        ),
        send(
            "community:follow-by-mail",
            "/questions/{members}/follow-by-mail/",
            "ask for mail about a question for members",
            "*:404",
            {"email": "kees@perenburg.example", "mode": "any"},
        ),
        form(
            "community:confirm-follow",
            "/follow/{confirm-token}/confirm/",
            "the link in that mail",
            "*:200",
            "*:302",
        ),
        form("community:stop-follow", "/follow/{stop-token}/stop/", "stop that mail", "*:200", "*:200"),
        send(
            "community:solution",
            "/answers/{open-answer}/solution/",
            "choose what helped",
            "visitor:login fatima:302 *:403",
            ON,
        ),
        send(
            "community:solution",
            "/answers/{open-held-answer}/solution/",
            "choose a held answer",
            "visitor:login nicole:403 mira:403 *:404",
            ON,
        ),
        form("community:helped", "/helped/{helped-token}/", "the link in the asker's mail", "*:200", "*:200"),
        form(
            "community:highlight",
            "/answers/{open-answer}/highlight/",
            "highlight an answer",
            "visitor:login daan:200 *:403",
            "visitor:login daan:302 *:403",
            VOUCH,
        ),
        form(
            "community:highlight",
            "/answers/{open-held-answer}/highlight/",
            "highlight a held answer",
            "visitor:login nicole:403 mira:403 *:404",
            "visitor:login nicole:403 mira:403 *:404",
            VOUCH,
        ),
        send(
            "community:end-highlight",
            "/answers/{open-answer}/highlight/end/",
            "stop vouching",
            "visitor:login daan:302 *:403",
        ),
        read(
            "community:highlight-worklist",
            "/me/highlights/",
            "what has to be looked at again",
            "visitor:login daan:200 otto:200 *:403",
        ),
    ),
)
