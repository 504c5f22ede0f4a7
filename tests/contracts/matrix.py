"""Who gets what where: one table, proved by test_matrix.py and printed as docs/permissions.md.

`python -m tests.contracts.matrix` writes the document anew. Paths hold names of the world of the tests,
such as `{open}` for the id of fatima's public question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

WHO = {
    "visitor": "somebody without account",
    "fatima": "the resident who asked",
    "eric": "a resident who asks anonymously",
    "nicole": "the resident who answered",
    "sol": "a suspended resident",
    "joke": "a mentor of the theme",
    "daan": "a professional of the theme",
    "otto": "a professional of another theme",
    "ina": "a professional of the theme without a second factor",
    "mira": "a moderator of all themes",
    "wil": "a moderator of another theme",
    "rik": "a moderator of the theme until yesterday",
    "ada": "an administrator",
}

PEOPLE = tuple(WHO)
"""The columns. Noor is as nicole here, bram as mira."""

LOGIN = "login"
SIGN_UP = "signup"
"""A redirect to the page where one signs in, or signs up."""

NO_URL = "no-url"
"""The name of an address that a middleware answers before any URL is looked up."""


@dataclass(frozen=True)
class Row:
    """One address: what GET and POST answer to whom, as "visitor:login fatima:200 *:403" (`*`: all others).

    `fields` is the form that POST sends. `other` is what every other method answers to whom (empty: not
    ours to decide); HEAD is as GET.
    """

    name: str
    path: str
    what: str
    get: str
    post: str
    fields: Mapping[str, str] = field(default_factory=dict)
    other: str = "*:405"


def cells(text: str) -> dict[str, str]:
    """The answer for each person."""
    named = dict(part.split(":") for part in text.split())
    unknown = set(named) - {*PEOPLE, "*"}
    if unknown:
        raise ValueError(f"{text!r} names {unknown}")
    return {person: named.get(person) or named["*"] for person in PEOPLE}


@dataclass(frozen=True)
class Section:
    title: str
    rules: str
    rows: tuple[Row, ...]


def read(name: str, path: str, what: str, get: str) -> Row:
    """A page that nobody sends anything to."""
    nothing = _other_methods(get)
    return Row(name, path, what, get, nothing, other=nothing)


def send(name: str, path: str, what: str, post: str, fields: Mapping[str, str] | None = None) -> Row:
    """An address that only takes a form."""
    nothing = _other_methods(post)
    return Row(name, path, what, nothing, post, fields or {}, other=nothing)


def form(
    name: str, path: str, what: str, get: str, post: str, fields: Mapping[str, str] | None = None
) -> Row:
    """A page with a form that is sent to itself."""
    return Row(name, path, what, get, post, fields or {}, other=_other_methods(get))


def _other_methods(answers: str) -> str:
    """Behind the sign-in wall a visitor never gets as far as the wrong method."""
    return "visitor:login *:405" if "visitor:login" in answers else "*:405"


DOCUMENT = Path(__file__).parents[2] / "docs" / "permissions.md"

INTRODUCTION = """# Who may do what

This document is made from the table in `tests/contracts/` by `python -m tests.contracts.matrix`, and the same
table is a test: every address of the site × every person × GET and POST. An address that stands in no table
fails the build. Change the table, never this file.

How a decision is made stands in the `policies` of accounts, community, moderation and realtime: each filter
(`visible_questions`) beside the check that equals it (`can_see_question`).

- **404** is for what you may not know: it looks exactly as if there were nothing.
- **403** is for what you may not do. The page says why, in a sentence.
- **login** and **signup** are the redirects to signing in and signing up; **302** leads on, on this site.
- **405**: this address does not take this method. HEAD answers as GET. Every other method is 405 on our own
  addresses, for visitors **login** where the page is private.

## People

| | who |
|---|---|
"""


def sections() -> tuple[Section, ...]:
    """The whole table."""
    from tests.contracts import (
        matrix_chat,
        matrix_community,
        matrix_help,
        matrix_moderation,
        matrix_own_posts,
        matrix_radar,
        matrix_screening,
        matrix_site,
        matrix_threads,
    )

    return (
        matrix_community.LISTS,
        matrix_community.READING,
        matrix_community.WRITING,
        matrix_community.REACTING,
        matrix_threads.STATES,
        matrix_threads.MODERATING,
        matrix_threads.CANNED,
        matrix_radar.RADAR,
        matrix_own_posts.OWN_POSTS,
        matrix_own_posts.PEOPLE_AND_ME,
        matrix_screening.SCREENING,
        matrix_moderation.REPORTING,
        matrix_moderation.LETTERS,
        matrix_moderation.DESK_ROWS,
        matrix_moderation.ALERTS,
        matrix_moderation.RULES,
        matrix_moderation.MAKING_RULES,
        matrix_moderation.BLOCKS,
        matrix_chat.ROOMS,
        matrix_help.HELP,
        matrix_help.OFFICE_HOURS,
        matrix_help.CHAT_QUESTIONS,
        matrix_site.SITE,
        matrix_site.DEMO,
        matrix_site.SIGNING_IN,
        matrix_site.ACCOUNT,
        matrix_site.ELSEWHERE,
        matrix_site.ADMIN,
    )


def all_rows() -> list[Row]:
    return [row for section in sections() for row in section.rows]


def document() -> str:
    """docs/permissions.md."""
    who = "".join(f"| {person} | {WHO[person]} |\n" for person in PEOPLE)
    return INTRODUCTION + who + "".join(_section(section) for section in sections())


def _section(section: Section) -> str:
    head = f"\n## {section.title}\n\n{section.rules}\n\n| address | what | method | "
    columns = " | ".join(PEOPLE)
    lines = "".join(line for row in section.rows for line in _lines(row))
    return f"{head}{columns} |\n|---|---|---|{'---|' * len(PEOPLE)}\n{lines}"


def _lines(row: Row) -> list[str]:
    """GET and POST; a method that nobody may use is left out."""
    lines = []
    for method, answers in (("GET", cells(row.get)), ("POST", cells(row.post))):
        if set(answers.values()) - {"405"} and set(answers.values()) != {LOGIN, "405"}:
            shown = " | ".join(answers[person] for person in PEOPLE)
            lines.append(f"| `{row.path}` | {row.what} | {method} | {shown} |\n")
    return lines


if __name__ == "__main__":
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_text(document())
