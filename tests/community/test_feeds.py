"""What feed readers, search engines and browsers read: valid, complete, and the right address."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import feedparser
import pytest
import xmlschema
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from accounts.models import Member
from community.actions.search_index import rebuild_entries, refresh_words
from community.models import Question, Theme
from tests.factories import make_answer, make_highlight, make_question

SCHEMAS = Path(__file__).parent / "schemas"
ODD = "Huur & <b>meer</b> “é” 😀 ]]>"


@pytest.fixture
def thread(fatima: Member, nicole: Member, daan: Member, debts: Theme) -> Question:
    """A question with a solution, a highlighted and a waiting answer, and signs that are special in XML."""
    question = make_question(fatima, theme=debts, title=ODD, body="Mijn *huur* <script>")
    question.solution = make_answer(question, nicole, body="Dit hielp: bel & vraag. </script>")
    question.solved_at = timezone.now()
    question.save()
    make_highlight(make_answer(question, fatima, body="Dit klopt."), daan)
    make_answer(question, nicole, body="Wachtend antwoord", visibility="held")
    rebuild_entries()
    refresh_words()
    return question


def get(path: str, **query: str) -> bytes:
    answer = Client().get(path, query)
    assert answer.status_code == 200
    return answer.content


@pytest.mark.parametrize(
    ("path", "query", "entries"),
    [
        ("/feeds/questions.atom", {}, 1),
        ("/feeds/themes/geld-en-schulden.atom", {}, 1),
        ("/feeds/questions/{pk}.atom", {}, 2),
        ("/feeds/search.atom", {"q": "huur"}, 1),
        ("/feeds/search.atom", {"q": "niets & <niemand>"}, 0),
        ("/feeds/search.atom", {"solved": "on"}, 1),
        ("/feeds/search.atom", {"unanswered": "on"}, 0),
    ],
)
def test_every_feed_is_valid_atom(path: str, query: dict[str, str], entries: int, thread: Question) -> None:
    answer = Client().get(path.format(pk=thread.pk), query)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.id.startswith("tag:")
    assert feed.feed.updated
    assert next(link.href for link in feed.feed.links if link.rel == "self").startswith(settings.SITE_URL)
    assert len(feed.entries) == entries
    for entry in feed.entries:
        assert entry.id.startswith("tag:")
        assert entry.link.startswith(settings.SITE_URL)
        assert entry.author
        assert entry.published
        assert entry.summary


def test_what_people_wrote_is_text_in_a_feed_and_never_markup(thread: Question) -> None:
    [entry] = feedparser.parse(get("/feeds/questions.atom"), sanitize_html=False).entries
    assert (entry.title_detail.type, entry.title) == ("text/plain", ODD)
    assert (entry.summary_detail.type, entry.summary) == ("text/html", "Mijn huur &lt;script&gt;")
    answers = feedparser.parse(get(f"/feeds/questions/{thread.pk}.atom"), sanitize_html=False).entries
    assert answers[-1].summary == "Dit hielp: bel &amp; vraag. &lt;/script&gt;"


def test_a_feed_names_an_anonymous_asker_nowhere(eric: Member, debts: Theme) -> None:
    question = make_question(eric, theme=debts, anonymous=True)
    make_answer(question, eric)
    for path in ("/feeds/questions.atom", f"/feeds/questions/{question.pk}.atom"):
        feed = get(path).decode()
        assert "Anonieme bewoner" in feed
        assert "Eric" not in feed
        assert "eric" not in feed


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/feeds/themes/onzin.atom",
        "/feeds/questions/999.atom",
        "/feeds/search.atom?theme=onzin",
        "/sitemaps/questions-9.xml",
    ],
)
def test_a_feed_of_nothing_is_not_there(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_the_sitemap_follows_the_schema_and_holds_answered_questions(
    thread: Question, fatima: Member
) -> None:
    waiting = make_question(fatima)
    index = get("/sitemap.xml").decode()
    xmlschema.XMLSchema(str(SCHEMAS / "siteindex.xsd")).validate(index)
    parts = re.findall(r"<loc>([^<]+)</loc>", index)
    assert parts[0] == f"{settings.SITE_URL}/sitemaps/pages.xml"
    maps = [get(part.removeprefix(settings.SITE_URL)).decode() for part in parts]
    for each in maps:
        xmlschema.XMLSchema(str(SCHEMAS / "sitemap.xsd")).validate(each)
    addresses = [loc for each in maps for loc in re.findall(r"<loc>([^<]+)</loc>", each)]
    assert settings.SITE_URL + thread.get_absolute_url() in addresses
    assert settings.SITE_URL + waiting.get_absolute_url() not in addresses
    for address in addresses:
        get(address.removeprefix(settings.SITE_URL))
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in get("/robots.txt").decode()


def structured(page: str) -> dict[str, object]:
    [block] = re.findall(r'<script type="application/ld\+json" nonce="[^"]+">(.*?)</script>', page, re.DOTALL)
    data: dict[str, object] = json.loads(block)
    return data


def test_structured_data_has_the_solution_and_who_vouches_for_what(thread: Question) -> None:
    data = structured(get(thread.get_absolute_url()).decode())
    assert data["@type"] == "QAPage"
    entity = data["mainEntity"]
    assert isinstance(entity, dict)
    assert entity["name"] == ODD
    assert entity["answerCount"] == 2
    assert entity["acceptedAnswer"]["text"] == "Dit hielp: bel & vraag. </script>"
    [other] = entity["suggestedAnswer"]
    assert other["text"] == "Dit klopt."
    assert other["reviewedBy"]["name"] == "Daan"
    assert other["reviewedBy"]["worksFor"]["name"] == "Gemeente Perenburg"
    assert other["citation"] == "https://wetten.overheid.nl/BWBR0015703"


def test_a_solution_below_many_answers_is_the_accepted_one(thread: Question, nicole: Member) -> None:
    for number in range(12):
        helped = make_answer(thread, nicole, body=f"Antwoord {number}.")
    Question.objects.filter(pk=thread.pk).update(solution=helped)
    entity = structured(get(thread.get_absolute_url()).decode())["mainEntity"]
    assert isinstance(entity, dict)
    assert entity["acceptedAnswer"]["text"] == "Antwoord 11."
    assert len(entity["suggestedAnswer"]) == 10


def test_structured_data_is_the_same_for_who_may_read_more(thread: Question, mira: Member) -> None:
    client = Client()
    client.force_login(mira, backend="accounts.backends.MemberBackend")
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "Wachtend antwoord" in page
    assert structured(page) == structured(get(thread.get_absolute_url()).decode())


def test_a_question_page_has_one_address_and_a_card_to_share(thread: Question) -> None:
    page = get(thread.get_absolute_url()).decode()
    address = settings.SITE_URL + thread.get_absolute_url()
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert 'content="Huur &amp; &lt;b&gt;meer&lt;/b&gt; “é” 😀 ]]&gt;"' in page
    assert f'href="/feeds/questions/{thread.pk}.atom"' in page
    assert "noindex" not in page
    assert finders.find("img/share.png")


def test_a_question_without_an_answer_is_not_for_search_engines_yet(fatima: Member) -> None:
    page = get(make_question(fatima).get_absolute_url()).decode()
    assert '<meta name="robots" content="noindex">' in page


def test_an_old_address_leads_to_the_new_one_for_good(thread: Question) -> None:
    answer = Client().get(f"/questions/{thread.pk}/zo-heette-het-vroeger/")
    assert (answer.status_code, answer["Location"]) == (301, thread.get_absolute_url())
    # A title may be changed back: no browser may remember the way.
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_browser_can_search_here_from_its_own_bar() -> None:
    answer = Client().get("/opensearch.xml")
    assert answer["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    tree = ET.fromstring(answer.content)
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    templates = [url.attrib["template"] for url in tree.findall(f"{name}Url")]
    assert templates[0] == f"{settings.SITE_URL}/search/?q={{searchTerms}}"
    assert len(tree.findtext(f"{name}ShortName") or "") <= 16
    assert 'href="/opensearch.xml"' in get("/").decode()
