"""What a member reads about the rules: what changes, what follows when it goes wrong, what others say."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.blocks import block_member
from accounts.models import Member
from moderation.actions.rule_drafts import NAMES, drop_rule, start_draft, write_rule, write_summary
from moderation.actions.rules import announce_draft, comment_on_rules
from moderation.limits import FIRST_SUSPENSION, NEXT_SUSPENSION
from moderation.models import Rule, RulesVersion
from moderation.models.rule import PARTS
from moderation.queries.rules import difference_page

SignIn = Callable[[Member], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(ada: Member, rules: list[Rule]) -> RulesVersion:
    return start_draft(administrator=ada)


def change(ada: Member, draft: RulesVersion, number: int, **words: str) -> None:
    rule = draft.rules.get(number=number)
    said = {name: getattr(rule, name) for name in NAMES} | words
    write_rule(administrator=ada, number=number, category=rule.category, words=said)


def told(ada: Member, draft: RulesVersion) -> list[tuple[int, int | None, str]]:
    page = difference_page(ada, before=1, after=draft.number)
    return [(diff.number, diff.was, diff.what) for diff in page.rules]


class TestTheDifference:
    def test_a_rule_that_goes_is_the_only_one_that_changed(
        self, ada: Member, draft: RulesVersion, rules: list[Rule], signed_in: SignIn
    ) -> None:
        drop_rule(administrator=ada, number=3)
        page = difference_page(ada, before=1, after=draft.number)
        assert [(diff.number, diff.title, diff.what) for diff in page.rules] == [
            (3, rules[2].words["title"], "gone")
        ]
        assert page.moved == [(number, number - 1) for number in range(4, 13)]
        shown = " ".join(signed_in(ada).get("/moderation/rules/draft/").content.decode().split())
        assert "Regel 12 wordt regel 11." in shown
        assert shown.count("vervalt") == 1

    def test_a_rule_that_changed_and_moved_says_which_it_was(self, ada: Member, draft: RulesVersion) -> None:
        drop_rule(administrator=ada, number=3)
        change(ada, draft, 4, why="Omdat je buren meelezen.")
        assert told(ada, draft) == [(3, None, "gone"), (4, 5, "changed")]

    def test_a_rule_with_another_title_is_known_by_what_else_it_says(
        self, ada: Member, draft: RulesVersion
    ) -> None:
        drop_rule(administrator=ada, number=1)
        change(ada, draft, 1, title="Niemand zet een ander weg", why="Iedereen hoort erbij.")
        assert told(ada, draft) == [(1, None, "gone"), (1, 2, "changed")]

    def test_a_rule_in_whose_place_another_came_is_gone_and_the_other_new(
        self, ada: Member, draft: RulesVersion
    ) -> None:
        change(ada, draft, 5, **{name: f"Iets heel anders: {name}." for name in NAMES})
        assert told(ada, draft) == [(5, None, "gone"), (5, None, "new")]

    def test_each_part_says_what_it_is(self, ada: Member, draft: RulesVersion) -> None:
        change(ada, draft, 2, borderline="Een grap over jezelf mag.")
        write_summary(administrator=ada, summary="Regel 2 is duidelijker.", summary_en="Rule 2 is clearer.")
        now = timezone.now()
        announce_draft(
            administrator=ada,
            comments_until=now + timedelta(days=14),
            effective_from=now + timedelta(days=21),
        )
        shown = Client().get(f"/rules/1/{draft.number}/").content.decode()
        assert "Grensgeval" in shown
        assert "Waarom</p>" not in shown
        assert "Een ander nummer" not in shown


def test_the_ladder_and_the_four_factors_stand_with_the_rules(rules: list[Rule]) -> None:
    for path in ("/rules/", "/rules/1/"):
        shown = " ".join(Client().get(path).content.decode().split())
        assert f"volgt een schorsing van {FIRST_SUSPENSION.days} dagen" in shown
        assert f"de keer daarna van {NEXT_SUSPENSION.days} dagen" in shown
        assert "Hoe vaak het gebeurde, hoeveel van wat je schreef het is, hoe erg het is" in shown
        assert "Tot zes maanden daarna maak je gratis bezwaar" in shown


def test_what_somebody_says_whom_one_blocked_is_folded(
    ada: Member, draft: RulesVersion, fatima: Member, nicole: Member, signed_in: SignIn
) -> None:
    drop_rule(administrator=ada, number=12)
    write_summary(administrator=ada, summary="Regel 12 vervalt.", summary_en="Rule 12 goes.")
    now = timezone.now()
    announce_draft(
        administrator=ada, comments_until=now + timedelta(days=14), effective_from=now + timedelta(days=21)
    )
    comment_on_rules(member=nicole, number=draft.number, body="Dit is onzin van de gemeente.")
    block_member(member=fatima, handle="nicole")
    page = signed_in(fatima).get(f"/rules/{draft.number}/").content.decode()
    fold = page.partition("<summary>Je blokkeert deze schrijver. Toch lezen</summary>")[2]
    assert fold.index("Dit is onzin van de gemeente.") < fold.index("</details>")
    assert "Je blokkeert deze schrijver" not in Client().get(f"/rules/{draft.number}/").content.decode()


def test_machines_read_them_too(rules: list[Rule]) -> None:
    data = json.loads(Client().get("/rules/1.json").content)
    assert (data["version"], len(data["rules"])) == (1, 12)
    first = data["rules"][0]
    assert first["nl"] == {part: getattr(rules[0], part) for part in PARTS}
    assert first["en"]["title"] == rules[0].title_en
    assert data["ladder"]["firstSuspensionDays"] == FIRST_SUSPENSION.days
    assert 'href="/rules/1.json"' in Client().get("/rules/").content.decode()
    assert Client().get("/rules/9.json").status_code == 404
