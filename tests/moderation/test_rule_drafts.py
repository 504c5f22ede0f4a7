"""New house rules: drafted, announced, commented on, answered, withdrawn or in force on their day."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.emails import deliver_due_mail
from accounts.models import Member, Notification
from core.errors import Conflict, NotFound, Refused
from moderation.actions.rule_drafts import (
    NAMES,
    drop_rule,
    start_draft,
    words_seen,
    write_rule,
    write_summary,
)
from moderation.actions.rules import (
    announce_draft,
    announce_rules,
    answer_comment,
    begin_announced_rules,
    comment_on_rules,
    comment_seen,
    rules_in_force,
    withdraw_rules,
)
from moderation.models import LogEntry, Rule, RulesComment, RulesVersion
from tests.moderation.test_rules_and_log import as_words

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]
Announce = Callable[..., RulesVersion]


def words(rule: Rule, **changes: str) -> dict[str, str]:
    return {name: getattr(rule, name) for name in NAMES} | changes


def in_days(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


@pytest.fixture
def draft(ada: Member, rules: list[Rule]) -> RulesVersion:
    return start_draft(administrator=ada)


@pytest.fixture
def announced(ada: Member, fatima: Member, draft: RulesVersion) -> RulesVersion:
    """Version 2, in which rule 1 says something else."""
    first = draft.rules.get(number=1)
    changed = words(first, why="Een hard woord kan te veel zijn.")
    write_rule(administrator=ada, number=1, category=first.category, words=changed)
    write_summary(administrator=ada, summary="Regel 1 is korter.", summary_en="")
    return announce_draft(administrator=ada, comments_until=in_days(14), effective_from=in_days(21))


class TestTheDraft:
    def test_it_begins_as_a_copy_of_what_holds_and_there_is_one(
        self, ada: Member, draft: RulesVersion
    ) -> None:
        assert start_draft(administrator=ada) == draft
        assert (draft.number, draft.rules.count()) == (2, 12)
        assert rules_in_force() == RulesVersion.objects.get(number=1)

    def test_nobody_but_administrators_sees_it(
        self, draft: RulesVersion, ada: Member, mira: Member, fatima: Member, signed_in: SignIn
    ) -> None:
        for browser in (Client(), signed_in(mira), signed_in(fatima)):
            assert browser.get("/rules/2/").status_code == 404
            assert browser.get("/rules/1/2/").status_code == 404
            assert "Versie 2" not in browser.get("/rules/").content.decode()
        assert signed_in(ada).get("/rules/1/2/").status_code == 200
        assert signed_in(fatima).post("/rules/2/comments/", {"body": "Ho."}).status_code == 404
        for member in (mira, fatima):
            with pytest.raises(NotFound):
                start_draft(administrator=member)

    def test_a_rule_needs_all_five_parts_in_two_languages(self, ada: Member, draft: RulesVersion) -> None:
        rule = draft.rules.get(number=1)
        for name in NAMES:
            with pytest.raises(Refused) as refused:
                write_rule(
                    administrator=ada, number=1, category=rule.category, words=words(rule, **{name: " "})
                )
            assert refused.value.field == name

    def test_two_administrators_do_not_overwrite_each_other(self, ada: Member, draft: RulesVersion) -> None:
        rule = draft.rules.get(number=1)
        seen = words_seen(rule)
        write_rule(
            administrator=ada,
            number=1,
            category=rule.category,
            words=words(rule, title="Wees aardig"),
            seen=seen,
        )
        with pytest.raises(Conflict):
            write_rule(administrator=ada, number=1, category=rule.category, words=words(rule), seen=seen)

    def test_after_a_rule_that_goes_the_others_move_up(self, ada: Member, draft: RulesVersion) -> None:
        third = draft.rules.get(number=3).title
        drop_rule(administrator=ada, number=2)
        assert [rule.number for rule in draft.rules.all()] == list(range(1, 12))
        assert draft.rules.get(number=2).title == third

    def test_the_rules_that_hold_never_change_with_it(
        self, ada: Member, draft: RulesVersion, rules: list[Rule]
    ) -> None:
        drop_rule(administrator=ada, number=1)
        assert Rule.objects.filter(version__number=1).count() == 12


class TestAnnouncing:
    def test_everybody_is_told_and_the_comment_period_is_open(
        self, announced: RulesVersion, fatima: Member, signed_in: SignIn
    ) -> None:
        assert announced.takes_comments
        assert Notification.objects.filter(member=fatima, kind="rules_announced").count() == 1
        page = signed_in(fatima).get("/rules/2/").content.decode()
        assert "reageren tot en met" in page
        assert "Bekijk het verschil" in page

    @pytest.mark.parametrize(
        ("comments", "effective", "field"),
        [
            (6, 21, "comments_until"),
            (14, 13, "effective_from"),
            (14, 400, "effective_from"),
        ],
    )
    def test_dates_that_leave_too_little_time_are_refused(
        self, ada: Member, draft: RulesVersion, comments: int, effective: int, field: str
    ) -> None:
        write_summary(administrator=ada, summary="Anders.", summary_en="")
        drop_rule(administrator=ada, number=12)
        with pytest.raises(Refused) as refused:
            announce_draft(
                administrator=ada, comments_until=in_days(comments), effective_from=in_days(effective)
            )
        assert refused.value.field == field

    def test_a_draft_that_changes_nothing_is_not_announced(self, ada: Member, draft: RulesVersion) -> None:
        write_summary(administrator=ada, summary="Niets.", summary_en="")
        with pytest.raises(Refused, match="gelijk aan de regels"):
            announce_draft(administrator=ada, comments_until=in_days(14), effective_from=in_days(21))

    def test_one_at_a_time(self, ada: Member, announced: RulesVersion, rules: list[Rule]) -> None:
        start_draft(administrator=ada)
        drop_rule(administrator=ada, number=12)
        write_summary(administrator=ada, summary="Nog iets.", summary_en="")
        with pytest.raises(Conflict, match="al een nieuwe versie aangekondigd"):
            announce_draft(administrator=ada, comments_until=in_days(14), effective_from=in_days(21))
        with pytest.raises(Conflict):
            announce_rules(administrator=ada, rules=[as_words(rules[0])], summary="Uit een bestand.")


class TestComments:
    def test_an_answer_stands_with_the_comment_and_its_writer_hears(
        self, ada: Member, fatima: Member, announced: RulesVersion, signed_in: SignIn
    ) -> None:
        comment = comment_on_rules(member=fatima, number=2, body="Mag het ook korter?")
        answer_comment(
            administrator=ada,
            comment_id=comment.pk,
            answer="Ja, dat doen we.",
            seen=comment_seen(comment),
        )
        page = Client().get("/rules/2/").content.decode()
        assert "Ja, dat doen we." in page
        assert "antwoord van Ada" in page
        assert Notification.objects.filter(member=fatima, kind="rules_comment_answered").count() == 1
        inbox = signed_in(fatima).get("/inbox/").content.decode()
        assert "Er is een antwoord op wat jij van de nieuwe huisregels vindt." in inbox
        assert LogEntry.objects.filter(what="rules_comment_answered").count() == 1

    def test_an_answer_to_words_that_changed_meanwhile_is_a_conflict(
        self, ada: Member, fatima: Member, announced: RulesVersion
    ) -> None:
        comment = comment_on_rules(member=fatima, number=2, body="Goed zo.")
        seen = comment_seen(comment)
        comment_on_rules(member=fatima, number=2, body="Bij nader inzien niet.")
        with pytest.raises(Conflict):
            answer_comment(administrator=ada, comment_id=comment.pk, answer="Fijn!", seen=seen)

    def test_other_words_lose_the_answer_to_the_earlier_ones(
        self, ada: Member, fatima: Member, announced: RulesVersion
    ) -> None:
        comment = comment_on_rules(member=fatima, number=2, body="Goed zo.")
        answer_comment(administrator=ada, comment_id=comment.pk, answer="Fijn!", seen=comment_seen(comment))
        comment_on_rules(member=fatima, number=2, body="Toch niet.")
        assert RulesComment.objects.get().answer == ""


class TestWithdrawing:
    def test_it_never_holds_and_everybody_is_told(
        self, ada: Member, fatima: Member, announced: RulesVersion, time_machine: object, signed_in: SignIn
    ) -> None:
        withdraw_rules(administrator=ada, number=2)
        withdraw_rules(administrator=ada, number=2)
        page = signed_in(fatima).get("/inbox/").content.decode()
        assert "De nieuwe huisregels gaan niet door." in page
        assert "Er komen nieuwe huisregels." not in page
        time_machine.move_to(timezone.now() + timedelta(days=40))  # type: ignore[attr-defined]
        assert rules_in_force() == RulesVersion.objects.get(number=1)
        assert begin_announced_rules() == 0
        assert "Deze versie is ingetrokken" in Client().get("/rules/2/").content.decode()

    def test_it_takes_no_comments_any_more(
        self, ada: Member, fatima: Member, announced: RulesVersion
    ) -> None:
        withdraw_rules(administrator=ada, number=2)
        with pytest.raises(Refused):
            comment_on_rules(member=fatima, number=2, body="Jammer.")

    def test_what_holds_is_not_withdrawn(self, ada: Member, rules: list[Rule]) -> None:
        with pytest.raises(Conflict):
            withdraw_rules(administrator=ada, number=1)

    def test_after_it_another_version_is_compared_with_what_holds(
        self, ada: Member, announced: RulesVersion, signed_in: SignIn
    ) -> None:
        withdraw_rules(administrator=ada, number=2)
        start_draft(administrator=ada)
        drop_rule(administrator=ada, number=12)
        write_summary(administrator=ada, summary="Regel 12 vervalt.", summary_en="")
        announce_draft(administrator=ada, comments_until=in_days(14), effective_from=in_days(21))
        assert "/rules/1/3/" in Client().get("/rules/3/").content.decode()


class TestInForce:
    def test_on_its_day_it_holds_and_the_job_tells_everybody_once(
        self, announced: RulesVersion, fatima: Member, time_machine: object, signed_in: SignIn
    ) -> None:
        assert begin_announced_rules() == 0
        time_machine.move_to(announced.effective_from + timedelta(minutes=1))  # type: ignore[attr-defined, operator]
        assert rules_in_force() == announced
        assert (begin_announced_rules(), begin_announced_rules()) == (1, 0)
        assert Notification.objects.filter(member=fatima, kind="rules_began").count() == 1
        deliver_due_mail()
        assert "De nieuwe huisregels gelden nu." in signed_in(fatima).get("/inbox/").content.decode()
        assert LogEntry.objects.filter(what="rules_began").count() == 1

    def test_who_agreed_with_the_old_ones_is_asked_again(
        self, announced: RulesVersion, fatima: Member, time_machine: object, signed_in: SignIn
    ) -> None:
        signed_in(fatima).post("/rules/1/accept/")
        time_machine.move_to(announced.effective_from + timedelta(minutes=1))  # type: ignore[attr-defined, operator]
        assert "Ik houd me aan de huisregels" in signed_in(fatima).get("/rules/").content.decode()


class TestThePages:
    def test_an_administrator_does_all_of_it_on_the_pages(
        self, ada: Member, fatima: Member, rules: list[Rule], signed_in: SignIn
    ) -> None:
        browser = signed_in(ada)
        assert "Begin een nieuwe versie" in browser.get("/moderation/rules/").content.decode()
        assert browser.get("/moderation/rules/draft/").status_code == 404
        browser.post("/moderation/rules/draft/")
        form = {name: f"Nieuw: {name}" for name in NAMES} | {"category": "STATEMENT_CATEGORY_VIOLENCE"}
        wrong = browser.post("/moderation/rules/draft/new/", {**form, "why": ""})
        assert wrong.status_code == 422
        assert "Nieuw: example" in wrong.content.decode()
        browser.post("/moderation/rules/draft/new/", form)
        browser.post("/moderation/rules/draft/2/drop/")
        page = browser.get("/moderation/rules/draft/").content.decode()
        assert "12. Nieuw: title" in page
        assert "nieuw" in page
        today = timezone.localdate()
        dates = {
            "summary": "Een regel erbij.",
            "comments_until": str(today + timedelta(days=3)),
            "effective_from": str(today + timedelta(days=30)),
        }
        early = browser.post("/moderation/rules/draft/announce/", dates)
        assert early.status_code == 422
        assert "ten minste 7 dagen" in early.content.decode()
        assert "Een regel erbij." in early.content.decode()
        dates["comments_until"] = str(today + timedelta(days=20))
        done = browser.post("/moderation/rules/draft/announce/", dates, follow=True).content.decode()
        assert "Aangekondigd. Iedereen krijgt bericht." in done
        comment = comment_on_rules(member=fatima, number=2, body="Goed idee.")
        url = f"/moderation/rules/comments/{comment.pk}/answer/"
        assert "Goed idee." in browser.get(url).content.decode()
        answer = {"answer": "Dank je.", "seen": str(comment_seen(comment))}
        assert "Dank je." in browser.post(url, answer, follow=True).content.decode()
        assert browser.post(url, {**answer, "seen": "1"}).status_code == 409
        assert "gaan deze regels op" in browser.get("/moderation/rules/2/withdraw/").content.decode()
        browser.post("/moderation/rules/2/withdraw/")
        assert browser.post("/moderation/rules/1/withdraw/").status_code == 409

    def test_throwing_the_draft_away_leaves_what_holds(
        self, ada: Member, draft: RulesVersion, signed_in: SignIn
    ) -> None:
        signed_in(ada).post("/moderation/rules/draft/drop/")
        assert [version.number for version in RulesVersion.objects.all()] == [1]
