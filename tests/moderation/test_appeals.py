"""Somebody else looks again, and a founded appeal puts everything back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from community.actions.solutions import mark_solution
from community.models import Answer
from core.errors import NotAllowed
from core.jobs import run_waiting
from moderation.actions.appeals import appeal_decision, appeal_report, decide_appeal, remind_of_appeals
from moderation.actions.reports import Filing, report_thing
from moderation.models import Appeal, Case, Decision, Origin, Outcome
from tests.factories import make_highlight
from tests.moderation.conftest import Decide

SignIn = Callable[[Member], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def removal(case: Case, mira: Member, decide: Decide) -> Decision:
    return decide(case, mira, step="suspend", days=7)


@pytest.fixture
def appeal(removal: Decision, nicole: Member) -> Appeal:
    return appeal_decision(member=nicole, decision_id=removal.pk, body="Ik citeerde alleen wat er stond.")


def test_the_place_says_that_an_appeal_runs_and_the_other_moderators_hear_of_it(
    bram: Member, appeal: Appeal, answer: Answer, mira: Member, signed_in: SignIn
) -> None:
    page = Client().get(answer.question.get_absolute_url()).content.decode()
    assert "De schrijver maakte bezwaar." in page
    assert Notification.objects.filter(kind="appeal_filed").values_list("member", flat=True).get() == bram.pk
    assert "Er wacht een bezwaar op een ander paar ogen." in signed_in(bram).get("/inbox/").content.decode()


def test_who_decided_does_not_decide_the_appeal_and_the_page_says_why(
    appeal: Appeal, mira: Member, signed_in: SignIn
) -> None:
    page = signed_in(mira).get(f"/appeals/{appeal.pk}/").content.decode()
    assert "Jij nam dit besluit. Over het bezwaar beslist iemand anders." in page
    sent = signed_in(mira).post(f"/appeals/{appeal.pk}/", {"outcome": "upheld", "reasons": "Ik had gelijk."})
    assert sent.status_code == 403
    with pytest.raises(NotAllowed):
        decide_appeal(moderator=mira, appeal_id=appeal.pk, outcome="upheld", reasons="Toch wel.")


def test_the_database_refuses_who_decided_also_from_raw_sql(appeal: Appeal, mira: Member) -> None:
    statement = (
        "UPDATE moderation_appeal SET decided_by_id = %s, decided_at = %s, outcome = 'upheld', reasons = 'x'"
        " WHERE id = %s"
    )
    refused = pytest.raises(DatabaseError, match="did not decide")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [mira.pk, timezone.now(), appeal.pk])
    appeal.refresh_from_db()
    assert appeal.is_open


def test_the_database_refuses_to_put_in_such_an_appeal(removal: Decision, mira: Member) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Appeal.objects.create(
            decision=removal,
            body="x",
            due_at=timezone.now(),
            decided_by=mira,
            decided_at=timezone.now(),
            outcome="upheld",
            reasons="x",
        )


def test_a_founded_appeal_restores_place_counters_solution_highlight_and_standing(
    case: Case, mira: Member, bram: Member, fatima: Member, nicole: Member, answer: Answer, decide: Decide
) -> None:
    mark_solution(member=fatima, answer_id=answer.pk)
    make_highlight(answer)
    question = answer.question
    question.refresh_from_db()
    before = (question.solution_id, question.solved_at, question.answer_count, question.highlighted_until)
    decision = decide(case, mira, step="suspend", days=7)
    appeal = appeal_decision(member=nicole, decision_id=decision.pk, body="Ik citeerde alleen.")
    decide_appeal(
        moderator=bram, appeal_id=appeal.pk, outcome=Outcome.REVERSED, reasons="Het was een citaat."
    )
    for thing in (question, answer, nicole):
        thing.refresh_from_db()
    after = (question.solution_id, question.solved_at, question.answer_count, question.highlighted_until)
    assert after == before
    assert answer.is_published
    assert not nicole.is_suspended
    page = Client().get(question.get_absolute_url()).content.decode()
    assert "Na bezwaar staat het er sinds" in page
    assert "Een moderator haalde hier een antwoord weg" not in page


def test_a_rejected_appeal_changes_nothing_and_gives_reasons(
    appeal: Appeal, bram: Member, nicole: Member, answer: Answer, signed_in: SignIn
) -> None:
    sent = signed_in(bram).post(
        f"/appeals/{appeal.pk}/", {"outcome": "upheld", "reasons": "Ook een citaat mag niet schelden."}
    )
    assert sent.status_code == 302
    answer.refresh_from_db()
    nicole.refresh_from_db()
    assert (answer.visibility, nicole.is_suspended) == ("removed", True)
    letter = signed_in(nicole).get(f"/letters/{appeal.decision_id}/").content.decode()
    assert "Ook een citaat mag niet schelden." in letter
    assert (
        "De schrijver maakte bezwaar."
        not in Client().get(answer.question.get_absolute_url()).content.decode()
    )


def test_two_at_once_decide_once_and_the_second_keeps_the_text(
    appeal: Appeal, bram: Member, joke: Member, signed_in: SignIn
) -> None:
    client = signed_in(bram)
    client.post(f"/appeals/{appeal.pk}/", {"outcome": "upheld", "reasons": "Blijft zo."})
    page = client.post(f"/appeals/{appeal.pk}/", {"outcome": "reversed", "reasons": "Mijn andere reden."})
    assert page.status_code == 409
    assert "Mijn andere reden." in page.content.decode()
    assert Appeal.objects.get().outcome == "upheld"


@pytest.mark.django_db(transaction=True)
def test_a_dismissed_reporter_without_account_objects_and_a_new_case_opens_for_somebody_else(
    answer: Answer, mira: Member, bram: Member, decide: Decide, signed_in: SignIn
) -> None:
    filing = Filing(reason="unkind", good_faith=True, email="buur@example.org")
    report, _new = report_thing(
        viewer=AnonymousUser(),
        kind="answer",
        target_id=answer.pk,
        filing=filing,
        language="nl",
        connection="127.0.0.1",
    )
    decide(report.case, mira, measure="none", rule=None)
    appeal = appeal_report(viewer=AnonymousUser(), report_id=report.pk, body="Lees het nog eens.")
    decide_appeal(moderator=bram, appeal_id=appeal.pk, outcome=Outcome.REVERSED, reasons="Je hebt gelijk.")
    case = Case.objects.open().get()
    assert (case.origin, case.target_id) == (Origin.APPEAL, answer.pk)
    with pytest.raises(NotAllowed):
        decide(case, mira)
    run_waiting()
    assert "Je krijgt gelijk." in mail.outbox[-1].body
    assert mail.outbox[-1].to == ["buur@example.org"]


def test_after_six_months_the_term_is_over(removal: Decision, nicole: Member, time_machine: object) -> None:
    time_machine.move_to(removal.decided_at + timedelta(days=183))  # type: ignore[attr-defined]
    from moderation.policies import can_appeal

    assert can_appeal(nicole, removal)
    time_machine.move_to(removal.appeal_until + timedelta(days=1))  # type: ignore[attr-defined]
    assert not can_appeal(nicole, removal)
    with pytest.raises(NotAllowed):
        appeal_decision(member=nicole, decision_id=removal.pk, body="Te laat.")


def test_nobody_else_objects_to_it(removal: Decision, fatima: Member, signed_in: SignIn) -> None:
    assert signed_in(fatima).post(f"/letters/{removal.pk}/", {"body": "Ik ook."}).status_code == 404
    assert not Appeal.objects.exists()


def test_a_second_objection_is_the_first(appeal: Appeal, nicole: Member) -> None:
    again = appeal_decision(member=nicole, decision_id=appeal.decision_id, body="Nog een keer.")
    assert again.pk == appeal.pk
    assert Appeal.objects.count() == 1


def test_an_appeal_that_waits_a_week_is_brought_up_once(appeal: Appeal, bram: Member) -> None:
    Appeal.objects.update(filed_at=timezone.now() - timedelta(days=8))
    assert (remind_of_appeals(), remind_of_appeals()) == (1, 0)
    assert Notification.objects.filter(member=bram, kind="appeal_waits").count() == 1


def test_an_appeal_against_an_older_decision_does_not_undo_a_newer_one(
    case: Case, mira: Member, bram: Member, nicole: Member, answer: Answer, decide: Decide
) -> None:
    hold = decide(case, mira, measure="hold")
    appeal = appeal_decision(member=nicole, decision_id=hold.pk, body="Waarom?")
    decide(case, mira, measure="remove")
    decide_appeal(moderator=bram, appeal_id=appeal.pk, outcome="reversed", reasons="Verbergen hoefde niet.")
    answer.refresh_from_db()
    assert answer.visibility == "removed"
