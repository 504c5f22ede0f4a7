"""Many at the same moment: one decision, one statement, one mail, one step of an alert."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.emails import deliver_due_mail
from accounts.models import Member, Notification, Role
from community.models import Answer
from core.errors import Conflict
from moderation.actions.alert_climbing import climb_due_alerts
from moderation.actions.alert_taking import take_alert
from moderation.actions.alerts import raise_alert
from moderation.actions.cases import open_case
from moderation.actions.decisions import Verdict, decide_case
from moderation.actions.log import first_flaw, write_log
from moderation.actions.reports import Filing, report_thing
from moderation.jobs import climb_alerts
from moderation.models import Alert, Case, Decision, LogEntry, Origin, Report, Rule
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


class TestAlerts:
    @pytest.fixture
    def alert(self, answer: Answer, rules: list[Rule]) -> Alert:
        make_member(role=Role.MODERATOR)
        case = raise_alert(kind="suicide", severity="acute", place="answer", thing_id=answer.pk, rules=())
        return case.alerts.get()

    def test_many_job_runners_at_once_take_each_step_once(self, alert: Alert) -> None:
        def climb(minutes: int) -> list[object]:
            moment = alert.started_at + timedelta(minutes=minutes)
            return in_parallel(lambda _number: climb_due_alerts(moment), times=20, at_once=10)

        for minutes, steps in ((0, 1), (10, 2), (20, 3), (29, 3)):
            outcomes = climb(minutes)
            assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
            assert list(alert.steps.values_list("number", flat=True)) == list(range(1, steps + 1))
        assert LogEntry.objects.filter(what="alert_climbed").count() == 3
        assert first_flaw() is None

    def test_whoever_takes_it_up_while_it_climbs_stops_it(self, alert: Alert) -> None:
        moderators = [make_member(role=Role.MODERATOR) for _number in range(4)]

        def do(number: int) -> object:
            if number % 2:
                return climb_due_alerts(alert.started_at + timedelta(hours=1))
            return take_alert(member=moderators[number // 2 % 4], alert_id=alert.pk)

        outcomes = in_parallel(do, times=16, at_once=8)
        wrong = [each for each in outcomes if isinstance(each, Exception) and not isinstance(each, Conflict)]
        assert wrong == []
        alert.refresh_from_db()
        taken = LogEntry.objects.get(what="alert_taken")
        assert taken.actor_id == alert.taken_by_id
        later = LogEntry.objects.filter(what="alert_climbed", number__gt=taken.number)
        assert not later.exists()

    def test_two_processes_that_queue_and_run_jobs_tell_everybody_once(self, alert: Alert) -> None:
        outcomes = in_parallel(lambda _number: climb_alerts.func(), times=8, at_once=8)
        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
        assert alert.steps.count() == 1
        assert Notification.objects.filter(kind="alert").count() == alert.steps.get().told.count()

    def test_signs_found_at_the_same_moment_are_one_alert(self, answer: Answer, rules: list[Rule]) -> None:
        def sign(number: int) -> object:
            kind = ("suicide", "violence")[number % 2]
            return raise_alert(kind=kind, severity="acute", place="answer", thing_id=answer.pk, rules=())

        outcomes = in_parallel(sign, times=10, at_once=10)
        assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
        assert sorted(Alert.objects.get().kinds) == ["suicide", "violence"]
