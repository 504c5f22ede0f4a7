"""Every act of staff is a line in the log, in words that somebody who checks it can follow."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.roles import grant_role, revoke_role
from accounts.models import Member, Role, RoleGrant
from community.actions.highlights import Vouching, end_highlight, highlight_answer
from community.actions.threads import lock_thread, move_question
from community.actions.undoing import undo_act
from community.models import Answer, Question, Theme, ThreadAct
from moderation.actions.log import first_flaw, write_log
from moderation.models import Case, LogEntry
from realtime.actions import rooms
from realtime.actions.office_hours import OfficePlan, cancel_office_hour, change_office_hour, plan_office_hour
from realtime.models import Mute
from tests.moderation.conftest import Decide

SignIn = Callable[[Member], Client]
pytestmark = pytest.mark.django_db


def lines() -> list[tuple[str, int | None, str]]:
    """What, by whom, about what; the oldest first."""
    return list(LogEntry.objects.order_by("number").values_list("what", "actor_id", "thing"))


def page(reader: Member, signed_in: SignIn) -> str:
    return " ".join(signed_in(reader).get("/moderation/log/").content.decode().split())


class TestWhatIsWritten:
    def test_what_a_moderator_does_with_a_thread_and_that_it_was_undone(
        self, question: Question, mira: Member, housing: Theme, signed_in: SignIn
    ) -> None:
        move_question(moderator=mira, question_id=question.pk, theme=housing, reason="Past beter.")
        undo_act(moderator=mira, act_id=ThreadAct.objects.get().pk)
        about = f"question:{question.pk}"
        assert lines() == [("thread_moderated", mira.pk, about), ("thread_undone", mira.pk, about)]
        assert "werkte aan een vraag: verplaatst" in page(mira, signed_in)

    def test_what_a_professional_vouches_for_and_takes_back(
        self, answer: Answer, daan: Member, mira: Member, signed_in: SignIn
    ) -> None:
        vouching = Vouching("Gemeente", "Participatiewet", "", timezone.localdate() + timedelta(days=90))
        highlight_answer(professional=daan, answer_id=answer.pk, version=answer.version, vouching=vouching)
        end_highlight(professional=daan, answer_id=answer.pk)
        about = f"answer:{answer.pk}"
        assert lines() == [("highlighted", daan.pk, about), ("highlight_ended", daan.pk, about)]
        assert f'lichtte een antwoord uit <span class="subtle">(antwoord {answer.pk})' in page(
            mira, signed_in
        )

    def test_what_a_moderator_does_with_a_room_each_once(self, mira: Member, noor: Member) -> None:
        room = rooms.make_room(maker=mira, slug="koffie", name="Koffie")
        for _time in range(2):
            rooms.close_room(moderator=mira, room_slug="koffie")
        for _time in range(2):
            rooms.reopen_room(moderator=mira, room_slug="koffie")
        rooms.set_slow_mode(moderator=mira, room_slug="koffie", seconds=30)
        for _time in range(2):
            rooms.set_audience(moderator=mira, room_slug="koffie", audience="everyone")
        Mute.objects.create(
            room=room, member=noor, muted_by=mira, until=timezone.now() + timedelta(days=1), reason="Rustig."
        )
        for _time in range(2):
            rooms.lift_mutes(moderator=mira, room_slug="koffie", handle="noor")
        assert [what for what, _who, _thing in lines()] == [
            "room_made", "room_closed", "room_reopened", "room_slowed", "room_audience", "room_unmuted"
        ]  # fmt: skip
        assert {(who, thing) for _what, who, thing in lines()} == {(mira.pk, f"room:{room.pk}")}

    def test_what_a_professional_does_with_an_office_hour(self, daan: Member, debts: Theme) -> None:
        begins = timezone.now() + timedelta(days=3)
        plan = OfficePlan("Vragen over geld", "Alles mag.", begins, begins + timedelta(hours=1))
        office_hour = plan_office_hour(host=daan, theme=debts, plan=plan)
        change_office_hour(host=daan, office_hour_id=office_hour.pk, plan=plan)
        cancel_office_hour(host=daan, office_hour_id=office_hour.pk, reason="Ik ben ziek.")
        about = f"office_hour:{office_hour.pk}"
        assert lines() == [(f"office_{what}", daan.pk, about) for what in ("planned", "changed", "cancelled")]
        assert "ziek" not in str(list(LogEntry.objects.values()))

    def test_what_an_administrator_does_in_the_admin(
        self, ada: Member, debts: Theme, signed_in: SignIn
    ) -> None:
        admin = signed_in(ada)
        words = {"name": "Wandelen", "name_en": "Walking", "slug": "wandelen"}
        admin.post("/admin/community/lifeevent/add/", words)
        added = LogEntry.objects.get()
        kind, _colon, pk = added.thing.partition(":")
        assert (added.what, added.actor_id, kind) == ("setting_added", ada.pk, "lifeevent")
        admin.post(f"/admin/community/lifeevent/{pk}/change/", words | {"name": "Samen wandelen"})
        admin.post(
            "/admin/community/lifeevent/",
            {"action": "delete_selected", "_selected_action": [pk], "post": "yes"},
        )
        assert [what for what, _who, _thing in lines()] == [
            "setting_added",
            "setting_changed",
            "setting_removed",
        ]
        shown = page(ada, signed_in)
        assert "haalde bij beheer iets weg" in shown
        assert "Samen wandelen" not in str(list(LogEntry.objects.values()))

    def test_which_role_was_given_and_taken_to_whom(
        self, ada: Member, noor: Member, debts: Theme, signed_in: SignIn
    ) -> None:
        grant_role(member_id=noor.pk, role=Role.MODERATOR, scope=debts.slug, granted_by=ada)
        revoke_role(grant_id=RoleGrant.objects.get(member=noor).pk, revoked_by=ada)
        shown = page(ada, signed_in)
        assert 'gaf een rol: moderator · geld-en-schulden <span class="subtle">(Noor)' in shown
        assert "trok een rol in: moderator · geld-en-schulden" in shown

    def test_the_chain_is_whole_after_all_of_it(self, question: Question, mira: Member) -> None:
        rooms.make_room(maker=mira, slug="koffie", name="Koffie")
        lock_thread(moderator=mira, question_id=question.pk, reason="Klaar.")
        assert first_flaw() is None
        assert LogEntry.objects.count() == 2


class TestWhatIsRead:
    def test_a_decision_with_what_was_done_and_where(
        self, case: Case, mira: Member, ada: Member, decide: Decide, signed_in: SignIn
    ) -> None:
        decide(case, mira, step="warn")
        assert "nam een besluit: weghalen + waarschuwen" in page(mira, signed_in)
        assert f'<a href="/moderation/cases/{case.pk}/">zaak {case.pk}</a>' in page(mira, signed_in)
        shown = page(ada, signed_in)
        assert f"(zaak {case.pk})" in shown
        assert f"/moderation/cases/{case.pk}/" not in shown

    def test_a_decision_to_do_nothing_says_so(
        self, case: Case, mira: Member, decide: Decide, signed_in: SignIn
    ) -> None:
        decide(case, mira, measure="none", rule=None)
        assert "nam een besluit: niets doen" in page(mira, signed_in)

    def test_the_last_hash_whole_for_who_wants_to_note_it(self, mira: Member, signed_in: SignIn) -> None:
        entry = write_log(what="case_opened", actor_id=mira.pk, thing="case:7")
        assert f"manage.py verify_log --expect {entry.hash}" in page(mira, signed_in)

    def test_a_line_that_the_code_does_not_know_as_it_stands(self, mira: Member, signed_in: SignIn) -> None:
        write_log(what="something_old", actor_id=None, thing="thing:7", details={"measure": "burn"})
        write_log(what="decided", actor_id=None, thing="odd", details={"measure": "burn", "step": "none"})
        shown = page(mira, signed_in)
        assert 'something_old <span class="subtle">(thing 7)' in shown
        assert 'nam een besluit: burn <span class="subtle">(odd)' in shown
