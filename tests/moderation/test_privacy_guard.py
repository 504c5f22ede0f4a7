"""What belongs to one person is found however it is written, and reaches nothing that lasts."""

import logging
import time
import uuid
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client

from accounts.actions.members import Profile, change_profile
from accounts.emails import deliver_due_mail
from accounts.models import Member
from community.models import Answer, Draft, Question, Theme
from core.errors import Refused
from core.screening import MASK, Verdict, masked, require_nothing_private, screen
from moderation.models import Helpline
from moderation.screeners import privacy
from moderation.screeners.figures import (
    danger_examples,
    demo_texts,
    privacy_examples,
    privacy_figures,
    wrong_verdicts,
)
from moderation.screeners.privacy import find_in
from tests.factories import make_question

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]

CANARIES = (
    "123456782", "1234.56.782", "NL91ABNA0417164300", "NL91 ABNA 0417 1643 00", "0612345678", "06-12345678",
    "kanarie.vogel@example.org", "ZAAK-2026-0000012345",
)  # fmt: skip


def kinds(text: str) -> list[str]:
    return [finding.kind.removeprefix("private.") for finding in find_in(text)]


def verdict(text: str) -> Verdict:
    return max((finding.verdict for finding in find_in(text)), default=Verdict.PUBLISH)


def test_at_least_four_hundred_labelled_sentences_hold_the_screening() -> None:
    assert len({example.sentence for example in (*privacy_examples(), *danger_examples())}) >= 400


def test_the_guard_finds_every_kind_on_our_sentences_without_false_alarms() -> None:
    for figure in privacy_figures():
        assert figure.missed == [], figure.kind
        assert figure.false_alarms == [], figure.kind


def test_the_guard_is_as_sure_as_it_should_be() -> None:
    assert wrong_verdicts() == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mijn bsn is 123456782", Verdict.BLOCK),
        ("123456789", Verdict.PUBLISH),
        ("NL91ABNA0417164300", Verdict.BLOCK),
        ("NL91ABNA0417164301", Verdict.ASK),
        ("0800-8115", Verdict.PUBLISH),
    ],
)
def test_certain_is_blocked_and_likely_is_asked(text: str, says: Verdict) -> None:
    assert verdict(text) == says


def test_every_helpline_of_the_site_passes_also_a_local_one() -> None:
    call_command("load_helplines", verbosity=0)
    for line in Helpline.objects.all():
        assert (
            find_in(f"Bel {line.number} of mail info@{line.url.split('/')[2] if line.url else '113.nl'}")
            == []
        )
    assert kinds("Bel de crisisdienst: 0345 123456") == ["phone"]
    Helpline.objects.create(key="crisis", name="Crisisdienst", number="0345 123456", audience="Spoed")
    privacy.forget_helplines()
    assert find_in("Bel de crisisdienst: 0345 123456 of 0345-123456") == []


def test_the_mask_hides_the_whole_piece_and_nothing_else() -> None:
    text = "Mijn bsn is １２３ 456\u200b 782, mail me op jan@example.org."
    assert masked(text, find_in(text)) == f"Mijn bsn is {MASK}, mail me op {MASK}."


def test_pieces_are_shown_masked_also_the_neighbour() -> None:
    screening = screen(text="bsn 123456782 en 06-12345678 dus", author_id=0, place="visitor")
    assert all("123456782" not in piece and "12345678" not in piece for piece in screening.pieces)


@pytest.mark.parametrize(
    "text",
    ["1 " * 5000, "0 " * 5000, "0" * 10_000, "1-" * 5000, "nl91" * 2500, "a@" * 5000, "@" * 10_000,
     "06 " * 3300,
     "een " * 2500, "zaak " * 2000, "insta " * 1600, "a.b-" * 2500, "straat" * 1600, "1234 ab " * 1250,
     "&#48;" * 2000, "](" * 5000, "06*" * 3300, "bsn 1|" * 1600, "1 en dan " * 1100, "tussen " * 1400,
     "12-03-2024 " * 900, "mijn insta is " * 700, "zit op insta " * 750, "kenteken " * 1100,
     "1 2 3 4 a b " * 800,
     "geboren 1-1-" * 800, "bsn 123456782 " * 700, "\u200b" * 10_000, "é" * 10_000, "abc gmail" * 1100],
)  # fmt: skip
def test_a_hostile_text_takes_no_longer_than_its_length_explains(text: str) -> None:
    started = time.process_time()
    find_in(text, unfinished=True)
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize("text", ["mijn mobiel is 06-1234", "NL91 ABNA 04", "mail me op jan@gma"])
def test_a_draft_does_not_take_the_first_half_either(fatima: Member, signed_in: SignIn, text: str) -> None:
    response = signed_in(fatima).post("/drafts/question/", {"body": text})
    assert response.status_code == 422
    assert "blijft hier staan" in response.json()["message"]
    assert not Draft.objects.exclude(fields={}).exists()


def test_a_blocked_question_comes_back_with_the_writers_own_text_and_the_masked_reason(
    fatima: Member, debts: Theme, signed_in: SignIn
) -> None:
    form = {"title": "Hulp?", "theme": debts.slug, "body": "Mijn bsn is 123456782 en ik zoek hulp."}
    response = signed_in(fatima).post("/ask/", form)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Mijn bsn is 123456782 en ik zoek hulp.</textarea>" in page
    assert f"Mijn bsn is {MASK} en ik zoek hulp." in page
    assert "burgerservicenummer" in page
    assert "Ja, plaats het toch" not in page
    assert not Question.objects.exists()


@pytest.mark.parametrize("who", ["daan", "mira", "ada"])
def test_nobody_overrides_a_block(request: pytest.FixtureRequest, signed_in: SignIn, who: str) -> None:
    member, question = request.getfixturevalue(who), make_question()
    body = {"body": "Bel mij op 06-12345678.", "sure": "on", "key": str(uuid.uuid4())}
    assert signed_in(member).post(f"/questions/{question.pk}/answers/", body).status_code == 422
    assert not Answer.objects.exists()


def test_what_is_likely_is_asked_and_goes_through_with_a_yes(fatima: Member, signed_in: SignIn) -> None:
    question, browser = make_question(), signed_in(fatima)
    form = {"body": "Het loket is op Stationsweg 12, 1234 AB.", "key": str(uuid.uuid4())}
    asked = browser.post(f"/questions/{question.pk}/answers/", form)
    assert asked.status_code == 422
    assert "Ja, plaats het toch" in asked.content.decode()
    assert browser.post(f"/questions/{question.pk}/answers/", {**form, "sure": "on"}).status_code == 302
    assert Answer.objects.get().is_published
    assert f"Het loket is op {MASK}." in asked.content.decode()


def test_one_press_takes_the_pieces_out_and_sends_nothing(
    fatima: Member, debts: Theme, signed_in: SignIn
) -> None:
    form = {
        "title": "Bel 06-12345678",
        "theme": debts.slug,
        "body": "bsn 123456782.",
        "need": "Rust",
        "clean": "1",
    }
    response = signed_in(fatima).post("/ask/", form)
    page = response.content.decode()
    assert response.status_code == 200
    assert f'value="Bel {MASK}"' in page
    assert f"bsn {MASK}.</textarea>" in page
    assert "Rust</textarea>" in page
    assert "123456782" not in page
    assert not Question.objects.exists()


def test_a_visitors_text_with_a_number_is_not_kept_for_later(client: Client, debts: Theme) -> None:
    response = client.post("/ask/", {"title": "Hulp", "theme": debts.slug, "body": "bsn 123456782"})
    assert response.status_code == 422
    assert "bsn 123456782</textarea>" in response.content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("field", ["about", "experience"])
def test_a_profile_takes_nothing_private_also_not_what_is_only_likely(fatima: Member, field: str) -> None:
    words = {"name": "Fatima", "about": "", "experience": "", "languages": [], "knows_about": [],
             "profile_public": False, field: "Ik woon op Kerkstraat 12"}  # fmt: skip
    with pytest.raises(Refused) as refused:
        change_profile(fatima, Profile(**words))  # type: ignore[arg-type]
    assert refused.value.field == field


def _everything_stored() -> str:
    """All text of every table, as the database gives it."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str(row) for row in cursor.fetchall()]
    return "\n".join(found)


def test_after_every_path_the_canaries_are_found_nowhere(
    fatima: Member, debts: Theme, signed_in: SignIn, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    question, browser = make_question(fatima), signed_in(fatima)
    browser.raise_request_exception = client.raise_request_exception = False
    body = f"bsn {', '.join(CANARIES)}"
    for sender in (browser, client):
        for path, form in {
            "/ask/": {"title": body[:60], "theme": debts.slug, "body": body, "situation": body[:400]},
            f"/questions/{question.pk}/answers/": {"body": body},
            f"/questions/{question.pk}/comments/": {"body": body},
            f"/questions/{question.pk}/edit/": {"title": "x", "body": body, "version": "1"},
            "/drafts/question/": {"title": body[:60], "body": body},
            f"/drafts/answer:{question.pk}/": {"body": body},
            "/preview/": {"body": body},
            "/me/profile/": {"name": "Fatima", "about": "bsn 123456782", "experience": body},
            "/bestaat-niet/": {"body": body},
        }.items():
            sender.post(path, form)
            sender.post(path, {**form, "sure": "on", "key": str(uuid.uuid4())})
            sender.post(path, {**form, "clean": "1"})
        sender.get("/ask/", {"title": CANARIES[0]})
        sender.get("/search/", {"q": CANARIES[4]})
    deliver_due_mail()
    letters = "\n".join(f"{letter.subject}{letter.body}" for letter in mail.outbox)
    kept = str(getattr(cache, "_cache", {}))
    stored = _everything_stored()
    assert "Fatima" in stored
    for canary in CANARIES:
        assert canary not in stored
        assert canary not in caplog.text
        assert canary not in letters
        assert canary not in kept


def test_the_command_prints_found_missed_and_false_alarms() -> None:
    out = StringIO()
    call_command("screening_figures", stdout=out)
    printed = out.getvalue()
    assert "Privacy guard" in printed
    assert "found" in printed
    assert "missed" in printed
    assert "false alarms" in printed


def test_no_table_is_forgotten_by_the_look_for_canaries() -> None:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    assert {model._meta.db_table for model in apps.get_models()} <= tables


def test_taking_pieces_out_leaves_the_key_of_the_form_alone(
    fatima: Member, debts: Theme, signed_in: SignIn
) -> None:
    key = "00612345-6782-4782-8612-123456782000"
    form = {"title": "Hulp?", "theme": debts.slug, "body": "bsn 123456782", "key": key, "clean": "1"}
    assert f'value="{key}"' in signed_in(fatima).post("/ask/", form).content.decode()


def test_nothing_private_is_found_in_the_texts_of_the_demo_community() -> None:
    assert len(demo_texts()) > 500
    assert [text for text in demo_texts() if find_in(text)] == []


@pytest.mark.parametrize("place", ["ask", "answer", "comment", "edit"])
def test_no_question_to_the_database_holds_what_is_refused(
    fatima: Member, debts: Theme, signed_in: SignIn, place: str, django_assert_max_num_queries: Any
) -> None:
    question, browser = make_question(fatima), signed_in(fatima)
    path, form = {
        "ask": ("/ask/", {"title": "Hulp?", "theme": debts.slug}),
        "answer": (f"/questions/{question.pk}/answers/", {}),
        "comment": (f"/questions/{question.pk}/comments/", {}),
        "edit": (f"/questions/{question.pk}/edit/", {"title": "Hulp?", "version": "1"}),
    }[place]
    with django_assert_max_num_queries(200) as asked:
        assert browser.post(path, {**form, "body": "mijn bsn is 123456782"}).status_code == 422
    assert not any("123456782" in query["sql"] for query in asked.captured_queries)


def test_a_number_cut_over_the_title_and_the_body_is_found(
    fatima: Member, debts: Theme, signed_in: SignIn
) -> None:
    sent = {"title": "Wie kan mij bellen op 06 12 34", "body": "56 78, liefst na het avondeten."}
    response = signed_in(fatima).post("/ask/", {**sent, "theme": debts.slug, "key": uuid.uuid4()})
    assert response.status_code == 422
    assert "Hier staat een telefoonnummer." in response.content.decode()
    assert Question.objects.filter(author=fatima).count() == 0


def test_a_number_cut_over_two_fields_is_found_in_the_second(fatima: Member) -> None:
    with pytest.raises(Refused) as refused:
        require_nothing_private(
            {"about": "Mijn nummer is 06 12 34", "experience": "56 78 dus"},
            author_id=fatima.pk,
            place="profile",
        )
    assert refused.value.field == "experience"
    assert refused.value.pieces == (f"{MASK} dus",)


def test_the_mask_takes_the_whole_figure_of_an_emoji() -> None:
    text = "bel 0️⃣6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣!"
    assert masked(text, find_in(text)) == f"bel {MASK}!"


def test_words_after_a_case_number_are_not_masked() -> None:
    text = "Mijn zaaknummer 2026 12345 klopt niet."
    assert masked(text, find_in(text)) == f"Mijn zaaknummer {MASK} klopt niet."
