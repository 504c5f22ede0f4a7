"""Anyone says that something is wrong, and nobody ever learns who."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Member, Notification
from community.models import Answer, Audience, Question
from core.jobs import run_waiting
from moderation.models import Case, Priority, Report
from tests.factories import make_comment, make_member
from tests.moderation.conftest import WORDS, Decide

SignIn = Callable[[Member], Client]
FORM = {"reason": "unkind", "good_faith": "on", "explanation": "Dit deed pijn om te lezen."}


def report(client: Client, kind: str, pk: int, **fields: str) -> object:
    return client.post(f"/report/{kind}/{pk}/", {**FORM, **fields}, follow=True)


@pytest.mark.django_db
@pytest.mark.usefixtures("rules")
class TestReporting:
    def test_a_visitor_without_account_reports_and_gets_a_number(self, answer: Answer) -> None:
        page = Client().post(f"/report/answer/{answer.pk}/", FORM, follow=True)
        stored = Report.objects.get()
        assert stored.reference in page.content.decode()
        assert (stored.reporter, stored.good_faith, stored.snapshot.words) == (None, True, {"body": WORDS})
        assert (stored.case.target_kind, stored.case.target_id) == ("answer", answer.pk)

    @pytest.mark.django_db(transaction=True)
    def test_a_visitor_who_leaves_an_address_gets_a_receipt_and_the_decision_by_mail(
        self, answer: Answer, mira: Member, decide: Decide
    ) -> None:
        report(Client(), "answer", answer.pk, email="Buur@Example.org", name="Een buur")
        run_waiting()
        assert [(m.to, m.subject) for m in mail.outbox] == [(["buur@example.org"], "Bericht van Peerplein")]
        assert Report.objects.get().reference in mail.outbox[0].body
        decide(Case.objects.get(), mira)
        run_waiting()
        assert "We haalden weg wat je meldde." in mail.outbox[1].body
        assert "Nicole" not in mail.outbox[1].body
        assert Report.objects.get().answered_at is not None

    def test_without_the_good_faith_box_nothing_is_stored(self, answer: Answer) -> None:
        page = Client().post(f"/report/answer/{answer.pk}/", {"reason": "unkind"})
        assert page.status_code == 422
        assert "te goeder trouw" in page.content.decode()
        assert not Report.objects.exists()

    def test_what_somebody_cannot_read_they_cannot_report(
        self, question: Question, answer: Answer, signed_in: SignIn, noor: Member
    ) -> None:
        question.audience = Audience.PROFESSIONALS
        question.save()
        for client in (Client(), signed_in(noor)):
            assert client.get(f"/report/answer/{answer.pk}/").status_code == 404
            assert client.post(f"/report/answer/{answer.pk}/", FORM).status_code == 404
        assert client.get("/report/potato/1/").status_code == 404
        assert not Case.objects.exists()

    def test_several_reports_on_one_thing_make_one_case(
        self, answer: Answer, signed_in: SignIn, noor: Member, eric: Member
    ) -> None:
        for member in (noor, eric, noor):
            report(signed_in(member), "answer", answer.pk)
        case = Case.objects.get()
        assert (case.report_count, Report.objects.count()) == (2, 2)

    def test_many_reports_bring_a_sooner_look_and_hide_nothing(
        self, answer: Answer, signed_in: SignIn
    ) -> None:
        for _number in range(6):
            report(signed_in(make_member()), "answer", answer.pk, reason="other")
        case = Case.objects.get()
        answer.refresh_from_db()
        assert (case.priority, case.priority_reason) == (Priority.SOON, "many")
        assert answer.is_published

    def test_a_professional_of_the_theme_is_believed_first(
        self, answer: Answer, signed_in: SignIn, daan: Member
    ) -> None:
        report(signed_in(daan), "answer", answer.pk)
        assert Report.objects.get().trusted
        assert Case.objects.get().priority == Priority.SOON

    def test_one_does_not_report_oneself(self, answer: Answer, signed_in: SignIn, nicole: Member) -> None:
        page = signed_in(nicole).post(f"/report/answer/{answer.pk}/", FORM)
        assert page.status_code == 422
        assert not Case.objects.exists()

    def test_questions_comments_and_members_can_be_reported(
        self, question: Question, signed_in: SignIn, noor: Member, nicole: Member
    ) -> None:
        comment = make_comment(question, nicole)
        for kind, pk in (("question", question.pk), ("comment", comment.pk), ("member", nicole.pk)):
            assert signed_in(noor).get(f"/report/{kind}/{pk}/").status_code == 200
            report(signed_in(noor), kind, pk)
        assert set(Case.objects.values_list("target_kind", flat=True)) == {"question", "comment", "member"}

    def test_the_sixth_report_in_ten_minutes_waits(self, answer: Answer, question: Question) -> None:
        client = Client()
        statuses = [client.post(f"/report/answer/{answer.pk}/", FORM).status_code for _n in range(6)]
        assert statuses == [302] * 5 + [429]

    def test_the_reporter_with_an_account_hears_what_was_decided(
        self, answer: Answer, signed_in: SignIn, noor: Member, mira: Member, decide: Decide
    ) -> None:
        report(signed_in(noor), "answer", answer.pk)
        decide(Case.objects.get(), mira)
        told = Notification.objects.get(member=noor)
        page = signed_in(noor).get(f"/inbox/{told.pk}/open/", follow=True)
        assert "We haalden weg wat je meldde." in page.content.decode()

    def test_a_broken_link_to_a_report_is_not_found(self, db: None) -> None:
        assert Client().get("/reports/niets/").status_code == 404


@pytest.mark.django_db
def test_nobody_but_the_reporter_ever_reads_who_reported(
    answer: Answer,
    signed_in: SignIn,
    nicole: Member,
    fatima: Member,
    mira: Member,
    bram: Member,
    decide: Decide,
) -> None:
    """Every page and mail that others get, before and after the decision, without the reporter's names."""
    snitch = make_member("zqmelderqz", name="Zqnaamqz")
    report(signed_in(snitch), "answer", answer.pk, explanation="Zqtoelichtingqz")
    case = Case.objects.get()
    pages = [
        f"/moderation/cases/{case.pk}/",
        "/moderation/",
        "/moderation/log/",
        answer.question.get_absolute_url(),
    ]
    decision = decide(case, mira)
    pages += [f"/letters/{decision.pk}/", "/inbox/", "/appeals/", "/me/looks/"]
    for member in (nicole, fatima, mira, bram):
        for path in pages:
            text = signed_in(member).get(path, follow=True).content.decode()
            assert "zqmelderqz" not in text
            assert "Zqnaamqz" not in text
            assert member in (mira, bram) or "Zqtoelichtingqz" not in text
    assert "zqmelderqz" not in decision.letter
