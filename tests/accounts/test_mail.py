"""P4, T2, T6, T36: one bundled mail, decided at the moment of sending, stopped with one press."""

import smtplib
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions.inbox import drop, mark_read
from accounts.emails import deliver_due_mail, member_of_token, unsubscribe_token
from accounts.jobs import deliver_mail
from accounts.models import Member, Notification
from core import jobs
from tests.accounts.conftest import Thing
from tests.accounts.letters import headers_of, html_of
from tests.factories import make_member

Later = Callable[[], None]


def refuse(*_args: object) -> int:
    raise smtplib.SMTPServerDisconnected("gone")


@pytest.mark.django_db
class TestWhatIsMailed:
    def test_several_events_go_in_one_mail_with_a_neutral_subject(
        self, fatima: Member, thing: Thing, later: Later
    ) -> None:
        for number in range(3):
            thing.happens(number, fatima)
        later()
        assert deliver_due_mail() == 1
        letter = mail.outbox[0]
        assert letter.subject == "Er is nieuws voor je op Peerplein"
        assert "schulden" not in letter.subject
        for number in range(3):
            assert f"Meldingen {number}" in letter.body
            assert f"Meldingen {number}" in html_of(letter)
        assert "&lt;b&gt;schulden" in html_of(letter)
        assert Notification.objects.filter(mailed_at__isnull=False).count() == 3

    def test_nothing_is_mailed_twice(self, fatima: Member, thing: Thing, later: Later) -> None:
        thing.happens(1, fatima)
        later()
        assert [deliver_due_mail(), deliver_due_mail()] == [1, 0]

    def test_nothing_is_mailed_before_its_time(self, fatima: Member, thing: Thing, settings: Any) -> None:
        settings.DEMO = False
        thing.happens(1, fatima)
        with time_machine.travel(timezone.now() + timedelta(seconds=110)):
            assert deliver_due_mail() == 0
        with time_machine.travel(timezone.now() + timedelta(seconds=125)):
            assert deliver_due_mail() == 1

    def test_what_was_read_is_not_mailed(self, fatima: Member, thing: Thing, later: Later) -> None:
        thing.happens(1, fatima)
        mark_read(fatima)
        later()
        assert deliver_due_mail() == 0

    def test_what_was_removed_is_not_mailed(self, fatima: Member, thing: Thing, later: Later) -> None:
        thing.happens(1, fatima)
        drop(["thing:1"])
        later()
        assert deliver_due_mail() == 0

    def test_what_may_no_longer_be_seen_is_not_mailed_and_marked_as_dropped(
        self, fatima: Member, thing: Thing, later: Later
    ) -> None:
        thing.happens(1, fatima)
        thing.happens(2, fatima)
        later()
        thing.hidden = {1}
        assert deliver_due_mail() == 1
        assert "Meldingen 1" not in mail.outbox[0].body
        assert Notification.objects.get(thing_id=1).dropped_at is not None

    def test_preferences_of_the_moment_of_sending_count(
        self, fatima: Member, thing: Thing, later: Later
    ) -> None:
        thing.happens(1, fatima)
        fatima.mail_own_question = False
        fatima.save()
        later()
        assert deliver_due_mail() == 0
        row = Notification.objects.get()
        assert (row.mail_due_at, row.dropped_at) == (None, None)

    def test_a_closed_account_gets_no_mail(self, fatima: Member, thing: Thing, later: Later) -> None:
        thing.happens(1, fatima)
        Member.objects.update(is_active=False)
        later()
        assert deliver_due_mail() == 0

    def test_a_kind_that_nobody_knows_any_more_is_not_mailed(self, fatima: Member, later: Later) -> None:
        Notification.objects.create(
            member=fatima, kind="gone", event_key="x", mail_due_at=timezone.now(), thing_id=1
        )
        later()
        assert deliver_due_mail() == 0

    def test_the_mail_is_in_the_language_of_its_reader(
        self, fatima: Member, nicole: Member, thing: Thing, later: Later
    ) -> None:
        Member.objects.filter(pk=nicole.pk).update(language="en")
        thing.happens(1, fatima, nicole)
        later()
        deliver_due_mail()
        html = {letter.to[0]: html_of(letter) for letter in mail.outbox}
        assert '<html lang="nl">' in html[fatima.email]
        assert '<html lang="en">' in html[nicole.email]

    def test_a_long_list_names_the_newest_and_counts_the_rest(
        self, fatima: Member, thing: Thing, later: Later
    ) -> None:
        for number in range(25):
            thing.happens(number, fatima)
        later()
        deliver_due_mail()
        assert "En nog 5 meldingen." in mail.outbox[0].body

    def test_links_lead_to_this_site_and_open_the_notification(
        self, fatima: Member, thing: Thing, later: Later
    ) -> None:
        thing.happens(1, fatima)
        later()
        deliver_due_mail()
        assert f"http://testserver/inbox/{Notification.objects.get().pk}/open/" in mail.outbox[0].body

    @pytest.mark.parametrize(
        "name",
        [
            "x\r\nBcc: a@b.nl",
            "x\nSubject: y",
            "x\rTo: a@b.nl",
            "x\u2028Bcc: a@b.nl",
            "=?utf-8?q?x?=",
            "x\x00",
        ],
    )
    def test_no_name_becomes_a_header(self, name: str, fatima: Member, thing: Thing, later: Later) -> None:
        fatima.name = name.replace("\x00", "")
        fatima.save()
        thing.happens(1, fatima)
        later()
        deliver_due_mail()
        assert set(headers_of().keys()) == {
            "Content-Type",
            "MIME-Version",
            "Subject",
            "From",
            "To",
            "Date",
            "Message-ID",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
        }
        assert headers_of().get_all("To") == [fatima.email]

    @pytest.mark.django_db(transaction=True)
    def test_the_job_delivers(self, fatima: Member, thing: Thing, later: Later) -> None:
        thing.happens(1, fatima)
        later()
        deliver_mail.enqueue()
        jobs.run_waiting()
        assert len(mail.outbox) == 1


@pytest.mark.django_db
class TestWhenTheMailServerFails:
    @pytest.fixture
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(EmailBackend, "send_messages", refuse)

    def test_the_rows_stay_due_and_are_tried_again_later_each_time(
        self, fatima: Member, thing: Thing, later: Later, broken: None
    ) -> None:
        waits = []
        thing.happens(1, fatima)
        for _turn in range(3):
            later()
            assert deliver_due_mail() == 0
            row = Notification.objects.get()
            assert row.mail_due_at is not None
            assert row.mailed_at is None
            waits.append(row.mail_due_at - timezone.now())
        assert timedelta(0) < waits[0] < waits[1] < waits[2]

    def test_it_arrives_once_the_server_is_back(
        self, fatima: Member, thing: Thing, later: Later, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        thing.happens(1, fatima)
        later()
        with monkeypatch.context() as broken:
            broken.setattr(EmailBackend, "send_messages", refuse)
            deliver_due_mail()
        assert deliver_due_mail() == 0, "not tried again at once"
        with time_machine.travel(timezone.now() + timedelta(minutes=6)):
            assert deliver_due_mail() == 1

    def test_after_three_days_it_is_only_in_the_inbox(
        self, fatima: Member, thing: Thing, later: Later, broken: None
    ) -> None:
        thing.happens(1, fatima)
        Notification.objects.update(created_at=timezone.now() - timedelta(days=4))
        later()
        deliver_due_mail()
        row = Notification.objects.get()
        assert (row.mail_due_at, row.dropped_at) == (None, None)

    def test_one_bad_mailbox_does_not_stop_the_others(
        self, fatima: Member, nicole: Member, thing: Thing, later: Later, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        send = EmailBackend.send_messages

        def refuse_one(backend: EmailBackend, messages: Any) -> int:
            if messages[0].to == [fatima.email]:
                raise smtplib.SMTPRecipientsRefused({})
            return send(backend, messages)

        monkeypatch.setattr(EmailBackend, "send_messages", refuse_one)
        thing.happens(1, fatima, nicole)
        later()
        assert deliver_due_mail() == 1
        assert mail.outbox[0].to == [nicole.email]


@pytest.mark.django_db
class TestUnsubscribe:
    def link(self, fatima: Member, thing: Thing, later: Later) -> str:
        thing.happens(1, fatima)
        later()
        deliver_due_mail()
        headers = headers_of()
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        return (
            str(headers["List-Unsubscribe"]).strip("<>").replace("\n ", "").removeprefix("http://testserver")
        )

    def test_looking_changes_nothing_and_shows_a_button(
        self, fatima: Member, thing: Thing, later: Later, client: Client
    ) -> None:
        link = self.link(fatima, thing, later)
        for _scanner in range(2):
            page = client.get(link)
            assert "Stop de mail" in page.content.decode()
        fatima.refresh_from_db()
        assert fatima.mail_own_question

    def test_a_mail_program_stops_it_without_signing_in_or_token(
        self, fatima: Member, thing: Thing, later: Later
    ) -> None:
        link = self.link(fatima, thing, later)
        strict = Client(enforce_csrf_checks=True)
        page = strict.post(link, {"List-Unsubscribe": "One-Click"})
        assert "We mailen je niet meer" in page.content.decode()
        fatima.refresh_from_db()
        assert not (fatima.mail_own_question)
        assert not (fatima.mail_followed)
        assert not (fatima.mail_own_post)
        assert strict.post(link).status_code == 200

    def test_a_forged_link_does_nothing(self, fatima: Member, client: Client) -> None:
        token = unsubscribe_token(fatima.pk)
        for forged in (token[:-1] + ("a" if token[-1] != "a" else "b"), "1", "1:2:3", str(fatima.pk)):
            assert client.post(f"/unsubscribe/{forged}/").status_code == 404
        fatima.refresh_from_db()
        assert fatima.mail_own_question

    def test_the_token_names_only_its_member(self, fatima: Member) -> None:
        assert member_of_token(unsubscribe_token(fatima.pk)) == fatima.pk


@pytest.mark.postgres_only
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_every_mail_once(thing: Thing, later: Later) -> None:
    people = [make_member(f"vogel-{a}{b}") for a in "abcdefghjk" for b in "pq"]
    for number in range(3):
        thing.happens(number, *people)
    later()
    start = threading.Barrier(3)
    sent: list[int] = []

    def work() -> None:
        start.wait()
        sent.append(deliver_due_mail())
        connection.close()

    workers = [threading.Thread(target=work) for _turn in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(sent) == len(mail.outbox) == 20
    assert {letter.to[0] for letter in mail.outbox} == {person.email for person in people}
