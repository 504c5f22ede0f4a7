"""Q4: answering, commenting, quoting, mentioning, and a preview that equals what is published."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification, Role
from community.actions.answers import post_answer
from community.actions.comments import post_comment
from community.models import Answer, Audience, Comment, Draft, Follow, Question, Theme, Visibility
from core.errors import NotAllowed, NotFound, SlowDown
from core.models import RateBucket
from tests.factories import make_answer, make_comment, make_member, make_question

pytestmark = pytest.mark.django_db

SignIn = Callable[[Member], Client]
BODY = "Bel eerst de gemeente. Vraag naar de **budgetcoach**."


@pytest.fixture
def question(fatima: Member, debts: Theme) -> Question:
    return make_question(fatima, theme=debts, title="Hoe regel ik mijn schulden?")


def answer_to(question: Question, author: Member, body: str = BODY) -> Answer:
    return post_answer(author=author, question_id=question.pk, body=body, key=uuid.uuid4()).post


def comment_on(
    question: Question, author: Member, body: str = "Dank je.", answer: Answer | None = None
) -> Comment:
    answer_id = answer.pk if answer else None
    return post_comment(
        author=author, question_id=question.pk, answer_id=answer_id, body=body, key=uuid.uuid4()
    ).post


def test_an_answer_stands_under_the_question_with_its_writer(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    page = signed_in(nicole).post(f"/questions/{question.pk}/answers/", {"body": BODY}, follow=True)
    answer = Answer.objects.get()
    assert page.redirect_chain[-1][0] == f"{question.get_absolute_url()}#antwoord-{answer.pk}"
    words = page.content.decode()
    assert "Je eerste antwoord staat erbij." in words
    assert "<strong>budgetcoach</strong>" in words
    assert "Antwoord van Nicole" in words


def test_an_answer_counts_moves_the_question_up_and_is_followed(question: Question, nicole: Member) -> None:
    before = timezone.now()
    answer = answer_to(question, nicole)
    question.refresh_from_db()
    assert (question.answer_count, question.first_answer_at) == (1, answer.created_at)
    assert question.last_activity_at >= before
    assert Follow.objects.get(member=nicole).question == question
    assert question.follower_count == 1


def test_who_had_chosen_how_to_follow_keeps_that_when_answering(question: Question, nicole: Member) -> None:
    Follow.objects.create(member=nicole, question=question, mode="solved")
    answer_to(question, nicole)
    assert Follow.objects.get(member=nicole).mode == "solved"


def test_the_same_form_sent_twice_makes_one_answer(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    browser, form = signed_in(nicole), {"body": BODY, "key": str(uuid.uuid4())}
    first = browser.post(f"/questions/{question.pk}/answers/", form)
    second = browser.post(f"/questions/{question.pk}/answers/", form, follow=True)
    assert Answer.objects.count() == 1
    assert second.redirect_chain[0][0] == first["location"]
    assert "Dit antwoord had je al geplaatst. Hier staat het." in second.content.decode()


def test_going_back_and_sending_other_words_loses_nothing(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    browser, key = signed_in(nicole), str(uuid.uuid4())
    for body in ("Bel eerst de gemeente.", "Bel eerst de gemeente. En schrijf alles op."):
        browser.post(f"/questions/{question.pk}/answers/", {"body": body, "key": key})
    assert [answer.body for answer in Answer.objects.order_by("pk")] == [
        "Bel eerst de gemeente.",
        "Bel eerst de gemeente. En schrijf alles op.",
    ]


def test_the_same_form_sent_to_another_question_is_an_answer_there(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    browser, form, other = signed_in(nicole), {"body": BODY, "key": str(uuid.uuid4())}, make_question()
    for place in (question, other):
        assert browser.post(f"/questions/{place.pk}/answers/", form).status_code == 302
    assert Answer.objects.count() == 2


def test_going_back_and_asking_with_other_words_makes_another_question(
    fatima: Member, debts: Theme, signed_in: SignIn
) -> None:
    browser = signed_in(fatima)
    form = {"title": "Mag ik werken?", "body": "Acht uur.", "theme": debts.slug, "key": str(uuid.uuid4())}
    browser.post("/ask/", form)
    assert browser.post("/ask/", {**form, "title": "Mag ik werken naast bijstand?"}).status_code == 302
    assert Question.objects.count() == 2


def test_the_same_words_are_welcome_again_after_five_minutes(question: Question, nicole: Member) -> None:
    first = answer_to(question, nicole)
    Answer.objects.filter(pk=first.pk).update(created_at=timezone.now() - timedelta(minutes=6))
    assert answer_to(question, nicole) != first


def test_a_suspended_member_reads_why_and_the_text_comes_back(
    question: Question, sol: Member, signed_in: SignIn
) -> None:
    page = signed_in(sol).post(f"/questions/{question.pk}/answers/", {"body": BODY})
    assert page.status_code == 403
    assert "niet schrijven. Lezen, bezwaar maken en hulp zoeken kan gewoon." in page.content.decode()
    assert "Vraag naar de **budgetcoach**." in page.content.decode()
    assert not Answer.objects.exists()


def test_a_question_that_was_withdrawn_while_typing_gives_the_text_back(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    browser = signed_in(nicole)
    Question.objects.update(visibility=Visibility.WITHDRAWN)
    page = browser.post(f"/questions/{question.pk}/answers/", {"body": BODY})
    assert page.status_code == 404
    assert "Je tekst is er nog" in page.content.decode()
    assert "Vraag naar de **budgetcoach**." in page.content.decode()


def test_the_asker_reads_that_nothing_can_be_added_to_a_withdrawn_question(
    question: Question, fatima: Member
) -> None:
    Question.objects.update(visibility=Visibility.WITHDRAWN)
    with pytest.raises(NotAllowed, match="Deze vraag is ingetrokken"):
        answer_to(question, fatima)


def test_who_cannot_read_a_question_cannot_answer_it(question: Question, nicole: Member) -> None:
    Question.objects.update(audience=Audience.PROFESSIONALS)
    with pytest.raises(NotFound):
        answer_to(question, nicole)
    with pytest.raises(NotFound):
        comment_on(question, nicole)


def test_answering_too_fast_names_the_wait_and_keeps_the_text(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    for number in range(3):
        answer_to(question, nicole, f"Antwoord {number}")
    page = signed_in(nicole).post(f"/questions/{question.pk}/answers/", {"body": BODY})
    assert page.status_code == 429
    assert 0 < int(page["Retry-After"]) <= 15
    assert "Je gaat snel. Je kunt over" in page.content.decode()
    assert "Vraag naar de **budgetcoach**." in page.content.decode()
    assert Answer.objects.count() == 3


def test_a_hundred_answers_a_day_is_the_most(question: Question, nicole: Member) -> None:
    now = timezone.now().timestamp()
    hits = [now - 3600 - number for number in range(100)][::-1]
    RateBucket.objects.create(key=f"answer:{nicole.pk}", hits=hits)
    with pytest.raises(SlowDown, match="over 23 uur verder"):
        answer_to(question, nicole)


def test_what_a_visitor_answered_stands_in_the_box_after_signing_up(
    question: Question, client: Client, nicole: Member
) -> None:
    sent = client.post(f"/questions/{question.pk}/answers/", {"body": BODY})
    assert sent["location"].startswith("/accounts/signup/?next=%2Fquestions%2F")
    assert not Answer.objects.exists()
    client.force_login(nicole, backend="accounts.backends.MemberBackend")
    assert "Vraag naar de **budgetcoach**." in client.get(question.get_absolute_url()).content.decode()
    assert Draft.objects.get().member == nicole


@pytest.mark.parametrize("under", ["question", "answer"])
def test_what_a_visitor_commented_stands_in_its_box_after_signing_up(
    question: Question, client: Client, nicole: Member, under: str
) -> None:
    place = question if under == "question" else make_answer(question)
    client.post(f"/{under}s/{place.pk}/comments/", {"body": "Dat wist ik niet, dank je."})
    client.force_login(nicole, backend="accounts.backends.MemberBackend")
    page = client.get(question.get_absolute_url()).content.decode()
    box = page[page.index(f'id="comment-{under}-{place.pk}"') :]
    assert "Dat wist ik niet, dank je." in box[: box.index("</textarea>")]


# Comments


def test_a_comment_stands_under_the_answer_or_the_question(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    answer, browser = make_answer(question), signed_in(nicole)
    browser.post(f"/answers/{answer.pk}/comments/", {"body": "Werkt dit ook zonder DigiD?"})
    page = browser.post(f"/questions/{question.pk}/comments/", {"body": "Sterkte!"}, follow=True)
    under_answer, under_question = Comment.objects.order_by("pk")
    assert (under_answer.answer, under_question.answer) == (answer, None)
    assert page.redirect_chain[-1][0] == f"{question.get_absolute_url()}#reactie-{under_question.pk}"
    words = page.content.decode()
    assert words.index("Sterkte!") < words.index("Werkt dit ook zonder DigiD?")


def test_a_comment_that_is_too_long_names_the_limit_and_keeps_the_text(
    question: Question, nicole: Member, signed_in: SignIn
) -> None:
    answer = make_answer(question)
    page = signed_in(nicole).post(f"/answers/{answer.pk}/comments/", {"body": "a" * 1_001})
    assert page.status_code == 422
    words = page.content.decode()
    assert "1.000" in words
    assert "1.001" in words
    assert "a" * 1_001 in words
    assert not Comment.objects.exists()


def test_the_comments_of_a_later_page_are_there_too(
    question: Question, nicole: Member, client: Client
) -> None:
    """However many comments the answers before had."""
    answers = [make_answer(question, nicole) for _number in range(31)]
    for number in range(205):
        make_comment(question, nicole, answer=answers[0], body=f"Vroege reactie {number}")
    late = make_comment(question, nicole, answer=answers[30], body="Late reactie")
    page = client.get(f"/comments/{late.pk}/", follow=True)
    assert "cursor=" in page.redirect_chain[-1][0]
    assert f'id="reactie-{late.pk}"' in page.content.decode()


# Quoting


def test_a_quote_is_published_as_a_quote(question: Question, nicole: Member) -> None:
    answer = answer_to(question, nicole, "> **Fatima:**\n>\n> Ik weet het niet.\n\nBegin met een lijstje.")
    assert "<blockquote" in answer.body_html
    assert "<strong>Fatima:</strong>" in answer.body_html


def test_only_a_quote_is_not_an_answer(question: Question, nicole: Member, signed_in: SignIn) -> None:
    page = signed_in(nicole).post(f"/questions/{question.pk}/answers/", {"body": "> Ik weet het niet."})
    assert page.status_code == 422
    assert "Schrijf een paar woorden." in page.content.decode()


# Mentions


def test_a_mention_links_to_the_person_and_tells_them(
    question: Question, nicole: Member, noor: Member
) -> None:
    answer = answer_to(question, nicole, "Vraag het @Noor, die weet dit.")
    assert '<a href="/people/noor/" class="mention">@noor</a>' in answer.body_html
    told = Notification.objects.get(member=noor)
    assert (told.kind, told.thing_id, told.actor) == ("mention_in_answer", answer.pk, nicole)


def test_a_mention_reaches_only_who_can_read_the_place(
    fatima: Member, debts: Theme, nicole: Member, daan: Member, mira: Member, joke: Member
) -> None:
    question = make_question(fatima, theme=debts, audience=Audience.PROFESSIONALS)
    other = make_member("samira", role=Role.PROFESSIONAL, scope="wonen")
    answer = answer_to(question, daan, "Kijk mee @mira @nicole @joke @samira @fatima")
    told = Notification.objects.filter(kind="mention_in_answer").values_list("member_id", flat=True)
    assert set(told) == {mira.pk}, "the asker hears of the answer itself"
    assert Notification.objects.get(member=fatima).kind == "answer"
    assert "/people/mira/" in answer.body_html
    for stranger in (nicole, joke, other):
        assert f"/people/{stranger.handle}/" not in answer.body_html


def test_the_first_ten_who_are_mentioned_hear_of_it(question: Question, nicole: Member) -> None:
    people = [make_member(f"buur{number:02}") for number in range(12)]
    for _known_here in range(3):
        make_answer(author=nicole)
    answer = answer_to(question, nicole, " ".join(f"@{person.handle}" for person in people))
    told = Notification.objects.filter(kind="mention_in_answer").values_list("member__handle", flat=True)
    assert sorted(told) == [person.handle for person in people[:10]]
    assert answer.body_html.count('class="mention"') == 12


def test_nobody_is_told_of_mentioning_themselves_or_a_closed_account(
    question: Question, nicole: Member, noor: Member
) -> None:
    Member.objects.filter(pk=noor.pk).update(is_active=False)
    answer = answer_to(question, nicole, "Ik, @nicole, en @noor en @bestaatniet.")
    assert Notification.objects.filter(kind__startswith="mention").count() == 0
    assert "/people/noor/" not in answer.body_html
    assert "/people/bestaatniet/" not in answer.body_html


def test_who_is_mentioned_in_an_edit_hears_of_it_once(
    question: Question, nicole: Member, noor: Member, signed_in: SignIn
) -> None:
    answer, browser = answer_to(question, nicole, "Vraag het de gemeente."), signed_in(nicole)
    for version, body in ((1, "Vraag het @noor."), (2, "Vraag het gerust @noor.")):
        browser.post(f"/answers/{answer.pk}/edit/", {"body": body, "version": version})
    assert Notification.objects.filter(member=noor).count() == 1


# Preview

TEXTS = [
    BODY,
    "- een\n- twee\n\n> citaat\n\n1. drie",
    "Vraag @nicole of @bestaatniet op https://www.nibud.nl/",
    "<b>geen html</b> &amp; `code`",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "    vier spaties\n\nen daarna",
    "مرحبا بالعالم 123",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_preview_is_exactly_what_is_published(
    question: Question, nicole: Member, noor: Member, signed_in: SignIn, text: str
) -> None:
    browser = signed_in(noor)
    preview = browser.post("/preview/", {"body": text, "question": question.pk}).json()["html"]
    browser.post(f"/questions/{question.pk}/answers/", {"body": text})
    assert Answer.objects.get().body_html == preview


def test_the_preview_of_a_question_for_professionals_links_only_who_can_read_it(
    fatima: Member, debts: Theme, nicole: Member, daan: Member, signed_in: SignIn
) -> None:
    form = {"body": "Wie helpt, @nicole of @daan?", "theme": debts.slug, "audience": "professionals"}
    browser = signed_in(fatima)
    preview = browser.post("/preview/", form).json()["html"]
    browser.post("/ask/", {**form, "title": "Wie helpt mij?"})
    assert Question.objects.get().body_html == preview
    assert "/people/nicole/" not in preview
    assert "/people/daan/" in preview


@pytest.mark.parametrize(
    ("body", "sentence"),
    [("", "Schrijf een paar woorden."), ("a" * 10_001, "10.000 tekens is het maximum")],
)
def test_the_preview_says_what_would_be_refused(client: Client, db: None, body: str, sentence: str) -> None:
    answer = client.post("/preview/", {"body": body})
    assert answer.status_code == 422
    assert sentence in answer.json()["message"]


def test_the_preview_of_a_place_that_one_cannot_read_is_not_there(nicole: Member, signed_in: SignIn) -> None:
    hidden = make_question(audience=Audience.PROFESSIONALS)
    assert signed_in(nicole).post("/preview/", {"body": BODY, "question": hidden.pk}).status_code == 404


def test_who_previews_without_end_is_asked_to_wait(client: Client, db: None) -> None:
    answers = [client.post("/preview/", {"body": "hoi"}) for _time in range(61)]
    assert [answer.status_code for answer in answers[59:]] == [200, 429]
    assert int(answers[-1]["Retry-After"]) <= 60
