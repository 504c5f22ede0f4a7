"""Signs of danger bring help to the writer and a case to the moderators; rules are data."""

import time
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Member, Notification
from community.models import Answer, Question, Theme, Visibility
from core.errors import Conflict, NotFound, Refused
from moderation.actions.danger_rules import RuleWords, add_rule, change_rule, load_known_rules
from moderation.actions.helplines import raise_helpline_tasks, save_helpline
from moderation.danger_rules import known_rules
from moderation.limits import RULE_LINES, RULE_TEXT_LENGTH
from moderation.models import Case, DangerRule, Helpline, HelplineTask, LogEntry, Origin, Priority
from moderation.screeners.danger import Net, RuleText, current_net, forget_rules, rule_text
from moderation.screeners.figures import danger_figures, false_alarms_by_rule, rule_figure
from moderation.screeners.phrases import BadPhrase, parse, parse_lines, sentences
from tests.factories import make_question

pytestmark = pytest.mark.django_db
SignIn = Callable[[Member], Client]


@pytest.fixture(autouse=True)
def _helplines() -> None:
    call_command("load_helplines", verbosity=0)


def post_answer(browser: Client, question: Question, body: str) -> str:
    """The page that the writer sees after posting."""
    form = {"body": body, "key": str(uuid.uuid4())}
    return browser.post(f"/questions/{question.pk}/answers/", form, follow=True).content.decode()


def words(**changes: str) -> RuleWords:
    fields = {
        "kind": "suicide",
        "severity": "acute",
        "phrases": "wil _ verdwijnen",
        "found": "ik wil verdwijnen",
    }
    return RuleWords(**{**fields, **changes})  # type: ignore[arg-type]


def test_a_sign_of_suicide_is_published_brings_the_panel_and_a_case_with_a_clock(
    fatima: Member, signed_in: SignIn
) -> None:
    question, browser = make_question(), signed_in(fatima)
    page = post_answer(browser, question, "ik wil niet meer leven")
    assert 'class="help-panel"' in page
    assert 'href="tel:113"' in page
    assert "Denk je aan zelfdoding? Bel dan 24/7 gratis en anoniem 113" in page
    assert Answer.objects.get().is_published
    case = Case.objects.get()
    assert (case.origin, case.priority, case.target_kind) == (Origin.DANGER, Priority.NOW, "answer")
    assert case.due_at - timezone.now() <= timedelta(minutes=30)
    assert "Zelfdoding" in case.finding
    assert "leven" not in case.finding.replace("leven-beeindigen", "")
    assert 'class="help-panel"' not in browser.get(question.get_absolute_url()).content.decode()


def test_learning_to_live_with_rules_is_no_danger(fatima: Member, signed_in: SignIn) -> None:
    page = post_answer(signed_in(fatima), make_question(), "mijn zoon wil niet leren leven met regels")
    assert 'class="help-panel"' not in page
    assert not Case.objects.exists()


def test_a_threat_is_held_and_says_so(fatima: Member, signed_in: SignIn) -> None:
    page = post_answer(signed_in(fatima), make_question(), "Ik kom morgen met een mes naar het loket.")
    assert Answer.objects.get().visibility == Visibility.HELD
    assert "Een moderator leest je bericht voordat anderen het zien." in page
    assert Case.objects.get().priority == Priority.NOW


def test_a_question_tells_of_danger_in_a_block_too(fatima: Member, debts: Theme, signed_in: SignIn) -> None:
    form = {
        "title": "Wat nu?",
        "theme": debts.slug,
        "body": "Wie weet raad?",
        "situation": "Morgen word ik uit huis gezet.",
    }
    page = signed_in(fatima).post("/ask/", form, follow=True).content.decode()
    assert 'href="tel:08008115"' in page
    assert Case.objects.get().target_kind == "question"


def test_an_edit_can_tell_of_danger(fatima: Member, signed_in: SignIn) -> None:
    question, browser = make_question(fatima), signed_in(fatima)
    form = {"title": question.title, "body": "Mijn man slaat me.", "version": "1"}
    page = browser.post(f"/questions/{question.pk}/edit/", form, follow=True).content.decode()
    assert 'href="tel:08002000"' in page
    assert Case.objects.count() == 1


def test_help_is_shown_also_when_the_text_is_refused_for_a_number_in_it(
    fatima: Member, signed_in: SignIn
) -> None:
    form = {"body": "ik wil niet meer leven, bel 06-12345678"}
    response = signed_in(fatima).post(f"/questions/{make_question().pk}/answers/", form)
    assert response.status_code == 422
    assert 'class="help-panel"' in response.content.decode()


def test_a_visitor_sees_help_before_signing_up(client: Client, debts: Theme) -> None:
    form = {"title": "Ik wil niet meer leven", "theme": debts.slug, "body": "Echt niet meer."}
    assert 'class="help-panel"' in client.post("/ask/", form, follow=True).content.decode()


def test_without_a_current_helpline_the_emergency_number_remains(fatima: Member, signed_in: SignIn) -> None:
    Helpline.objects.all().delete()
    assert 'class="help-panel__number" href="tel:112"' in post_answer(
        signed_in(fatima), make_question(), "ik wil niet meer leven"
    )


def test_the_net_finds_most_on_our_sentences_with_few_false_alarms() -> None:
    figures = danger_figures(current_net())
    found, all_of_them = sum(figure.found for figure in figures), sum(figure.sentences for figure in figures)
    assert found / all_of_them >= 0.95
    assert sum(len(figure.false_alarms) for figure in figures) <= 2
    assert set(false_alarms_by_rule(current_net())) == {rule.key for rule in known_rules()}


@pytest.mark.parametrize("rule", known_rules(), ids=lambda rule: rule.key)
def test_every_rule_that_comes_along_passes_its_own_examples(rule) -> None:  # type: ignore[no-untyped-def]
    net = Net((rule_text(rule),))
    assert [line for line in rule.found.splitlines() if not net.hits(line)] == []
    assert [line for line in rule.passed.splitlines() if net.hits(line)] == []


@pytest.mark.parametrize(
    "text",
    [
        "ik wil niet " * 800,
        "wil " * 2500,
        "z e l f " * 1200,
        "dood " * 2000,
        "a" * 10_000,
        "maak er " * 1200,
        "." * 10_000,
    ],
)
def test_a_hostile_text_is_searched_in_linear_time(text: str) -> None:
    started = time.process_time()
    current_net().hits(text)
    assert time.process_time() - started < 1.0


@pytest.mark.parametrize("line", ["_", "_ dood", "dood _", "a*", "|", "(.*)+", " ".join(["woord"] * 13)])
def test_what_is_no_phrase_is_refused(line: str) -> None:
    with pytest.raises(BadPhrase):
        parse(line)


def test_phrases_see_through_disguise() -> None:
    net = Net((rule_text(DangerRule(key="x", kind="suicide", severity="acute", phrases="zelfmoord*")),))
    for text in (
        "z3lfm00rd",
        "z e l f m o o r d",
        "z.e.l.f.m.o.o.r.d",
        "zelf\u200bmoord",
        "ｚｅｌｆｍｏｏｒｄ",
        "zélfmóórd",
    ):
        assert net.hits(text), text
    assert parse_lines("# uitleg\n\n") == []
    assert sentences("") == []


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("ik kan niet meer .", "Ik kan niet meer, ik ben op", True),
        ("ik kan niet meer .", "ik kan niet meer 😭 echt", True),
        ("ik kan niet meer .", "Ik kan niet meer inloggen.", False),
        ("ik wil niet meer leven", "k wil nie meer leve", True),
        ("m'n man", "mn man", True),
    ],
)
def test_a_phrase_can_end_its_sentence_and_is_found_as_people_say_it(
    phrase: str, text: str, found: bool
) -> None:
    rule = RuleText(key="rule", kind="suicide", severity="acute", phrases=phrase)
    assert bool(Net((rule,)).hits(text)) is found


@pytest.mark.parametrize(
    "text",
    [
        "Ik volg een cursus budgetbeheer maar ik wil niet meer leven",
        "Hij zei nee dus ik maak hem dood",
        "Mijn man slaat me als ik een boek lees",
    ],
)
def test_a_word_that_excuses_elsewhere_does_not_excuse_everything(text: str) -> None:
    assert current_net().hits(text)


def test_a_changed_rule_holds_at_once_and_is_logged(ada: Member, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    with django_capture_on_commit_callbacks(execute=True):
        rule = add_rule(by=ada, key="verdwijnen", words=words())
    assert [hit.rule.key for hit in current_net().hits("Ik wil gewoon verdwijnen.")] == ["verdwijnen"]
    assert DangerRule.objects.count() == len(known_rules()) + 1
    assert LogEntry.objects.get(what="danger_rule_changed").actor_id == ada.pk
    with django_capture_on_commit_callbacks(execute=True):
        off = RuleWords(**{**vars(words()), "is_active": False})
        change_rule(by=ada, rule_id=rule.pk, words=off, seen=rule.changed_at.isoformat())
    assert current_net().hits("Ik wil gewoon verdwijnen.") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"found": "iets heel anders"}, "found"),
        ({"found": " "}, "found"),
        ({"passed": "ik wil verdwijnen"}, "passed"),
        ({"phrases": "_ _"}, "phrases"),
        ({"unless": "a*"}, "unless"),
        ({"phrases": "wil\n" * 200}, "phrases"),
    ],
)
def test_a_rule_that_fails_its_own_examples_is_refused(
    ada: Member, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        add_rule(by=ada, key="nieuw", words=words(**changes))
    assert refused.value.field == field
    assert not DangerRule.objects.filter(key="nieuw").exists()


def test_only_an_administrator_changes_a_rule_and_never_over_somebody_elses_change(
    ada: Member, mira: Member
) -> None:
    with pytest.raises(NotFound):
        add_rule(by=mira, key="nieuw", words=words())
    rule = add_rule(by=ada, key="nieuw", words=words())
    with pytest.raises(Conflict):
        change_rule(by=ada, rule_id=rule.pk, words=words(), seen="2020-01-01")


def test_the_rules_that_come_along_leave_room_for_more() -> None:
    for rule in known_rules():
        for text in (rule.phrases, rule.also, rule.unless, rule.found, rule.passed):
            assert len(text.splitlines()) + 20 <= RULE_LINES
            assert len(text) + 500 <= RULE_TEXT_LENGTH


def test_loading_again_leaves_changed_rules_alone(ada: Member) -> None:
    assert load_known_rules() == len(known_rules())
    DangerRule.objects.filter(key="bedreiging").update(phrases="ander woord", changed_by=ada)
    assert load_known_rules() == 0
    assert DangerRule.objects.get(key="bedreiging").phrases == "ander woord"


def test_a_rule_that_nobody_changed_gets_the_better_words_of_a_new_version() -> None:
    load_known_rules()
    DangerRule.objects.filter(key="wanhoop").update(phrases="oude woorden")
    forget_rules()
    assert current_net().hits("Ik kan niet meer.") == []
    assert load_known_rules() == 1
    forget_rules()
    assert [hit.rule.key for hit in current_net().hits("Ik kan niet meer.")] == ["wanhoop"]
    assert load_known_rules() == 0


def test_with_every_rule_off_nothing_is_found() -> None:
    load_known_rules()
    DangerRule.objects.update(is_active=False)
    forget_rules()
    assert current_net().hits("ik wil niet meer leven") == []


@pytest.mark.parametrize(("who", "status"), [("ada", 200), ("mira", 200), ("daan", 404), ("fatima", 404)])
def test_moderators_and_administrators_see_the_figures(
    request: pytest.FixtureRequest, signed_in: SignIn, who: str, status: int
) -> None:
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get("/moderation/screening/").status_code == status
    new = browser.get("/moderation/screening/rules/new/").status_code
    assert new == (200 if who == "ada" else 404)


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/moderation/screening/").status_code == 302


def test_the_try_out_says_what_would_happen_and_stores_nothing(ada: Member, signed_in: SignIn) -> None:
    browser = signed_in(ada)
    page = browser.post(
        "/moderation/screening/", {"text": "ik wil niet meer leven, bsn 123456782"}
    ).content.decode()
    assert "Deze tekst wordt geweigerd, voor iedereen." in page
    assert "leven-beeindigen" in page
    assert 'class="help-panel"' in page
    assert not Case.objects.exists()
    assert browser.post("/moderation/screening/", {"text": ""}).status_code == 422


def test_an_administrator_changes_a_rule_on_the_page(ada: Member, signed_in: SignIn) -> None:
    load_known_rules()
    rule, browser = DangerRule.objects.get(key="bedreiging"), signed_in(ada)
    url = f"/moderation/screening/rules/{rule.pk}/"
    assert "In dat spel schiet ik ze allemaal neer." in browser.get(url).content.decode()
    form = {"key": rule.key, "kind": rule.kind, "severity": rule.severity, "phrases": rule.phrases,
            "also": "", "unless": rule.unless, "found": rule.found, "passed": rule.passed, "is_active": "on",
            "seen": rule.changed_at.isoformat()}  # fmt: skip
    wrong = browser.post(url, {**form, "found": "Goedemorgen"})
    assert wrong.status_code == 422
    assert "De regel vindt deze zin niet: Goedemorgen" in wrong.content.decode()
    saved = browser.post(url, form, follow=True).content.decode()
    assert "Op onze zinnen vindt het vangnet nu" in saved
    assert browser.post(url, form).status_code == 409
    assert browser.get("/moderation/screening/rules/999/").status_code == 404


def test_the_page_of_a_rule_shows_its_false_alarms_on_our_sentences(ada: Member, signed_in: SignIn) -> None:
    load_known_rules()
    rule, browser = DangerRule.objects.get(key="bedreiging"), signed_in(ada)
    page = browser.get(f"/moderation/screening/rules/{rule.pk}/").content.decode()
    figure = rule_figure(rule_text(rule))
    assert f"Vals alarm: {len(figure.false_alarms)} van {figure.others} zinnen zonder gevaar" in page


def test_a_rule_is_tried_on_its_test_set_our_sentences_and_a_text_before_it_is_stored(
    ada: Member, signed_in: SignIn
) -> None:
    browser = signed_in(ada)
    form = {"key": "te-ruim", "kind": "suicide", "severity": "acute", "phrases": "ik wil", "also": "",
            "unless": "", "found": "ik wil verdwijnen\nhet is klaar", "passed": "ik wil graag werken",
            "text": "Ik wil slapen.", "is_active": "on", "try": "1"}  # fmt: skip
    tried = browser.post("/moderation/screening/rules/new/", form)
    page = tried.content.decode()
    assert tried.status_code == 200
    assert "De regel vindt deze tekst." in page
    assert "2 zinnen van de proef gaan fout" in page
    assert "Vals alarm: 0 van" not in page
    assert "het is klaar" in page
    assert not DangerRule.objects.filter(key="te-ruim").exists()
    assert browser.post("/moderation/screening/rules/new/", {**form, "phrases": "a*"}).status_code == 422


def test_an_expired_helpline_is_not_shown_and_raises_one_task_until_it_is_verified(
    ada: Member, signed_in: SignIn
) -> None:
    with time_machine.travel("2028-03-01 12:00Z"):
        assert raise_helpline_tasks() == Helpline.objects.count()
        assert raise_helpline_tasks() == 0
        assert (
            Notification.objects.filter(member=ada, kind="helpline_expired").count()
            == Helpline.objects.count()
        )
        assert "113 Zelfmoordpreventie" in signed_in(ada).get("/moderation/screening/").content.decode()
        line = Helpline.objects.get(key="113")
        line.verified_on, line.review_due = timezone.localdate(), timezone.localdate() + timedelta(days=300)
        save_helpline(line)
        assert HelplineTask.objects.get(helpline=line).done_at is not None
        assert raise_helpline_tasks() == 0
