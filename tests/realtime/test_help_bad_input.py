"""Whatever is sent to these addresses gets a page that says what is wrong, never a broken one."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Member
from community.models import Theme
from realtime.models import OfficeQuestion
from tests.realtime.helping import make_office_hour, talk

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]
STRANGE = ["\x00", "\ud800", "x" * 70_000, "9999-12-31", "0001-01-01", "-1", "[]", "\u202e", "NaN"]
FIELDS = (
    *("theme", "about", "wanted", "anonymous", "sure", "note", "outcome", "day", "starts", "until", "hours"),
    *("title", "body", "reason", "key", "may_publish", "on", "agreed", "messages", "intro", "next"),
)


@pytest.mark.parametrize("value", STRANGE, ids=range(len(STRANGE)))
def test_strange_values_are_answered_with_a_sentence(
    value: str, signed_in: SignIn, fatima: Member, joke: Member, daan: Member, debts: Theme
) -> None:
    request = talk(fatima, joke, debts)
    assert request.room is not None
    office_hour = make_office_hour(daan, debts, begins_in=-5)
    question = OfficeQuestion.objects.create(office_hour=office_hour, author=joke, body="Wat nu?")
    fields = {name: value.encode("utf-8", "surrogatepass").decode("utf-8", "replace") for name in FIELDS}
    place, office = request.get_absolute_url(), office_hour.get_absolute_url()
    addresses = {
        fatima: ["/chat/help/", f"{place}end/", f"{place}outcome/", f"{office}queue/"],
        joke: [f"{place}hand-over/", "/radar/duty-plans/", f"/chat/{request.room.slug}/to-question/"],
        daan: [
            "/chat/office-hours/new/",
            f"{office}edit/",
            f"{office}cancel/",
            f"/chat/office-hours/queue/{question.pk}/answer/",
            f"/chat/office-hours/queue/{question.pk}/decline/",
            f"{office}archive/{question.pk}/publish/",
        ],
    }
    for member, paths in addresses.items():
        browser = signed_in(member)
        browser.raise_request_exception = False
        for path in paths:
            status = browser.post(path, fields).status_code
            assert status < 500, path
            query = {"cursor": fields["body"], "before": fields["body"], "theme": fields["body"]}
            assert browser.get(path, query).status_code < 500, path


def test_clock_times_around_the_end_of_time_are_refused(signed_in: SignIn, joke: Member) -> None:
    fields = {"day": "9999-12-31", "starts": "23:00", "until": "01:00"}
    assert signed_in(joke).post("/radar/duty-plans/", fields).status_code == 422
