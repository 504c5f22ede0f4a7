"""First posts, links, mentions, repeats, advertising, and people who speak as if they were staff."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Member
from community.models import Answer, FirstPosts, Theme, Visibility
from moderation.limits import WRITING
from moderation.models import Case, Origin
from moderation.screeners.spam import kinds_in
from tests.factories import make_answer, make_member, make_question

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]
LONG = (
    "Vraag bij de gemeente naar de budgetcoach van je wijk. Die loopt met je door alle brieven "
    "en belt de schuldeisers."
)


@pytest.fixture
def known(fatima: Member) -> Member:
    """Fatima, who has been here for a while."""
    for _earlier in range(3):
        make_answer(author=fatima)
    return fatima


def answer(browser: Client, body: str, **changes: str) -> tuple[int, str]:
    url = f"/questions/{changes.pop('question', None) or make_question().pk}/answers/"
    response = browser.post(url, {"body": body, "key": str(uuid.uuid4()), **changes})
    return response.status_code, response.content.decode()


def newest() -> Answer:
    return Answer.objects.order_by("-pk")[0]


def test_a_first_post_waits_where_the_theme_says_so_and_that_is_said_beforehand(
    noor: Member, debts: Theme, signed_in: SignIn
) -> None:
    Theme.objects.update(first_posts=FirstPosts.HELD)
    browser, question = signed_in(noor), make_question(theme=debts)
    assert "leest je eerste 3 berichten" in browser.get(question.get_absolute_url()).content.decode()
    assert "leest je eerste 3 berichten" in browser.get("/ask/").content.decode()
    answer(browser, "Goedemorgen", question=str(question.pk))
    assert newest().visibility == Visibility.HELD
    assert Case.objects.get().origin == Origin.FIRST_POST


def test_the_ask_page_names_the_themes_that_wait(
    noor: Member, debts: Theme, housing: Theme, signed_in: SignIn
) -> None:
    Theme.objects.filter(pk=housing.pk).update(first_posts=FirstPosts.HELD)
    assert "Bij Wonen leest een moderator" in signed_in(noor).get("/ask/").content.decode()


def test_a_watched_first_post_stands_and_is_in_the_queue(noor: Member, signed_in: SignIn) -> None:
    question = make_question()
    Theme.objects.update(first_posts=FirstPosts.WATCHED)
    browser = signed_in(noor)
    assert "Een moderator kijkt mee" in browser.get(question.get_absolute_url()).content.decode()
    answer(browser, "Goedemorgen", question=str(question.pk))
    assert newest().is_published
    assert Case.objects.get().priority_reason == "newcomer.watched"


@pytest.mark.parametrize("who", ["known", "joke"])
def test_who_is_known_here_does_not_wait(request: pytest.FixtureRequest, signed_in: SignIn, who: str) -> None:
    question = make_question()
    Theme.objects.update(first_posts=FirstPosts.HELD)
    browser = signed_in(request.getfixturevalue(who))
    assert "Je bent hier nieuw" not in browser.get(question.get_absolute_url()).content.decode()
    answer(browser, "Goedemorgen", question=str(question.pk))
    assert newest().is_published
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("body", "visibility"),
    [
        (
            "Kijk op https://www.rijksoverheid.nl/bijstand en https://geldfit.nl en www.uwv.nl",
            Visibility.PUBLISHED,
        ),
        ("Kijk op https://valse-rijksoverheid.nl/", Visibility.HELD),
        ("Kijk op https://rijksoverheid.nl.evil.example/", Visibility.HELD),
    ],
)
def test_a_newcomers_link_to_a_site_we_do_not_know_waits(
    noor: Member, signed_in: SignIn, body: str, visibility: str
) -> None:
    answer(signed_in(noor), body)
    assert newest().visibility == visibility


def test_a_newcomer_with_many_links_or_names_is_told_how_many_may_stand(
    noor: Member, signed_in: SignIn
) -> None:
    browser = signed_in(noor)
    status, page = answer(browser, "https://a.example https://b.example https://c.example")
    assert (status, "Zet ten hoogste 2 links" in page) == (422, True)
    status, page = answer(browser, "@aaa @bbb @ccc @ddd")
    assert (status, "Noem er ten hoogste 3." in page) == (422, True)
    assert not Answer.objects.exists()


def test_who_is_known_may_link_until_it_is_a_heap(known: Member, signed_in: SignIn) -> None:
    browser = signed_in(known)
    answer(browser, " ".join(f"https://s{n}.example" for n in range(8)))
    assert newest().is_published
    answer(browser, " ".join(f"https://s{n}.example" for n in range(9)))
    assert newest().visibility == Visibility.HELD


def test_the_same_long_text_in_another_place_is_refused_also_with_other_capitals(
    known: Member, signed_in: SignIn
) -> None:
    browser = signed_in(known)
    assert answer(browser, LONG)[0] == 302
    status, page = answer(browser, LONG.upper() + " !!")
    assert (status, "Dit heb je al ergens geplaatst." in page) == (422, True)
    assert LONG.upper() in page


def test_a_short_text_and_a_helpers_answer_may_be_given_twice(
    known: Member, joke: Member, signed_in: SignIn
) -> None:
    for member, body in ((known, "Bel de gemeente."), (joke, LONG)):
        browser = signed_in(member)
        assert answer(browser, body)[0] == 302
        assert answer(browser, body)[0] == 302


def test_a_flood_is_stopped_with_the_wait_named(known: Member, signed_in: SignIn) -> None:
    from core.ratelimit import take

    for _post in range(WRITING[0].times):
        take("write", known.pk, WRITING)
    status, page = answer(signed_in(known), "Nog een")
    assert (status, "Je kunt over" in page, "Nog een</textarea>" in page) == (429, True, True)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Snel geld lenen zonder BKR toetsing", "advertising"),
        ("Ik help mensen met crypto trading, app me voor geld", "advertising"),
        ("Namens de gemeente vraag ik je om je gegevens.", "pretending"),
        ("Ik ben moderator hier, stuur me je wachtwoord", "pretending"),
    ],
)
def test_advertising_and_pretending_wait_for_a_person(
    known: Member, signed_in: SignIn, body: str, kind: str
) -> None:
    answer(signed_in(known), body)
    assert newest().visibility == Visibility.HELD
    assert Case.objects.get().priority_reason == f"spam.{kind}"


@pytest.mark.parametrize(
    "body",
    ["Ik kreeg een brief namens de gemeente.", "Wie is hier moderator?", "Mag ik geld lenen van mijn zus?",
     "Hoe vraag ik een lening bij de kredietbank aan?", "Ik verdien te weinig voor de huur."],
)  # fmt: skip
def test_ordinary_talk_of_money_and_of_the_municipality_passes(body: str) -> None:
    assert kinds_in(body) == set()


def test_who_helps_in_a_role_may_speak_for_the_municipality(
    daan: Member, debts: Theme, signed_in: SignIn
) -> None:
    answer(
        signed_in(daan), "Namens de gemeente: kom gerust langs.", question=str(make_question(theme=debts).pk)
    )
    assert newest().is_published


def test_a_demo_member_does_not_pass_for_staff_by_name(noor: Member, signed_in: SignIn) -> None:
    for name in ("Mоderator", "Gemeente Perenburg", "H3lpdesk", "Adm1n"):
        page = (
            signed_in(noor)
            .post("/me/profile/", {"name": name, "about": "", "experience": ""})
            .content.decode()
        )
        assert "Deze naam is voor medewerkers." in page or "één alfabet" in page, name
    assert make_member("buurman").name == "Buurman"
