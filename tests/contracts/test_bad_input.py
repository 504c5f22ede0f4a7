"""Strange input gets the agreed answer: never a 500, never silently changed, and the words come back.

Names of members stand in tests/core/test_names.py and tests/accounts/test_sign_up.py, ids, paths, methods and
cursors in tests/core/test_error_pages.py and test_paging.py, what Markdown may do in tests/core/test_text_*.
"""

import html
import uuid
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Member
from community.models import Answer, Comment, Draft, Question, Theme
from tests.factories import make_answer, make_question

SignIn = Callable[[Member], Client]
WORDS = {
    "title": "Mag ik werken naast mijn bijstand?",
    "body": "Acht uur per week.",
    "theme": "geld-en-schulden",
}
CANNOT_BE_STORED = "De tekst bevat een teken dat we niet kunnen bewaren."
NO_NULL = "Null-tekens zijn niet toegestaan."
NEEDS_TITLE, NEEDS_WORDS = "Geef je vraag een titel.", "Schrijf een paar woorden."
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
ZERO_WIDTH = "\u200b\u200d\u2060\ufeff"


@pytest.fixture
def browser(fatima: Member, debts: Theme, signed_in: SignIn) -> Client:
    return signed_in(fatima)


@pytest.fixture
def question(nicole: Member, debts: Theme) -> Question:
    return make_question(nicole, theme=debts)


REFUSED_TITLES = {
    "nothing": ("", NEEDS_TITLE),
    "spaces": ("  \t ", NEEDS_TITLE),
    "no-break spaces": ("\u00a0\u3000", NEEDS_TITLE),
    "zero width": (ZERO_WIDTH, NEEDS_TITLE),
    "only line ends": ("\r\n\u2028", NEEDS_TITLE),
    "121 letters": ("a" * 121, "120 tekens is het maximum, jouw tekst heeft er 121."),
    "256 letters": ("a" * 256, "jouw tekst heeft er 256."),
    "255 emoji": ("\U0001f600" * 255, "jouw tekst heeft er 255."),
    "ten thousand": ("b" * 10_000, "jouw tekst heeft er 10.000."),
    "too many families": (FAMILY * 120, "Dit zijn te veel emoji of accenten voor één regel."),
    "null": ("Vraag\x00je", NO_NULL),
    "no character": ("Vraag\ufffe", CANNOT_BE_STORED),
}


@pytest.mark.parametrize(("title", "sentence"), REFUSED_TITLES.values(), ids=REFUSED_TITLES)
def test_a_title_that_cannot_be_taken_is_told_why_and_all_words_come_back(
    browser: Client, title: str, sentence: str
) -> None:
    answer = browser.post("/ask/", {**WORDS, "title": title, "hope": "Rust in huis"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert sentence in page
    assert "Acht uur per week." in page
    assert "Rust in huis" in page
    assert not Question.objects.exists()


STORED_TITLES = {
    "120 letters": ("a" * 120, "a" * 120),
    "60 families": (FAMILY * 60, FAMILY * 60),
    "line ends": ("Mag\r\nik\u2028dit\u2029wel\u0085?", "Mag ik dit wel ?"),
    "a sum": ("=1+1", "=1+1"),
    "a header": ("x\r\nBcc: iedereen", "x Bcc: iedereen"),
    "markup": ("</title><svg onload=alert(1)>", "</title><svg onload=alert(1)>"),
    "a template": ("{{ csrf_token }} {% debug %} %s %(x)s {0.__class__}",) * 2,
    "the other direction": ("Vraag \u202eover geld", "Vraag \u202eover geld"),
    "Arabic": ("هل يمكنني العمل؟",) * 2,
    "Hebrew": ("האם מותר לי לעבוד?",) * 2,
    "Devanagari": ("क्या मैं काम कर सकता हूँ?",) * 2,
    "Thai": ("ฉันทำงานได้ไหม",) * 2,
    "Chinese": ("我可以工作吗?",) * 2,
    "wide": ("\ufdfd\U0001242b",) * 2,
    "Turkish": ("İstanbul ve ırmak ß ẞ",) * 2,
    "apart accents": ("Cafe\u0301", "Café"),
}


@pytest.mark.parametrize(("title", "stored"), STORED_TITLES.values(), ids=STORED_TITLES)
def test_an_unusual_title_is_stored_as_it_was_meant_and_shown_as_text(
    browser: Client, title: str, stored: str
) -> None:
    answer = browser.post("/ask/", {**WORDS, "title": title}, follow=True)
    assert answer.status_code == 200
    assert Question.objects.get().title == stored
    page = answer.content.decode()
    assert html.escape(stored) in page
    assert "<svg onload" not in page


@pytest.mark.parametrize("title", ["Vraag \u202eover geld", "Vraag \u2066over geld", "هل يمكنني العمل؟"])
def test_a_title_that_turns_the_direction_does_not_turn_its_neighbours(browser: Client, title: str) -> None:
    """In a list the title stands apart from the row around it."""
    browser.post("/ask/", {**WORDS, "title": title})
    page = browser.get("/questions/").content.decode()
    row = page.split(title)[-2].rpartition("<a ")[2]
    assert 'dir="auto"' in row


REFUSED_BODIES = {
    "nothing": ("", NEEDS_WORDS),
    "zero width": (ZERO_WIDTH, NEEDS_WORDS),
    "only quotes": ("> iemand zei\n> dit", NEEDS_WORDS),
    "only a picture": ("![foto](https://example.nl/foto.png)", NEEDS_WORDS),
    "10.001 letters": ("a" * 10_001, "10.000 tekens is het maximum, jouw tekst heeft er 10.001."),
    "a megabyte": ("lang " * 200_000, "10.000 tekens is het maximum"),
    "null": ("dag\x00", NO_NULL),
    "no character": ("dag\ufffe", CANNOT_BE_STORED),
}


@pytest.mark.parametrize(("body", "sentence"), REFUSED_BODIES.values(), ids=REFUSED_BODIES)
@pytest.mark.parametrize("place", ["question", "answer", "edit"])
def test_a_text_that_cannot_be_taken_is_told_why_and_comes_back(
    browser: Client, question: Question, fatima: Member, place: str, body: str, sentence: str
) -> None:
    own = make_answer(question, fatima, body="Zoals het was.")
    address = {
        "question": "/ask/",
        "answer": f"/questions/{question.pk}/answers/",
        "edit": f"/answers/{own.pk}/edit/",
    }[place]
    answer = browser.post(address, {**WORDS, "body": body, "version": "1"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert sentence in page
    assert body.replace("\x00", "")[:2000].strip("\ufeff\u200b") in page.replace("\r\n", "\n")
    assert Question.objects.count() == Answer.objects.count() == 1
    assert Answer.objects.get().body == "Zoals het was."


STORED_BODIES = {
    "a shell of markup": "<mexico) <test.test <details open ontoggle=alert(1)> <iframe srcdoc=x>",
    "open brackets": "[a" * 1_000 + " tekst",
    "layers": "> " * 500 + "diep\n\ntekst",
    "tags that never end": "<a " * 1_000 + "<" * 1_000,
    "stars": "***" * 1_000 + " ster",
    "a template": "{{ csrf_token }}{% debug %} %s %(x)s {0.__class__}",
    "links that run": "[x](javascript:alert(1)) [y](data:text/html,z) [z](vbscript:1)",
    "a picture that signs out": "Kijk ![](/accounts/logout/) ![](https://volger.example/x.gif)",
    "names of nobody": "@lid1 @lid2 @@lid3 @ @-",
    "Arabic": "هل يمكنني العمل بجانب الإعانة؟",
    "Thai": "ฉันทำงานได้ไหม",
    "tag characters": "Dag\U000e0041\U000e0042 buur",
    "wide": "\ufdfd" * 500 + " tekst",
    "isolates that stay open": "Dag \u2066\u2067\u2068 buur",
    "prototype": "__proto__ constructor toString",
}


@pytest.mark.parametrize("body", STORED_BODIES.values(), ids=STORED_BODIES)
def test_an_unusual_text_is_stored_as_typed_and_nothing_in_it_runs(
    browser: Client, question: Question, body: str
) -> None:
    answer = browser.post(f"/questions/{question.pk}/answers/", {"body": body}, follow=True)
    assert answer.status_code == 200
    stored = Answer.objects.get()
    assert stored.body == body
    for running in ("<iframe", "<details", "<img", "javascript:", "vbscript:", "data:text"):
        assert f'"{running}' not in stored.body_html
        assert running[0] != "<" or running not in stored.body_html


FOLDED_BODIES = {
    "control characters": ("PK\x03\x04 dag\x7f\x1b", "PK dag"),
    "Windows line ends": ("een\r\ntwee\rdrie", "een\ntwee\ndrie"),
    "a tower of accents": ("e" + "\u0301" * 1_000 + " dag", "é" + "\u0301" * 5 + " dag"),
}


@pytest.mark.parametrize(("body", "stored"), FOLDED_BODIES.values(), ids=FOLDED_BODIES)
def test_what_nobody_can_read_is_left_out(
    browser: Client, question: Question, body: str, stored: str
) -> None:
    browser.post(f"/questions/{question.pk}/comments/", {"body": body})
    assert Comment.objects.get().body == stored


def test_bytes_that_are_no_utf_8_are_replaced_and_the_preview_asks_to_check(
    browser: Client, question: Question
) -> None:
    answer = browser.generic(
        "POST", "/preview/", b"body=caf%E9+dag", content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 200
    assert "\ufffd" in answer.json()["html"] or "niet goed over" in str(answer.json())


WRONG_CHOICES = {
    "theme that is not there": {"theme": "nergens"},
    "theme with a path": {"theme": "../../etc"},
    "theme with null": {"theme": "geld\x00"},
    "theme in emoji": {"theme": "\U0001f600"},
    "no theme": {"theme": ""},
    "audience": {"audience": "nobody"},
    "life event": {"life_event": "__proto__"},
    "district": {"district": "x" * 5_000},
}


@pytest.mark.parametrize("wrong", WRONG_CHOICES.values(), ids=WRONG_CHOICES)
def test_a_choice_that_is_not_in_the_list_names_its_field_and_keeps_the_words(
    browser: Client, wrong: dict[str, str]
) -> None:
    answer = browser.post("/ask/", {**WORDS, **wrong})
    page = html.unescape(answer.content.decode())
    (field,) = wrong
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert WORDS["title"] in page
    assert not Question.objects.exists()


def test_fields_that_a_form_does_not_have_change_nothing(
    browser: Client, fatima: Member, nicole: Member
) -> None:
    extra = {
        "author": nicole.pk,
        "author_id": nicole.pk,
        "visibility": "removed",
        "created_at": "2001-01-01",
        "is_staff": "1",
        "thanks_count": "99",
        "body_html": "<script>alert(1)</script>",
        "solution": "1",
    }
    browser.post("/ask/", {**WORDS, **extra})
    question = Question.objects.get()
    assert (question.author, question.visibility, question.solution) == (fatima, "published", None)
    assert question.created_at.year > 2001
    assert "script" not in question.body_html


@pytest.mark.parametrize("key", ["", "x", "1" * 5_000, str(uuid.UUID(int=0)), "\x00", "{}"])
def test_a_broken_form_key_never_costs_the_text(browser: Client, key: str) -> None:
    answer = browser.post("/ask/", {**WORDS, "key": key})
    assert answer.status_code in (302, 422)
    assert Question.objects.exists() or WORDS["body"] in answer.content.decode()


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "1e5", "9" * 30, "NaN", "١"])
def test_a_broken_version_of_an_edit_overwrites_nothing_and_keeps_the_text(
    browser: Client, fatima: Member, question: Question, version: str
) -> None:
    own = make_answer(question, fatima, body="Zoals het was.")
    answer = browser.post(f"/answers/{own.pk}/edit/", {"body": "Nieuwe woorden.", "version": version})
    own.refresh_from_db()
    if version == "١":  # a one, in other figures
        assert own.body == "Nieuwe woorden."
        return
    assert answer.status_code in (409, 422)
    assert "Nieuwe woorden." in answer.content.decode()
    assert own.body == "Zoals het was."


@pytest.mark.parametrize("on", ["", "2", "true", "-1", "1\x00", "١", "on"])
@pytest.mark.parametrize("switch", ["thanks", "same-here", "solution"])
def test_a_switch_takes_only_on_and_off(browser: Client, question: Question, switch: str, on: str) -> None:
    answer = make_answer(question)
    place = f"/questions/{question.pk}" if switch == "same-here" else f"/answers/{answer.pk}"
    response = browser.post(f"{place}/{switch}/", {"on": on})
    assert 400 <= response.status_code < 500
    answer.refresh_from_db()
    assert answer.thanks_count == 0


QUERIES = [
    {"show": "password"},
    {"show": "newest;drop"},
    {"show": "x" * 5_000},
    {"show": "\x00"},
    {"sort": "password", "order": "asc;drop"},
    {"page": "-1", "per_page": "100000"},
    {"ids[]": "1"},
    {"title": "<script>alert(1)</script>", "theme": "\x00"},
    {"next": "https://kwaad.example/"},
]


@pytest.mark.parametrize("path", ["/", "/questions/", "/themes/geld-en-schulden/", "/ask/", "/inbox/"])
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: "-".join(query)[:20])
def test_an_unknown_question_after_the_address_gives_the_ordinary_page(
    browser: Client, question: Question, path: str, query: dict[str, str]
) -> None:
    answer = browser.get(f"{path}?{urlencode(query)}")
    assert answer.status_code == 200
    assert "<script>alert(1)" not in answer.content.decode()


@pytest.mark.parametrize(
    "place",
    ["x", "question\x00", "answer:0", "answer:-1", "answer:x", "comment:question", "edit:answer:", "a" * 500],
)
def test_a_draft_has_a_known_place(browser: Client, place: str) -> None:
    answer = browser.post("/drafts/" + urlencode({"": place})[1:] + "/", {"body": "tekst"})
    assert answer.status_code == 404
    assert not Draft.objects.exists()


@pytest.mark.parametrize("sequence", ["x", "-1", "1e5", "NaN"])
def test_a_draft_with_a_broken_number_is_refused_not_lost(browser: Client, sequence: str) -> None:
    answer = browser.post("/drafts/question/", {"body": "tekst", "sequence": sequence})
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize("body", ["dag\x00", "dag\ufffe", "x" * 20_001])
def test_a_draft_that_cannot_be_kept_says_so(browser: Client, body: str) -> None:
    answer = browser.post("/drafts/question/", {"body": body})
    assert answer.status_code == 422
    assert answer.json()["message"]


@pytest.mark.parametrize("header", ["x" * 10_000, "*;q=NaN", "nl;q=abc,,,;;", "\x00", "xx-YY-ZZ"])
def test_a_strange_language_of_the_browser_gives_dutch(client: Client, db: None, header: str) -> None:
    answer = client.get("/", headers={"Accept-Language": header})
    assert answer.status_code == 200
    assert '<html lang="nl"' in answer.content.decode()


@pytest.mark.parametrize("language", ["xx", "", "nl\x00", "../..", "x" * 5_000])
def test_an_unknown_language_changes_nothing(client: Client, db: None, language: str) -> None:
    answer = client.post("/language/", {"language": language}, follow=True)
    assert answer.status_code in (200, 400, 404, 422)
    assert '<html lang="nl"' in answer.content.decode()


def test_a_file_in_a_field_of_words_is_no_text(browser: Client) -> None:
    file = SimpleUploadedFile("x.txt", b"tekst")
    answer = browser.post("/ask/", {"title": WORDS["title"], "theme": WORDS["theme"], "body": file})
    assert answer.status_code == 422
    assert NEEDS_WORDS in answer.content.decode()
