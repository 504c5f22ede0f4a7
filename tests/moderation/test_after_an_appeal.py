"""What people hear while an appeal waits, and what comes of it when it was right."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actions.inbox import mark_read
from accounts.models import Member, Notification, Role, RoleGrant
from community.actions.withdrawing import withdraw_answer
from community.models import Answer
from core.errors import NotAllowed
from moderation.actions.appeals import appeal_decision, appeal_report, decide_appeal, remind_of_appeals
from moderation.actions.cases import open_case
from moderation.actions.reports import Filing, report_thing
from moderation.models import Appeal, Case, Decision, LogEntry, Origin, Outcome, Report, ShieldedView
from moderation.tokens import report_token
from tests.factories import make_member
from tests.jobs import run_queued
from tests.moderation.conftest import Decide

SignIn = Callable[[Member], Client]
pytestmark = pytest.mark.django_db


def report(answer: Answer, viewer: Member | AnonymousUser, email: str = "") -> Report:
    filed, _new = report_thing(
        viewer=viewer,
        kind="answer",
        target_id=answer.pk,
        filing=Filing(reason="unkind", good_faith=True, email=email),
        language="nl",
        connection="127.0.0.1",
    )
    return filed


@pytest.fixture
def removal(case: Case, mira: Member, decide: Decide) -> Decision:
    return decide(case, mira)


@pytest.fixture
def appeal(removal: Decision, bram: Member, nicole: Member) -> Appeal:
    return appeal_decision(member=nicole, decision_id=removal.pk, body="Ik citeerde alleen wat er stond.")


@pytest.fixture
def wil(db: None) -> Member:
    return make_member("wil", name="Wil", role=Role.MODERATOR)


def kinds_of(member: Member) -> list[str]:
    return sorted(Notification.objects.filter(member=member).values_list("kind", flat=True))


class TestAReporterWhoWasRight:
    @pytest.fixture
    def founded(
        self, answer: Answer, fatima: Member, mira: Member, bram: Member, wil: Member, decide: Decide
    ) -> Appeal:
        """Fatima's report came to nothing, and her appeal was right: the answer is a case again."""
        filed = report(answer, fatima)
        decide(filed.case, mira, measure="none", rule=None)
        objection = appeal_report(viewer=fatima, report_id=filed.pk, body="Lees het nog eens.")
        return decide_appeal(
            moderator=bram, appeal_id=objection.pk, outcome=Outcome.REVERSED, reasons="Je hebt gelijk."
        )

    def page(self, founded: Appeal) -> str:
        assert founded.report_id is not None
        return Client().get(f"/reports/{report_token(founded.report_id)}/").content.decode()

    def test_reads_that_somebody_decides_again_and_then_what_was_decided(
        self, founded: Appeal, wil: Member, decide: Decide
    ) -> None:
        assert "Een andere moderator besluit nu opnieuw." in self.page(founded)
        case = Case.objects.open().get()
        decide(case, wil, measure="hold")
        assert "Daarna is opnieuw besloten" not in self.page(founded)
        decide(case, wil, measure="remove")
        page = self.page(founded)
        assert "Daarna is opnieuw besloten" in page
        assert "We haalden weg wat je meldde." in page
        assert "Een andere moderator besluit nu opnieuw." not in page

    def test_hears_of_it_once(
        self, founded: Appeal, fatima: Member, wil: Member, decide: Decide, signed_in: SignIn
    ) -> None:
        case = Case.objects.open().get()
        decide(case, wil, measure="hold")
        assert "report_decided_again" not in kinds_of(fatima)
        decide(case, wil, measure="none", rule=None)
        later = report(Answer.objects.get(pk=case.target_id), wil)
        decide(later.case, Member.objects.get(handle="bram"), measure="none", rule=None)
        assert kinds_of(fatima).count("report_decided_again") == 1
        words = f"Er is opnieuw besloten over je melding {Report.objects.get(reporter=fatima).reference}."
        assert words in signed_in(fatima).get("/inbox/").content.decode()

    def test_without_an_account_hears_of_it_by_mail_once(
        self, answer: Answer, mira: Member, bram: Member, wil: Member, decide: Decide
    ) -> None:
        filed = report(answer, AnonymousUser(), email="buur@example.org")
        decide(filed.case, mira, measure="none", rule=None)
        objection = appeal_report(viewer=AnonymousUser(), report_id=filed.pk, body="Lees het nog eens.")
        decide_appeal(moderator=bram, appeal_id=objection.pk, outcome=Outcome.REVERSED, reasons="Gelijk.")
        run_queued()
        mail.outbox.clear()
        decide(Case.objects.open().get(), wil, measure="label", label="Dit is een mening.")
        decide(report(answer, wil).case, bram, measure="none", rule=None)
        run_queued()
        sent = [message for message in mail.outbox if message.to == ["buur@example.org"]]
        assert len(sent) == 1
        assert "opnieuw besloten over je melding" in sent[0].body
        assert "We zetten een opmerking bij wat je meldde." in sent[0].body

    def test_who_objects_by_the_link_alone_is_answered_in_the_inbox(
        self, answer: Answer, fatima: Member, mira: Member, bram: Member, decide: Decide
    ) -> None:
        filed = report(answer, fatima)
        decide(filed.case, mira, measure="none", rule=None)
        Client().post(f"/reports/{report_token(filed.pk)}/", {"body": "Lees het nog eens."})
        objection = Appeal.objects.get()
        assert objection.appellant == fatima
        decide_appeal(moderator=bram, appeal_id=objection.pk, outcome=Outcome.UPHELD, reasons="Het mag.")
        assert "appeal_decided" in kinds_of(fatima)


class TestTheLetterAfterwards:
    def letter(self, appeal: Appeal, nicole: Member, signed_in: SignIn) -> str:
        return signed_in(nicole).get(f"/letters/{appeal.decision_id}/").content.decode()

    def test_says_what_was_given_back(
        self, case: Case, mira: Member, bram: Member, nicole: Member, decide: Decide, signed_in: SignIn
    ) -> None:
        decision = decide(case, mira, step="suspend", days=7)
        appeal = appeal_decision(member=nicole, decision_id=decision.pk, body="Ik citeerde.")
        decide_appeal(moderator=bram, appeal_id=appeal.pk, outcome=Outcome.REVERSED, reasons="Een citaat.")
        page = self.letter(appeal, nicole, signed_in)
        assert "Wat je schreef, staat weer waar het stond." in page
        assert "De schorsing is voorbij en telt niet meer mee." in page
        assert "geschillencommissies" not in page.partition("Je bezwaar")[2]

    def test_does_not_say_that_it_stands_there_when_it_does_not(
        self, appeal: Appeal, bram: Member, nicole: Member, answer: Answer, signed_in: SignIn
    ) -> None:
        decide_appeal(moderator=bram, appeal_id=appeal.pk, outcome=Outcome.REVERSED, reasons="Een citaat.")
        withdraw_answer(member=nicole, answer_id=answer.pk)
        page = self.letter(appeal, nicole, signed_in)
        assert "staat weer waar het stond" not in page
        assert "staat er nu niet: het is ingetrokken" in page

    @pytest.mark.parametrize(
        ("measure", "words"),
        [({"measure": "label", "label": "Een mening."}, "De opmerking bij je tekst is weg."),
         ({"measure": "mask", "passages": ("eigen schuld",)}, "hebben wij niet meer.")],
    )  # fmt: skip
    def test_is_honest_about_what_cannot_come_back(
        self,
        measure: dict[str, object],
        words: str,
        case: Case,
        mira: Member,
        bram: Member,
        nicole: Member,
        decide: Decide,
        signed_in: SignIn,
    ) -> None:
        appeal = appeal_decision(
            member=nicole, decision_id=decide(case, mira, **measure).pk, body="Dat klopt niet."
        )
        decide_appeal(moderator=bram, appeal_id=appeal.pk, outcome=Outcome.REVERSED, reasons="Goed gezien.")
        assert words in self.letter(appeal, nicole, signed_in)

    def test_of_who_was_not_right_says_where_to_go_next(
        self, appeal: Appeal, bram: Member, nicole: Member, signed_in: SignIn
    ) -> None:
        decide_appeal(moderator=bram, appeal_id=appeal.pk, outcome=Outcome.UPHELD, reasons="Het blijft zo.")
        page = self.letter(appeal, nicole, signed_in)
        assert "Je kunt naar een onafhankelijke geschillencommissie of de rechter." in page
        assert 'hreflang="en"' in page


class TestTheClock:
    def wait(self, appeal: Appeal, days: int) -> None:
        """As if it came so many days ago."""
        filed = timezone.now() - timedelta(days=days)
        Appeal.objects.filter(pk=appeal.pk).update(filed_at=filed, due_at=filed + timedelta(days=14))

    def test_after_a_week_only_those_who_may_decide_hear_of_it(
        self, appeal: Appeal, bram: Member, nicole: Member, ada: Member
    ) -> None:
        self.wait(appeal, 8)
        assert (remind_of_appeals(), remind_of_appeals()) == (1, 0)
        assert "appeal_waits" in kinds_of(bram)
        assert "appeal_late" not in kinds_of(nicole)
        assert kinds_of(ada) == []

    def test_past_the_term_who_objected_hears_it_once_and_staff_every_week(
        self, appeal: Appeal, bram: Member, nicole: Member, ada: Member, mira: Member, signed_in: SignIn
    ) -> None:
        self.wait(appeal, 8)
        remind_of_appeals()
        self.wait(appeal, 15)
        Appeal.objects.update(reminded_at=timezone.now() - timedelta(days=7))
        assert (remind_of_appeals(), remind_of_appeals()) == (1, 0)
        self.wait(appeal, 23)
        Appeal.objects.update(reminded_at=timezone.now() - timedelta(days=8))
        Notification.objects.filter(kind="appeal_stuck").update(event_key="a week ago")
        assert remind_of_appeals() == 1
        assert kinds_of(nicole).count("appeal_late") == 1
        assert kinds_of(ada) == ["appeal_stuck", "appeal_stuck"]
        assert "appeal_stuck" not in kinds_of(mira)
        client = signed_in(nicole)
        assert "Het duurt langer dan we zeiden" in client.get("/inbox/").content.decode()
        letter = client.get(f"/letters/{appeal.decision_id}/").content.decode()
        assert "Het duurt langer dan we zeiden" in letter
        assert "Je hoort uiterlijk" not in letter
        assert "Is er een moderator te weinig?" in signed_in(ada).get("/inbox/").content.decode()

    def test_a_reporter_without_account_hears_by_mail_that_it_takes_longer(
        self, answer: Answer, mira: Member, bram: Member, decide: Decide
    ) -> None:
        filed = report(answer, AnonymousUser(), email="buur@example.org")
        decide(filed.case, mira, measure="none", rule=None)
        objection = appeal_report(viewer=AnonymousUser(), report_id=filed.pk, body="Lees het nog eens.")
        run_queued()
        mail.outbox.clear()
        self.wait(objection, 15)
        remind_of_appeals()
        run_queued()
        assert [message.to for message in mail.outbox] == [["buur@example.org"]]
        assert "Het duurt langer dan we zeiden" in mail.outbox[0].body

    def test_with_nobody_left_who_may_decide_the_administrators_hear_it_at_once(
        self, removal: Decision, nicole: Member, ada: Member, mira: Member
    ) -> None:
        appeal_decision(member=nicole, decision_id=removal.pk, body="Ik citeerde alleen.")
        assert kinds_of(ada) == ["appeal_stuck"]
        assert kinds_of(mira) == []

    def test_a_suspended_moderator_and_a_lapsed_one_do_not_count(
        self, removal: Decision, nicole: Member, ada: Member, bram: Member, wil: Member
    ) -> None:
        Member.objects.filter(pk=bram.pk).update(suspended_until=timezone.now() + timedelta(days=1))
        RoleGrant.objects.filter(member=wil).update(revoked_at=timezone.now())
        appeal_decision(member=nicole, decision_id=removal.pk, body="Ik citeerde alleen.")
        assert kinds_of(ada) == ["appeal_stuck"]
        assert kinds_of(bram) == kinds_of(wil) == []

    def test_what_was_decided_meanwhile_has_no_words_for_administrators(
        self, removal: Decision, nicole: Member, ada: Member, wil: Member, signed_in: SignIn
    ) -> None:
        Member.objects.filter(pk=wil.pk).update(suspended_until=timezone.now() + timedelta(days=1))
        appeal = appeal_decision(member=nicole, decision_id=removal.pk, body="Ik citeerde alleen.")
        Member.objects.filter(pk=wil.pk).update(suspended_until=None)
        mark_read(ada)
        decide_appeal(moderator=wil, appeal_id=appeal.pk, outcome=Outcome.UPHELD, reasons="Het blijft zo.")
        assert "Is er een moderator te weinig?" not in signed_in(ada).get("/inbox/").content.decode()


class TestTheLookAtAnAppeal:
    def test_its_owner_reads_who_looked_at_the_hidden_text(
        self, appeal: Appeal, bram: Member, nicole: Member, signed_in: SignIn
    ) -> None:
        for _time in range(2):
            assert signed_in(bram).get(f"/appeals/{appeal.pk}/").status_code == 200
        assert ShieldedView.objects.get(viewer=bram).why == "appeal"
        assert LogEntry.objects.get(what="looked", actor_id=bram.pk).details == {"why": "appeal"}
        page = signed_in(nicole).get("/me/looks/").content.decode()
        assert "Bram" in page
        assert "om te beslissen over een bezwaar" in page

    def test_a_look_that_is_refused_is_none(self, appeal: Appeal, fatima: Member, signed_in: SignIn) -> None:
        assert signed_in(fatima).get(f"/appeals/{appeal.pk}/").status_code == 404
        assert not ShieldedView.objects.exists()


def test_who_was_wrong_does_not_decide_again_also_when_others_reported_it_meanwhile(
    answer: Answer, fatima: Member, noor: Member, mira: Member, bram: Member, decide: Decide
) -> None:
    filed = report(answer, fatima)
    decide(filed.case, mira, measure="none", rule=None)
    objection = appeal_report(viewer=fatima, report_id=filed.pk, body="Lees het nog eens.")
    case = report(answer, noor).case
    decide_appeal(moderator=bram, appeal_id=objection.pk, outcome=Outcome.REVERSED, reasons="Je hebt gelijk.")
    with pytest.raises(NotAllowed):
        decide(case, mira, measure="none", rule=None)
    decide(case, bram, measure="hold")
    with pytest.raises(NotAllowed):
        decide(case, mira, measure="none", rule=None)
    assert decide(case, bram, measure="remove").measure == "remove"
    again = open_case(kind="answer", target_id=answer.pk, origin=Origin.OWN)
    assert decide(again, mira, measure="restore").decided_by == mira
