"""Many at the same moment: one decision, one statement, one mail."""

import pytest
from django.core import mail
from django.utils import timezone

from accounts.emails import deliver_due_mail
from accounts.models import Member, Notification, Role
from community.models import Answer
from core.errors import Conflict
from moderation.actions.cases import open_case
from moderation.actions.decisions import Verdict, decide_case
from moderation.actions.log import first_flaw, write_log
from moderation.actions.reports import Filing, report_thing
from moderation.models import Case, Decision, LogEntry, Origin, Report, Rule
from tests.factories import make_member
from tests.parallel import in_parallel

pytestmark = [pytest.mark.postgres_only, pytest.mark.django_db(transaction=True)]


def test_fifty_decisions_at_once_are_one_decision_one_statement_and_one_mail(
    answer: Answer, rules: list[Rule], nicole: Member
) -> None:
    case = open_case(kind="answer", target_id=answer.pk, origin=Origin.REPORT)
    moderators = [make_member(role=Role.MODERATOR) for _number in range(10)]
    verdict = Verdict(measure="remove", facts="Je noemde iemand dom.", rule=rules[0])

    def decide(number: int) -> object:
        return decide_case(
            moderator=moderators[number % 10], case_id=case.pk, round=1, version=1, verdict=verdict
        )

    outcomes = in_parallel(decide, times=50)
    Notification.objects.update(mail_due_at=timezone.now())
    deliver_due_mail()
    assert [type(outcome) for outcome in outcomes if not isinstance(outcome, Conflict)] == [Decision]
    assert Decision.objects.count() == 1
    assert Notification.objects.filter(member=nicole, kind="decision").count() == 1
    assert [message.to for message in mail.outbox] == [[nicole.email]]
    assert first_flaw() is None


def test_twenty_reports_at_once_are_one_case(answer: Answer, rules: list[Rule]) -> None:
    members = [make_member() for _number in range(20)]

    def report(number: int) -> object:
        return report_thing(
            viewer=members[number],
            kind="answer",
            target_id=answer.pk,
            filing=Filing(reason="unkind", good_faith=True),
            language="nl",
            connection="",
        )

    outcomes = in_parallel(report, times=20)
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert (Case.objects.get().report_count, Report.objects.count()) == (20, 20)


def test_a_hundred_lines_at_once_make_one_chain(db: None) -> None:
    in_parallel(lambda number: write_log(what="decided", actor_id=number), times=100)
    assert LogEntry.objects.count() == 100
    assert first_flaw() is None
