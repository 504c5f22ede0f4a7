"""Who is suspended reads why, objects, and reaches help, from every page."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Member
from community.models import Theme
from moderation.models import Appeal, Case, Decision
from realtime.models import HelpRequest
from tests.moderation.conftest import Decide

SignIn = Callable[[Member], Client]
pytestmark = pytest.mark.django_db
BANNER = '<aside class="banner banner--secure" aria-label="Geschorst">'


@pytest.fixture
def suspension(case: Case, mira: Member, bram: Member, decide: Decide) -> Decision:
    """Of nicole, for a week."""
    return decide(case, mira, step="suspend", days=7)


@pytest.mark.parametrize("path", ["/", "/questions/", "/ask/", "/rules/", "/help-now/", "/me/", "/nergens/"])
def test_every_page_leads_to_the_letter_and_to_help(
    path: str, suspension: Decision, nicole: Member, fatima: Member, signed_in: SignIn
) -> None:
    page = signed_in(nicole).get(path).content.decode()
    banner = page.partition(BANNER)[2].partition("</aside>")[0]
    assert "niet schrijven. Lezen, bezwaar maken en hulp zoeken kan gewoon." in banner
    assert 'href="/appeals/"' in banner
    assert 'href="/chat/help/"' in banner
    assert BANNER not in signed_in(fatima).get(path).content.decode()


def test_from_the_banner_to_an_appeal_without_a_script(
    suspension: Decision, nicole: Member, signed_in: SignIn
) -> None:
    client = signed_in(nicole)
    letters = client.get("/appeals/").content.decode()
    assert f'href="/letters/{suspension.pk}/"' in letters
    sent = client.post(
        f"/letters/{suspension.pk}/", {"body": "Ik citeerde alleen wat er stond."}, follow=True
    )
    assert "wacht op een ander paar ogen" in sent.content.decode()
    assert Appeal.objects.get().appellant == nicole


def test_from_the_banner_to_somebody_to_talk_with(
    suspension: Decision, nicole: Member, debts: Theme, signed_in: SignIn
) -> None:
    client = signed_in(nicole)
    assert client.get("/chat/help/").status_code == 200
    sent = client.post("/chat/help/", {"theme": debts.slug, "about": "Ik zit klem.", "wanted": "anyone"})
    assert sent.status_code == 302
    assert HelpRequest.objects.get().asker == nicole


def test_in_the_demo_too_nobody_is_suspended_without_a_letter(settings: Settings) -> None:
    settings.WAIVE_SECOND_FACTOR = True
    call_command("seed_demo", verbosity=0)
    call_command("seed_cases", verbosity=0)
    suspended = [member for member in Member.objects.all() if member.is_suspended]
    assert [member.handle for member in suspended] == ["sol"]
    letter = Decision.objects.get(member=suspended[0], step="suspend")
    assert letter.letter.startswith("Beste Sol,")
