"""A sign of danger that nobody takes up climbs the roster, and stops when somebody does."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.emails import deliver_due_mail
from accounts.models import Member, Notification, Role
from community.models import Answer, Theme
from core.errors import Conflict, NotFound
from core.jobs import periodic
from moderation.actions.alert_climbing import climb_alert, climb_due_alerts
from moderation.actions.alert_taking import give_back, take_alert
from moderation.actions.alerts import raise_alert
from moderation.actions.reports import Filing, report_thing
from moderation.jobs import climb_one
from moderation.models import Alert, AlertTimes, Case, DutyChange, DutyShift, Line, LogEntry, ShieldedView
from moderation.policies import can_see_alert, visible_alerts
from moderation.queries.queue import queue_page
from tests.factories import make_answer, make_member
from tests.moderation.conftest import Decide

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]
Roster = Callable[..., None]

WEDNESDAY_EVENING = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)
"""20.00 on the clock in the Netherlands."""


@pytest.fixture
def alert(answer: Answer, mira: Member, ada: Member, daan: Member) -> Alert:
    """About nicole's answer in Geld en schulden, acute, raised just now."""
    case = raise_alert(kind="suicide", severity="acute", place="answer", thing_id=answer.pk, rules=("a",))
    return case.alerts.get()


@pytest.fixture
def always() -> Roster:
    """`always(daan, Line.FIRST)`: on duty all day, every day."""

    def put(member: Member, line: Line, theme: str = "") -> None:
        for weekday in range(7):
            DutyShift.objects.create(
                member=member, line=line, theme=theme, weekday=weekday, starts=time(0), ends=time(0)
            )

    return put


def told(alert: Alert) -> list[tuple[str, list[str]]]:
    return [(step.told_as, sorted(member.handle for member in step.told.all())) for step in alert.steps.all()]


def after(alert: Alert, minutes: int) -> datetime:
    return alert.started_at + timedelta(minutes=minutes)


class TestClimbing:
    def test_it_climbs_from_whose_duty_it_is_to_the_backup_to_everybody(
        self, alert: Alert, always: Roster, mira: Member, bram: Member, daan: Member, ada: Member
    ) -> None:
        always(daan, Line.FIRST, "geld-en-schulden")
        always(bram, Line.BACKUP)
        for minutes in (0, 5, 10, 15, 20, 25, 50):
            climb_due_alerts(after(alert, minutes))
        assert told(alert) == [
            ("duty", ["daan"]),
            ("backup", ["bram"]),
            ("everyone", ["ada", "bram", "mira"]),
            ("everyone", ["ada", "bram", "mira"]),
        ]

    def test_each_step_is_a_line_in_the_log_and_a_notice(
        self, alert: Alert, always: Roster, daan: Member
    ) -> None:
        always(daan, Line.FIRST)
        climb_due_alerts(after(alert, 0))
        entry = LogEntry.objects.get(what="alert_climbed")
        assert entry.thing == f"case:{alert.case_id}"
        assert entry.details == {"alert": alert.pk, "step": 1, "told_as": "duty", "told": [daan.pk]}
        assert Notification.objects.get(kind="alert").member == daan

    def test_the_mail_goes_at_once_and_its_subject_says_nothing(
        self, alert: Alert, always: Roster, daan: Member
    ) -> None:
        always(daan, Line.FIRST)
        climb_due_alerts()
        deliver_due_mail()
        message = mail.outbox[-1]
        assert message.to == [daan.email]
        for word in ("gevaar", "alarm", "zelfdoding", "Nicole"):
            assert word.lower() not in message.subject.lower()
        assert "Iemand is misschien in gevaar. Pak jij dit op?" in message.body

    def test_the_post_that_raises_it_makes_the_first_step_a_job_at_once(
        self, fatima: Member, answer: Answer, mira: Member, signed_in: SignIn
    ) -> None:
        form = {"body": "ik wil niet meer leven", "key": "4f1c2d0a-6a8b-4c1e-9d70-0f3f8f1f2a11"}
        signed_in(fatima).post(f"/questions/{answer.question_id}/answers/", form)
        queued = DBTaskResult.objects.get(task_path="moderation.jobs.climb_one")
        climb_one.func(*queued.args_kwargs["args"])
        assert told(Alert.objects.get()) == [("moderators", ["mira"])]

    def test_a_worry_climbs_more_slowly_than_acute_danger(self, answer: Answer, mira: Member) -> None:
        case = raise_alert(kind="eviction", severity="concern", place="answer", thing_id=answer.pk, rules=())
        alert = case.alerts.get()
        climb_due_alerts(after(alert, 0))
        assert climb_due_alerts(after(alert, 59)) == 0
        assert climb_due_alerts(after(alert, 60)) == 1

    def test_the_times_are_data(self, alert: Alert) -> None:
        AlertTimes.objects.create(severity="acute", backup_after=2, everyone_after=4, again_every=5)
        climb_due_alerts(after(alert, 0))
        assert climb_due_alerts(after(alert, 1)) == 0
        assert climb_due_alerts(after(alert, 2)) == 1

    def test_a_graver_sign_in_the_same_case_hurries_it(self, answer: Answer, mira: Member) -> None:
        for severity in ("concern", "acute"):
            raise_alert(kind="violence", severity=severity, place="answer", thing_id=answer.pk, rules=())
        alert = Alert.objects.get()
        climb_due_alerts(after(alert, 0))
        assert (alert.severity, climb_due_alerts(after(alert, 10))) == ("acute", 1)

    def test_after_a_standstill_the_steps_follow_on_each_other_once(self, alert: Alert) -> None:
        climb_due_alerts(after(alert, 600))
        assert [step for step, _people in told(alert)] == ["moderators", "moderators", "everyone"]
        assert climb_due_alerts(after(alert, 629)) == 0
        assert climb_due_alerts(after(alert, 630)) == 1

    def test_the_writer_is_never_told_of_their_own_alert(
        self, mira: Member, bram: Member, answer: Answer
    ) -> None:
        Answer.objects.filter(pk=answer.pk).update(author=mira)
        raise_alert(kind="suicide", severity="acute", place="answer", thing_id=answer.pk, rules=())
        climb_due_alerts(timezone.now() + timedelta(hours=1))
        assert all("mira" not in people for _step, people in told(Alert.objects.get()))


class TestAnEmptyRoster:
    def test_all_moderators_of_the_theme_hear_and_the_step_says_why(self, alert: Alert, bram: Member) -> None:
        make_member("wil", role=Role.MODERATOR, scope="wonen")
        climb_due_alerts(after(alert, 0))
        assert told(alert) == [("moderators", ["bram", "mira"])]
        assert "want hiervoor stond niemand op het rooster" in str(alert.steps.get().get_told_as_display())

    def test_without_moderators_the_administrators_hear(self, answer: Answer, ada: Member) -> None:
        case = raise_alert(kind="suicide", severity="acute", place="answer", thing_id=answer.pk, rules=())
        climb_due_alerts(timezone.now())
        assert told(case.alerts.get()) == [("administrators", ["ada"])]

    def test_with_nobody_at_all_it_says_so_and_goes_on(self, answer: Answer) -> None:
        case = raise_alert(kind="suicide", severity="acute", place="answer", thing_id=answer.pk, rules=())
        climb_due_alerts(timezone.now() + timedelta(hours=1))
        assert [step for step, _people in told(case.alerts.get())] == ["nobody"] * 3

    def test_who_lost_the_role_or_is_suspended_is_on_no_roster(
        self, alert: Alert, always: Roster, bram: Member, daan: Member
    ) -> None:
        always(daan, Line.FIRST)
        always(bram, Line.FIRST)
        daan.role_grants.update(revoked_at=timezone.now())
        Member.objects.filter(pk=bram.pk).update(suspended_until=timezone.now() + timedelta(days=1))
        climb_due_alerts(after(alert, 0))
        assert told(alert) == [("moderators", ["mira"])]


class TestHours:
    @pytest.fixture
    def evening(self, alert: Alert, daan: Member, always: Roster) -> Alert:
        """Daan has duty on Wednesdays from 20.00 to 23.00; the alert is on a Wednesday at 20.00."""
        DutyShift.objects.create(member=daan, weekday=2, starts=time(20), ends=time(23))
        alert.started_at = alert.next_step_at = WEDNESDAY_EVENING
        alert.save()
        return alert

    def test_within_the_hours_it_is_whose_duty_it_is(self, evening: Alert) -> None:
        climb_alert(evening.pk, WEDNESDAY_EVENING)
        assert told(evening) == [("duty", ["daan"])]

    @pytest.mark.parametrize("hours", [-1, 3, 24, 24 * 6])
    def test_outside_the_hours_it_is_all_moderators(self, evening: Alert, hours: int) -> None:
        moment = WEDNESDAY_EVENING + timedelta(hours=hours)
        Alert.objects.update(started_at=moment, next_step_at=moment)
        climb_alert(evening.pk, moment)
        assert told(evening) == [("moderators", ["mira"])]

    def test_who_is_away_that_evening_is_not_told(self, evening: Alert, daan: Member) -> None:
        DutyChange.objects.create(
            member=daan,
            starts_at=WEDNESDAY_EVENING - timedelta(days=3),
            ends_at=WEDNESDAY_EVENING + timedelta(hours=1),
        )
        climb_alert(evening.pk, WEDNESDAY_EVENING)
        assert told(evening) == [("moderators", ["mira"])]

    def test_who_comes_in_for_once_is_told(self, evening: Alert, bram: Member) -> None:
        DutyChange.objects.create(
            member=bram,
            is_extra=True,
            starts_at=WEDNESDAY_EVENING - timedelta(hours=1),
            ends_at=WEDNESDAY_EVENING + timedelta(hours=1),
        )
        climb_alert(evening.pk, WEDNESDAY_EVENING)
        assert told(evening) == [("duty", ["bram", "daan"])]


class TestTaking:
    def test_one_press_stops_the_clock_and_claims_the_case(
        self, alert: Alert, mira: Member, signed_in: SignIn
    ) -> None:
        climb_due_alerts(after(alert, 0))
        response = signed_in(mira).post(f"/moderation/alerts/{alert.pk}/take/")
        assert response["Location"] == f"/moderation/cases/{alert.case_id}/"
        case = Case.objects.get(pk=alert.case_id)
        assert case.claimed_by == mira
        assert climb_due_alerts(after(alert, 600)) == 0
        assert LogEntry.objects.filter(what="alert_taken", actor_id=mira.pk).count() == 1

    def test_whoever_was_told_and_has_not_read_it_gets_no_mail_any_more(
        self, alert: Alert, mira: Member, bram: Member
    ) -> None:
        climb_due_alerts(after(alert, 0))
        take_alert(member=mira, alert_id=alert.pk)
        deliver_due_mail()
        assert mail.outbox == []

    def test_the_second_hears_who_was_first(self, alert: Alert, mira: Member, bram: Member) -> None:
        take_alert(member=mira, alert_id=alert.pk)
        take_alert(member=mira, alert_id=alert.pk)
        with pytest.raises(Conflict, match="Mira heeft dit al opgepakt"):
            take_alert(member=bram, alert_id=alert.pk)

    def test_a_decision_in_the_case_ends_it_too(self, alert: Alert, mira: Member, decide: Decide) -> None:
        decide(Case.objects.get(pk=alert.case_id), mira)
        alert.refresh_from_db()
        assert alert.taken_by == mira
        assert climb_due_alerts(after(alert, 600)) == 0

    def test_given_back_it_climbs_from_the_beginning(self, alert: Alert, mira: Member, bram: Member) -> None:
        climb_due_alerts(after(alert, 0))
        take_alert(member=mira, alert_id=alert.pk)
        with pytest.raises(Conflict):
            give_back(member=bram, alert_id=alert.pk)
        give_back(member=mira, alert_id=alert.pk)
        climb_due_alerts()
        assert told(alert) == [("moderators", ["bram", "mira"])] * 2

    def test_a_professional_whose_duty_it_is_takes_it_up_and_reads_the_text_then(
        self, alert: Alert, always: Roster, daan: Member, signed_in: SignIn
    ) -> None:
        Answer.objects.update(visibility="held")
        always(daan, Line.FIRST)
        climb_due_alerts(after(alert, 0))
        browser = signed_in(daan)
        url = f"/moderation/alerts/{alert.pk}/"
        before = browser.get(url).content.decode()
        assert "Zelfdoding" in before
        assert "eigen schuld" not in before
        assert not ShieldedView.objects.exists()
        assert browser.post(f"{url}take/")["Location"] == url
        assert "eigen schuld" in browser.get(url).content.decode()
        assert ShieldedView.objects.get().viewer == daan

    def test_others_of_the_staff_see_nothing_until_they_are_told(
        self, alert: Alert, daan: Member, ada: Member, fatima: Member, nicole: Member, signed_in: SignIn
    ) -> None:
        for member in (daan, ada, fatima, nicole):
            assert signed_in(member).get(f"/moderation/alerts/{alert.pk}/").status_code == 404
            with pytest.raises(NotFound):
                take_alert(member=member, alert_id=alert.pk)

    def test_the_same_danger_in_a_case_that_somebody_took_up_raises_no_new_alert(
        self, alert: Alert, mira: Member, answer: Answer
    ) -> None:
        take_alert(member=mira, alert_id=alert.pk)
        for kind, count in (("suicide", 1), ("violence", 2)):
            raise_alert(kind=kind, severity="acute", place="answer", thing_id=answer.pk, rules=())
            assert Alert.objects.count() == count


def test_a_report_that_somebody_is_in_danger_starts_a_clock(answer: Answer, fatima: Member) -> None:
    filing = Filing(reason="danger", good_faith=True)
    report_thing(
        viewer=fatima, kind="answer", target_id=answer.pk, filing=filing, language="nl", connection=""
    )
    alert = Alert.objects.get()
    assert (alert.kinds, alert.severity) == (["reported"], "concern")


class TestThePages:
    def test_the_queue_shows_first_what_nobody_took_up(
        self, case: Case, alert: Alert, mira: Member, signed_in: SignIn
    ) -> None:
        page = signed_in(mira).get("/moderation/").content.decode()
        assert "Nog niet opgepakt" in page
        assert f'action="/moderation/alerts/{alert.pk}/take/"' in page
        take_alert(member=mira, alert_id=alert.pk)
        assert "Nog niet opgepakt" not in signed_in(mira).get("/moderation/").content.decode()

    def test_the_case_shows_the_clock_the_steps_and_who_was_told(
        self, alert: Alert, mira: Member, bram: Member, signed_in: SignIn
    ) -> None:
        climb_due_alerts(after(alert, 0))
        page = signed_in(mira).get(f"/moderation/cases/{alert.case_id}/").content.decode()
        assert "Nog niemand heeft dit opgepakt" in page
        assert "Alle moderatoren van het thema, want hiervoor stond niemand op het rooster" in page
        assert "Bram, Mira" in page
        assert "Ik pak dit op" in page

    def test_too_late_says_who_was_first_and_leads_on(
        self, alert: Alert, mira: Member, bram: Member, signed_in: SignIn
    ) -> None:
        take_alert(member=mira, alert_id=alert.pk)
        response = signed_in(bram).post(f"/moderation/alerts/{alert.pk}/take/")
        assert response.status_code == 409
        assert "Mira heeft dit al opgepakt" in response.content.decode()


@pytest.mark.parametrize("cases", [3, 12])
def test_the_queue_costs_the_same_however_many_alerts_ring(
    cases: int, debts: Theme, mira: Member, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for _number in range(cases):
        answer = make_answer()
        raise_alert(kind="suicide", severity="acute", place="answer", thing_id=answer.pk, rules=())
    moderator = Member.objects.with_standing().get(pk=mira.pk)
    with django_assert_max_num_queries(10):  # type: ignore[attr-defined]
        page = queue_page(moderator, show="all")
    assert sum(row.alert is not None for row in page.rows) == cases


def test_the_alerts_in_lists_are_those_that_may_be_opened(
    alert: Alert,
    always: Roster,
    daan: Member,
    ada: Member,
    mira: Member,
    nicole: Member,
    fatima: Member,
    joke: Member,
) -> None:
    wil = make_member("wil", role=Role.MODERATOR, scope="wonen")
    sol = make_member("sol", role=Role.MODERATOR, suspended_until=timezone.now() + timedelta(days=3))
    raise_alert(
        kind="child", severity="concern", place="answer", thing_id=make_answer(author=mira).pk, rules=()
    )
    always(daan, Line.FIRST)
    climb_due_alerts()
    staff = {member.pk: member for member in Member.objects.with_standing()}
    seen = {}
    for member in (daan, ada, mira, nicole, fatima, joke, wil, sol):
        viewer = staff[member.pk]
        listed = set(visible_alerts(viewer).values_list("pk", flat=True))
        allowed = {each.pk for each in Alert.objects.all() if can_see_alert(viewer, each)}
        assert listed == allowed, member.handle
        seen[member.handle] = len(listed)
    assert seen == {
        "daan": 2, "ada": 0, "mira": 1, "nicole": 0, "fatima": 0, "joke": 0, "wil": 0, "sol": 0,
    }  # fmt: skip


def test_whoever_was_told_and_lost_the_role_sees_it_no_more(
    alert: Alert, always: Roster, daan: Member
) -> None:
    always(daan, Line.FIRST)
    climb_due_alerts(after(alert, 0))
    assert can_see_alert(Member.objects.with_standing().get(pk=daan.pk), alert)
    daan.role_grants.update(revoked_at=timezone.now())
    assert not can_see_alert(Member.objects.with_standing().get(pk=daan.pk), alert)


def test_the_periodic_jobs_know_of_alerts_rules_and_helplines() -> None:
    seconds = {name: every for name, (_task, every) in periodic.items()}
    assert seconds["moderation.jobs.climb_alerts"] <= 30
    assert {"moderation.jobs.begin_rules", "moderation.jobs.check_helplines"} <= set(seconds)
