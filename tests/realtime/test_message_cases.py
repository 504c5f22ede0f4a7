"""Messages come before a moderator, and what is decided shows in the room."""

import uuid

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Member, Notification, Role
from community.models import Visibility
from moderation.actions.cases import open_own_case
from moderation.actions.decisions import Verdict, decide_case
from moderation.actions.rules import load_first_rules
from moderation.models import Case, Measure, Origin, Priority, Rule
from moderation.targets import find, kind_of
from realtime.actions.messages import take_back_message
from realtime.actions.moderating import mask_message, put_message_back, remove_message
from realtime.actions.sending import send_message
from realtime.models import Message, Room
from realtime.queries.messages import newest_messages, replay
from realtime.speaking import answer_to
from tests.factories import give_role, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def room() -> Room:
    return Room.objects.create(slug="koffie", name="Koffie")


@pytest.fixture
def writer() -> Member:
    return make_member(handle="fatima")


@pytest.fixture
def moderator() -> Member:
    member = make_member(handle="mira")
    give_role(member, Role.MODERATOR)
    return member


def _said(author: Member, room: Room, body: str = "Dag allemaal.") -> Message:
    return send_message(author=author, room_slug=room.slug, body=body, cid=uuid.uuid4()).message


def test_words_of_danger_stand_in_the_room_open_a_case_and_lead_to_help(writer: Member, room: Room) -> None:
    sent = send_message(author=writer, room_slug=room.slug, body="Ik wil niet meer leven.", cid=uuid.uuid4())
    case = Case.objects.get()
    assert sent.message.visibility == Visibility.PUBLISHED
    assert (case.target_kind, case.target_id, case.origin) == ("message", sent.message.pk, Origin.DANGER)
    assert case.priority == Priority.NOW
    assert answer_to(sent)["help"] == "/help-now/"


def test_an_ordinary_message_opens_no_case(writer: Member, room: Room) -> None:
    sent = send_message(author=writer, room_slug=room.slug, body="Wie drinkt er mee?", cid=uuid.uuid4())
    assert not Case.objects.exists()
    assert "help" not in answer_to(sent)


def test_without_a_script_the_next_page_offers_help(writer: Member, room: Room, client: Client) -> None:
    client.force_login(writer)
    page = client.post(f"/chat/{room.slug}/", {"body": "Ik wil niet meer leven."}, follow=True)
    assert "help-panel" in page.content.decode()


def test_a_moderator_hides_a_message_only_by_deciding(
    writer: Member, moderator: Member, room: Room, client: Client
) -> None:
    message = _said(writer, room)
    client.force_login(moderator)
    page = client.get(f"/chat/{room.slug}/messages/{message.seq}/").content.decode()
    assert "Besluit over dit bericht" in page
    asked = client.post(f"/moderation/cases/about/message/{message.pk}/")
    case = Case.objects.get()
    assert asked.headers["Location"] == f"/moderation/cases/{case.pk}/"
    message.refresh_from_db()
    assert (message.visibility, case.origin) == (Visibility.PUBLISHED, Origin.OWN)


def test_a_decision_removes_a_message_and_its_author_reads_why(
    writer: Member, moderator: Member, room: Room
) -> None:
    load_first_rules()
    message = _said(writer, room, "Jij bent echt een waardeloze vent.")
    case = open_own_case(moderator=moderator, kind="message", target_id=message.pk)
    decision = decide_case(
        moderator=moderator,
        case_id=case.pk,
        round=case.round,
        version=find("message", message.pk).version,
        verdict=Verdict(measure=Measure.REMOVE, facts="Je schold iemand uit.", rule=Rule.objects.first()),
    )
    message.refresh_from_db()
    assert message.visibility == Visibility.REMOVED
    assert decision.case_id == case.pk
    assert Notification.objects.filter(member=writer).exists()
    assert mail.outbox == [] or "Jij bent" not in mail.outbox[0].body


def test_a_message_that_is_put_back_stands_where_it_stood(writer: Member, room: Room) -> None:
    first, second = _said(writer, room, "Een."), _said(writer, room, "Twee.")
    remove_message(first.pk)
    put_message_back(first.pk)
    assert [shown.html for shown in newest_messages(room)] == ["<p>Een.</p>\n", "<p>Twee.</p>\n"]
    changed = replay(room, after=second.n).messages
    assert [(shown.seq, shown.n) for shown in changed] == [(first.seq, second.n + 2)]


def test_a_message_taken_back_by_its_author_stays_gone(writer: Member, room: Room) -> None:
    message = _said(writer, room)
    take_back_message(member=writer, room_slug=room.slug, seq=message.seq)
    put_message_back(message.pk)
    message.refresh_from_db()
    assert message.visibility == Visibility.WITHDRAWN


def test_masked_words_are_gone_from_the_row_and_the_page(writer: Member, room: Room) -> None:
    message = _said(writer, room, "Mijn buurman Kees van Dam maakt lawaai.")
    assert mask_message(message.pk, ["Kees van Dam"]) == 1
    message.refresh_from_db()
    assert "Kees" not in message.body + message.body_html


def test_members_report_a_message_and_others_do_not_know_it(
    writer: Member, room: Room, client: Client
) -> None:
    message = _said(writer, room)
    assert client.get(f"/report/message/{message.pk}/").status_code == 404
    client.force_login(make_member(handle="nicole"))
    assert client.get(f"/report/message/{message.pk}/").status_code == 200
    assert client.get("/report/message/99999/").status_code == 404


def test_what_stands_around_a_message_comes_with_it(writer: Member, room: Room) -> None:
    messages = [_said(writer, room, f"Regel {n}.") for n in range(3)]
    around = kind_of("message").around(find("message", messages[1].pk))
    assert [(line.text, line.is_thing) for line in around] == [
        ("Regel 0.", False),
        ("Regel 1.", True),
        ("Regel 2.", False),
    ]
