"""Who has duty when: weeks and exceptions on the clock of the municipality, and their page."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Role
from community.models import Theme
from core.errors import Conflict, NotAllowed, NotFound, Refused
from core.weekdays import Weekday
from moderation.actions.alert_climbing import climb_alert
from moderation.actions.alerts import raise_alert
from moderation.actions.roster import (
    Hours,
    add_change,
    add_shifts,
    change_times,
    drop_shift,
    forget_old_roster_changes,
)
from moderation.models import AlertTimes, DutyChange, DutyShift, Line, LogEntry
from moderation.models.duty import on_the_clock
from moderation.queries.roster import roster_page
from moderation.roster import on_duty, roster
from realtime.models import Duty
from tests.factories import make_answer, make_member

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]

SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)
"""Sundays: at 02.00 the clock skips to 03.00; at 03.00 it goes back to 02.00."""


def hours(member: Member, **changes: object) -> Hours:
    fields = {
        "member_id": member.pk,
        "theme": "",
        "line": Line.FIRST,
        "weekdays": [2],
        "starts": time(20),
        "ends": time(23),
    }
    return Hours(**{**fields, **changes})  # type: ignore[arg-type]


def shift(member: Member, day: int, starts: time, ends: time, **fields: object) -> DutyShift:
    return DutyShift.objects.create(member=member, weekday=day, starts=starts, ends=ends, **fields)


def whose(moment: datetime, theme: str = "wonen", line: Line = Line.FIRST) -> list[str]:
    stretches = roster(moment, moment + timedelta(seconds=1))
    ids = on_duty(stretches, theme=theme, line=line, at=moment)
    names = dict(Member.objects.values_list("pk", "handle"))
    return [names[pk] for pk in ids]


class TestTheClock:
    def test_a_duty_is_on_the_dutch_clock_in_winter_and_summer(self, mira: Member) -> None:
        shift(mira, 2, time(20), time(23))
        assert whose(datetime(2026, 1, 14, 19, 0, tzinfo=UTC)) == ["mira"]
        assert whose(datetime(2026, 1, 14, 18, 59, tzinfo=UTC)) == []
        assert whose(datetime(2026, 7, 15, 18, 0, tzinfo=UTC)) == ["mira"]
        assert whose(datetime(2026, 7, 15, 21, 0, tzinfo=UTC)) == []

    def test_a_duty_over_midnight_ends_the_next_day(self, mira: Member) -> None:
        shift(mira, 6, time(22), time(6))
        assert whose(datetime(2026, 1, 19, 4, 59, tzinfo=UTC)) == ["mira"]
        assert whose(datetime(2026, 1, 19, 5, 0, tzinfo=UTC)) == []

    @pytest.mark.parametrize("night", [SPRING, AUTUMN], ids=["spring", "autumn"])
    def test_the_night_the_clock_is_changed_has_no_gap_and_no_double(
        self, night: date, mira: Member, bram: Member
    ) -> None:
        for member, starts, ends in ((mira, time(0), time(2, 30)), (bram, time(2, 30), time(8))):
            shift(member, 6, starts, ends)
        moment, end = on_the_clock(night, time(0)), on_the_clock(night, time(8))
        counts = []
        while moment < end:
            counts.append(len(whose(moment)))
            moment += timedelta(minutes=5)
        assert set(counts) == {1}
        assert len(counts) == (7 if night == SPRING else 9) * 12

    def test_a_duty_within_the_hour_that_is_skipped_does_not_exist_that_night(self, mira: Member) -> None:
        shift(mira, 6, time(2, 15), time(2, 45))
        begin = on_the_clock(SPRING, time(0))
        assert [s.ends_at - s.starts_at for s in roster(begin, begin + timedelta(hours=7))] == [
            timedelta(minutes=30)
        ]
        assert whose(on_the_clock(SPRING, time(2, 20))) == ["mira"]

    def test_in_the_hour_that_comes_twice_the_duty_goes_on(self, mira: Member) -> None:
        shift(mira, 6, time(1), time(4))
        for hour in (23, 0, 1, 2):
            day = 24 if hour == 23 else 25
            assert whose(datetime(2026, 10, day, hour, 30, tzinfo=UTC)) == ["mira"]
        assert whose(datetime(2026, 10, 25, 3, 0, tzinfo=UTC)) == []

    def test_an_alert_in_that_night_climbs_in_real_minutes(self, mira: Member, bram: Member) -> None:
        shift(mira, 6, time(0), time(0))
        shift(bram, 6, time(0), time(0), line=Line.BACKUP)
        answer = make_answer()
        case = raise_alert(kind="suicide", severity="acute", place="answer", thing_id=answer.pk, rules=())
        alert = case.alerts.get()
        alert.started_at = alert.next_step_at = datetime(2026, 10, 25, 0, 55, tzinfo=UTC)
        alert.save()
        climb_alert(alert.pk, alert.started_at)
        assert climb_alert(alert.pk, alert.started_at + timedelta(minutes=9)) == 0
        assert climb_alert(alert.pk, alert.started_at + timedelta(minutes=10)) == 1
        assert [step.told_as for step in alert.steps.all()] == ["duty", "backup"]


class TestExceptions:
    def test_who_is_away_for_an_hour_has_duty_before_and_after(self, mira: Member) -> None:
        shift(mira, 2, time(9), time(17))
        DutyChange.objects.create(
            member=mira,
            starts_at=datetime(2026, 1, 14, 11, 0, tzinfo=UTC),
            ends_at=datetime(2026, 1, 14, 12, 0, tzinfo=UTC),
        )
        there = [bool(whose(datetime(2026, 1, 14, hour, 30, tzinfo=UTC))) for hour in (10, 11, 12)]
        assert there == [True, False, True]
        assert whose(datetime(2026, 1, 21, 11, 30, tzinfo=UTC)) == ["mira"]

    def test_an_extra_duty_is_for_once_and_its_theme(self, daan: Member) -> None:
        begin = timezone.now() + timedelta(hours=1)
        DutyChange.objects.create(
            member=daan,
            is_extra=True,
            theme="geld-en-schulden",
            starts_at=begin,
            ends_at=begin + timedelta(hours=2),
        )
        moment = begin + timedelta(hours=1)
        assert (whose(moment, "geld-en-schulden"), whose(moment, "wonen")) == (["daan"], [])

    @pytest.mark.parametrize(
        ("starts_in", "ends_in"),
        [(2, 1), (-3, -1), (1, 24 * 90), (24 * 300, 24 * 400)],
        ids=["ends before", "is over", "too long", "too far"],
    )
    def test_what_makes_no_sense_is_refused_with_a_sentence(
        self, mira: Member, starts_in: int, ends_in: int
    ) -> None:
        now = timezone.now()
        with pytest.raises(Refused) as refused:
            add_change(
                by=mira,
                member_id=mira.pk,
                starts_at=now + timedelta(hours=starts_in),
                ends_at=now + timedelta(hours=ends_in),
            )
        assert refused.value.field == "last_day"

    def test_old_ones_are_forgotten(self, mira: Member) -> None:
        long_ago = timezone.now() - timedelta(days=60)
        DutyChange.objects.create(member=mira, starts_at=long_ago, ends_at=long_ago + timedelta(days=1))
        assert forget_old_roster_changes() == 1


class TestChanging:
    def test_a_duty_on_three_days_is_three_rows_and_one_line_in_the_log(
        self, ada: Member, mira: Member
    ) -> None:
        add_shifts(by=ada, hours=hours(mira, weekdays=[0, 2, 4]))
        assert DutyShift.objects.count() == 3
        assert LogEntry.objects.filter(what="roster_changed", actor_id=ada.pk).count() == 1

    def test_the_same_duty_twice_is_a_conflict(self, ada: Member, mira: Member) -> None:
        add_shifts(by=ada, hours=hours(mira))
        with pytest.raises(Conflict):
            add_shifts(by=ada, hours=hours(mira))

    def test_a_moderator_changes_the_roster_of_their_own_theme_only(
        self, debts: Theme, housing: Theme, daan: Member
    ) -> None:
        wil = make_member("wil", role=Role.MODERATOR, scope="wonen")
        add_shifts(by=wil, hours=hours(wil, theme="wonen"))
        for theme in ("geld-en-schulden", ""):
            with pytest.raises(NotAllowed):
                add_shifts(by=wil, hours=hours(daan, theme=theme))
        with pytest.raises(NotAllowed):
            drop_shift(by=wil, shift_id=shift(daan, 1, time(9), time(17), theme=debts.slug).pk)

    def test_a_professional_says_only_that_they_are_away(self, daan: Member, mira: Member) -> None:
        begin, end = timezone.now() + timedelta(hours=1), timezone.now() + timedelta(hours=5)
        add_change(by=daan, member_id=daan.pk, starts_at=begin, ends_at=end)
        with pytest.raises(NotAllowed):
            add_change(by=daan, member_id=mira.pk, starts_at=begin, ends_at=end)
        with pytest.raises(NotAllowed):
            add_change(by=daan, member_id=daan.pk, starts_at=begin, ends_at=end, is_extra=True)

    def test_nobody_without_a_role_stands_on_it_or_sees_it(self, ada: Member, fatima: Member) -> None:
        with pytest.raises(Refused):
            add_shifts(by=ada, hours=hours(fatima))
        with pytest.raises(NotFound):
            roster_page(fatima)

    def test_only_an_administrator_changes_the_times(self, ada: Member, mira: Member) -> None:
        times = {"severity": "acute", "backup_after": 5, "everyone_after": 15, "again_every": 20}
        with pytest.raises(NotFound):
            change_times(by=mira, **times)  # type: ignore[arg-type]
        change_times(by=ada, **times)  # type: ignore[arg-type]
        assert AlertTimes.objects.get().everyone_after == 15
        with pytest.raises(Refused):
            change_times(by=ada, **{**times, "everyone_after": 5})  # type: ignore[arg-type]


class TestThePage:
    def test_an_empty_roster_says_who_is_told_then(
        self, mira: Member, debts: Theme, signed_in: SignIn
    ) -> None:
        page = signed_in(mira).get("/moderation/duty/").content.decode()
        assert "Het rooster is leeg" in page
        assert "alle moderatoren van het thema" in page

    def test_it_says_who_has_duty_now_who_next_and_where_nobody_has(
        self, mira: Member, bram: Member, debts: Theme, time_machine: object
    ) -> None:
        time_machine.move_to(datetime(2026, 1, 14, 19, 30, tzinfo=UTC))  # type: ignore[attr-defined]
        shift(mira, 2, time(20), time(23))
        shift(bram, 3, time(9), time(9))
        page = roster_page(mira)
        now = page.coverage[0]
        assert [who.name for who in now.now] == ["Mira"]
        assert now.following == ["Bram"]
        assert now.following_at == datetime(2026, 1, 15, 8, 0, tzinfo=UTC)
        assert [(gap.starts_at, gap.ends_at) for gap in page.gaps] == [
            (datetime(2026, 1, 14, 22, 0, tzinfo=UTC), datetime(2026, 1, 15, 8, 0, tzinfo=UTC)),
            (datetime(2026, 1, 16, 8, 0, tzinfo=UTC), datetime(2026, 1, 21, 19, 0, tzinfo=UTC)),
        ]

    def test_duties_of_ones_own_that_touch_are_one(
        self, mira: Member, bram: Member, debts: Theme, signed_in: SignIn, time_machine: object
    ) -> None:
        time_machine.move_to(datetime(2026, 1, 14, 19, 30, tzinfo=UTC), tick=False)  # type: ignore[attr-defined]
        shift(mira, 2, time(20), time(23))
        shift(mira, 2, time(23), time(8), line=Line.BACKUP)
        shift(mira, 4, time(9), time(17))
        mine = roster_page(mira).mine
        assert [(span.starts_at, span.ends_at) for span in mine[:2]] == [
            (datetime(2026, 1, 14, 19, 0, tzinfo=UTC), datetime(2026, 1, 15, 7, 0, tzinfo=UTC)),
            (datetime(2026, 1, 16, 8, 0, tzinfo=UTC), datetime(2026, 1, 16, 16, 0, tzinfo=UTC)),
        ]
        for weekday in range(7):
            shift(bram, weekday, time(0), time(0), line=Line.LAST)
        assert roster_page(bram).is_always_on
        words = signed_in(bram).get("/moderation/duty/").content.decode()
        assert "Je hebt de hele komende week dienst." in words

    def test_the_page_unfolds_today_and_the_next_gap_and_folds_the_rest(
        self, mira: Member, debts: Theme, signed_in: SignIn, time_machine: object
    ) -> None:
        time_machine.move_to(datetime(2026, 1, 14, 19, 30, tzinfo=UTC), tick=False)  # type: ignore[attr-defined]
        for weekday in range(7):
            shift(mira, weekday, time(9), time(17))
        page = roster_page(mira)
        assert [day.label for day in page.days if day.is_today] == ["woensdag"]
        assert [[line.name for line in day.first] for day in page.days] == [["Mira"]] * 7
        assert [gap.starts_at for gap in page.next_gaps] == [datetime(2026, 1, 14, 19, 30, tzinfo=UTC)]
        assert page.next_gaps + page.later_gaps == page.gaps
        words = signed_in(mira).get("/moderation/duty/").content.decode()
        assert words.count('<details class="card roster__day" open>') == 1
        assert words.count('<details class="card roster__day">') == 6
        assert "Nog 7 keer in de komende week" in words

    def test_who_says_to_be_there_is_shown_and_told_beside_the_roster(
        self, mira: Member, daan: Member, debts: Theme
    ) -> None:
        Duty.objects.create(member=daan, until=timezone.now() + timedelta(hours=1))
        assert roster_page(mira).coverage[0].present == ["Daan"]
        answer = make_answer()
        case = raise_alert(kind="suicide", severity="acute", place="answer", thing_id=answer.pk, rules=())
        climb_alert(case.alerts.get().pk)
        assert [member.handle for member in case.alerts.get().steps.get().told.all()] == ["daan"]

    def test_a_duty_whose_role_has_ended_says_that_it_does_not_count(
        self, mira: Member, bram: Member, debts: Theme, signed_in: SignIn
    ) -> None:
        shift(bram, 2, time(20), time(23))
        bram.role_grants.update(revoked_at=timezone.now())
        assert "rol voorbij: telt niet mee" in signed_in(mira).get("/moderation/duty/").content.decode()

    def test_an_administrator_adds_changes_and_drops_a_duty(
        self, ada: Member, mira: Member, debts: Theme, signed_in: SignIn
    ) -> None:
        browser = signed_in(ada)
        form = {
            "member": str(mira.pk),
            "theme": "",
            "line": "1",
            "weekdays": ["0", "1"],
            "starts": "22:00",
            "ends": "06:00",
        }
        assert browser.post("/moderation/duty/new/", {**form, "weekdays": []}).status_code == 422
        page = browser.post("/moderation/duty/new/", form, follow=True).content.decode()
        # On each of the two days: once in its summary, once in the day itself.
        assert page.count("22.00–06.00") == 4
        stored = DutyShift.objects.get(weekday=Weekday.MONDAY)
        changed = {**form, "weekdays": "4", "ends": "07:00"}
        browser.post(f"/moderation/duty/{stored.pk}/", changed)
        stored.refresh_from_db()
        assert (stored.weekday, stored.ends) == (4, time(7))
        browser.post(f"/moderation/duty/{stored.pk}/drop/")
        assert DutyShift.objects.count() == 1

    def test_an_exception_until_midnight_is_the_whole_last_day(self, mira: Member, signed_in: SignIn) -> None:
        day = timezone.localdate() + timedelta(days=3)
        form = {
            "what": "away",
            "member": str(mira.pk),
            "first_day": str(day),
            "starts": "00:00",
            "last_day": str(day),
            "ends": "00:00",
        }
        signed_in(mira).post("/moderation/duty/changes/new/", form)
        change = DutyChange.objects.get()
        assert change.starts_at == on_the_clock(day, time(0))
        assert change.ends_at == on_the_clock(day + timedelta(days=1), time(0))
        signed_in(mira).post(f"/moderation/duty/changes/{change.pk}/drop/")
        assert not DutyChange.objects.exists()

    def test_the_page_costs_the_same_for_a_long_roster(
        self, mira: Member, bram: Member, debts: Theme, django_assert_max_num_queries: Callable[..., object]
    ) -> None:
        for weekday in range(7):
            for hour in range(0, 24, 4):
                shift(mira, weekday, time(hour), time((hour + 4) % 24))
                shift(bram, weekday, time(hour), time((hour + 4) % 24), line=Line.BACKUP)
        moderator = Member.objects.with_standing().get(pk=mira.pk)
        with django_assert_max_num_queries(8):  # type: ignore[attr-defined]
            page = roster_page(moderator)
        assert page.gaps == []
