"""House rules as versions, the log that only grows, and who looked at what."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from community.models import Answer
from core.errors import Conflict, NotFound
from moderation.actions.cases import read_case
from moderation.actions.log import first_flaw, note_shielded_view, write_log
from moderation.actions.rules import announce_rules
from moderation.limits import BULK_VIEWS
from moderation.models import Case, LogEntry, Rule, RulesAcceptance, RulesComment, RulesVersion, ShieldedView
from moderation.models.rule import PARTS
from moderation.targets import find
from tests.factories import make_answer
from tests.moderation.conftest import Decide

SignIn = Callable[[Member], Client]
pytestmark = pytest.mark.django_db


def as_words(rule: Rule, **changes: str) -> dict[str, object]:
    names = [name for part in PARTS for name in (part, f"{part}_en")]
    return {
        "number": rule.number,
        "category": rule.category,
        **{name: getattr(rule, name) for name in names},
        **changes,
    }


@pytest.fixture
def announced(ada: Member, fatima: Member, rules: list[Rule]) -> RulesVersion:
    changed = [as_words(rules[0], why="Een hard woord kan te veel zijn."), *map(as_words, rules[1:11])]
    return announce_rules(administrator=ada, rules=changed, summary="Regel 1 is korter, regel 12 vervalt.")


class TestRules:
    def test_there_are_twelve_rules_with_five_parts_in_two_languages(self, rules: list[Rule]) -> None:
        assert [rule.number for rule in rules] == list(range(1, 13))
        assert all(getattr(rule, f"{part}{end}") for rule in rules for part in PARTS for end in ("", "_en"))

    def test_loading_them_again_changes_nothing(self, rules: list[Rule]) -> None:
        call_command("load_rules", verbosity=0)
        assert RulesVersion.objects.count() == 1

    @pytest.mark.parametrize(("language", "words"), [("nl", "Wees vriendelijk"), ("en", "Be kind")])
    def test_everybody_reads_them(self, language: str, words: str, rules: list[Rule]) -> None:
        page = Client(headers={"accept-language": language}).get("/rules/")
        assert words in page.content.decode()

    def test_a_member_agrees_once_per_version(
        self, rules: list[Rule], fatima: Member, signed_in: SignIn
    ) -> None:
        client = signed_in(fatima)
        for _time in range(2):
            client.post("/rules/1/accept/")
        assert RulesAcceptance.objects.get().member == fatima
        assert "Je bent akkoord" in client.get("/rules/").content.decode()

    def test_a_new_version_is_told_to_everybody_and_holds_later(
        self, announced: RulesVersion, fatima: Member, signed_in: SignIn
    ) -> None:
        page = signed_in(fatima).get("/rules/").content.decode()
        assert "komen er nieuwe huisregels" in page
        assert Notification.objects.filter(member=fatima, kind="rules_announced").exists()
        assert "versie 1" in page
        assert RulesVersion.objects.in_force(timezone.now() + timedelta(days=22)).first() == announced

    def test_the_difference_is_shown_rule_by_rule(self, announced: RulesVersion) -> None:
        page = Client().get("/rules/1/2/").content.decode()
        assert "<del>" in page
        assert "vervalt" in page
        assert Client().get("/rules/1/9/").status_code == 404

    def test_members_comment_until_the_period_ends(
        self, announced: RulesVersion, fatima: Member, signed_in: SignIn
    ) -> None:
        client = signed_in(fatima)
        client.post("/rules/2/comments/", {"body": "Goed zo."})
        client.post("/rules/2/comments/", {"body": "Bij nader inzien: beter uitleggen."})
        assert RulesComment.objects.get().body == "Bij nader inzien: beter uitleggen."
        RulesVersion.objects.filter(number=2).update(comments_until=timezone.now() - timedelta(days=1))
        late = client.post("/rules/2/comments/", {"body": "Te laat."})
        assert late.status_code == 422

    def test_only_an_administrator_announces_and_one_at_a_time(
        self, announced: RulesVersion, ada: Member, mira: Member, rules: list[Rule]
    ) -> None:
        words = [as_words(rule) for rule in rules]
        with pytest.raises(NotFound):
            announce_rules(administrator=mira, rules=words, summary="Zo.")
        with pytest.raises(Conflict):
            announce_rules(administrator=ada, rules=words, summary="Zo.")

    def test_a_decision_cites_the_version_that_held(
        self, case: Case, mira: Member, nicole: Member, signed_in: SignIn, decide: Decide
    ) -> None:
        decision = decide(case, mira)
        letter = signed_in(nicole).get(f"/letters/{decision.pk}/").content.decode()
        assert "Lees huisregel 1 (versie 1)" in letter


def test_an_administrator_announces_rules_from_a_file(ada: Member, mira: Member, rules: list[Rule]) -> None:
    from moderation.actions.rules import FIRST_RULES

    output = StringIO()
    with pytest.raises(CommandError):
        call_command("announce_rules", FIRST_RULES, by="mira")
    with pytest.raises(CommandError):
        call_command("announce_rules", FIRST_RULES.with_name("nowhere.toml"), by="ada")
    call_command("announce_rules", FIRST_RULES, by="ada", stdout=output)
    assert output.getvalue().startswith("Version 2 holds from")
    assert Rule.objects.filter(version__number=2).count() == 12


@pytest.fixture
def tampering() -> Callable[[str], None]:
    """SQL of somebody who could get past the trigger."""

    def run(statement: str) -> None:
        with connection.cursor() as cursor:
            table = " ON moderation_logentry" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS moderation_log_final{table}")
            cursor.execute(statement)

    return run


class TestTheLog:
    def test_a_decision_is_a_line_and_the_chain_is_whole(
        self, case: Case, mira: Member, decide: Decide
    ) -> None:
        decision = decide(case, mira)
        entry = LogEntry.objects.get(what="decided")
        assert (entry.actor_id, entry.details["decision"]) == (mira.pk, decision.pk)
        output = StringIO()
        call_command("verify_log", stdout=output)
        assert "The log is whole: 1 lines" in output.getvalue()

    def test_nothing_that_a_person_wrote_stands_in_it(self, case: Case, mira: Member, decide: Decide) -> None:
        decide(case, mira)
        assert "dom" not in str(list(LogEntry.objects.values_list("details", "thing")))

    def test_the_database_refuses_to_change_a_line(self, db: None) -> None:
        write_log(what="decided", actor_id=1)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE moderation_logentry SET actor_id = 2")

    @pytest.mark.parametrize(
        ("statement", "flaw"),
        [
            ("UPDATE moderation_logentry SET actor_id = 9 WHERE number = 2", "line 2 was changed"),
            ("DELETE FROM moderation_logentry WHERE number = 2", "line 2 is missing"),
            ("DELETE FROM moderation_logentry WHERE number = 3", "ends at line 2, but line 3"),
        ],
    )
    def test_whoever_gets_past_the_trigger_is_found_out(
        self, statement: str, flaw: str, tampering: Callable[[str], None]
    ) -> None:
        for number in range(3):
            write_log(what="decided", actor_id=number)
        assert first_flaw() is None
        tampering(statement)
        with pytest.raises(CommandError, match=flaw):
            call_command("verify_log")

    def test_an_older_hash_that_was_noted_elsewhere_is_looked_for(self, db: None) -> None:
        noted = write_log(what="decided", actor_id=1).hash
        call_command("verify_log", expect=noted, stdout=StringIO())
        with pytest.raises(CommandError):
            call_command("verify_log", expect="f" * 64)

    def test_moderators_of_all_themes_and_administrators_read_it(
        self, case: Case, mira: Member, ada: Member, fatima: Member, signed_in: SignIn, decide: Decide
    ) -> None:
        decide(case, mira)
        for member in (mira, ada):
            assert "nam een besluit" in signed_in(member).get("/moderation/log/").content.decode()
        assert signed_in(fatima).get("/moderation/log/").status_code == 404


def look_at_many(answer: Answer, viewer: Member, times: int) -> None:
    """At hidden answers of the same writer, one after the other."""
    for _number in range(times):
        held = make_answer(answer.question, answer.author, visibility="held")
        note_shielded_view(viewer=viewer, thing=find("answer", held.pk), why="case")


class TestShieldedViews:
    def test_its_owner_reads_who_looked_at_a_hidden_answer(
        self, case: Case, mira: Member, nicole: Member, answer: Answer, signed_in: SignIn
    ) -> None:
        Answer.objects.filter(pk=answer.pk).update(visibility="held")
        for _time in range(2):
            read_case(moderator=mira, case_id=case.pk)
        assert ShieldedView.objects.get().owner == nicole
        page = signed_in(nicole).get("/me/looks/").content.decode()
        assert "Mira" in page
        assert "bekeek een antwoord van jou" in page

    def test_a_look_at_what_everybody_can_read_is_not_noted(self, case: Case, mira: Member) -> None:
        read_case(moderator=mira, case_id=case.pk)
        assert not ShieldedView.objects.exists()

    def test_as_many_looks_as_an_ordinary_day_has_are_told_to_nobody(
        self, rules: list[Rule], mira: Member, ada: Member, answer: Answer
    ) -> None:
        look_at_many(answer, mira, BULK_VIEWS)
        assert not Notification.objects.filter(kind="bulk_viewing").exists()
        assert not LogEntry.objects.filter(what="looked_at_many").exists()

    def test_an_administrator_reads_in_the_inbox_and_the_log_that_somebody_looked_at_many(
        self, rules: list[Rule], mira: Member, ada: Member, answer: Answer, signed_in: SignIn
    ) -> None:
        look_at_many(answer, mira, BULK_VIEWS + 1)
        browser = signed_in(ada)
        assert (
            "Iemand bekeek in korte tijd veel afgeschermde teksten."
            in browser.get("/inbox/").content.decode()
        )
        assert "bekeek in korte tijd veel" in browser.get("/moderation/log/").content.decode()
        assert LogEntry.objects.get(what="looked_at_many").actor_id == mira.pk

    def test_many_looks_in_an_hour_are_told_to_the_administrators_once(
        self, rules: list[Rule], mira: Member, ada: Member, answer: Answer
    ) -> None:
        look_at_many(answer, mira, BULK_VIEWS + 3)
        assert Notification.objects.filter(member=ada, kind="bulk_viewing").count() == 1
