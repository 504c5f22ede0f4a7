"""A decision has reasons, is about what was read, and reaches whom it concerns."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.emails import deliver_due_mail
from accounts.models import Member, Notification
from community.actions.answers import edit_answer
from community.actions.solutions import mark_solution
from community.models import Answer, Revision, Visibility
from core.errors import Conflict, NotAllowed, NotFound, Refused
from moderation.actions.decisions import Verdict, decide_case
from moderation.models import Case, CaseSnapshot, Decision, Measure, Rule, Sanction, Step
from moderation.reasons import propose_facts
from moderation.targets import find
from tests.factories import make_highlight, make_member
from tests.moderation.conftest import Decide

SignIn = Callable[[Member], Client]
pytestmark = pytest.mark.django_db


def form(case: Case, house_rule: Rule, **fields: object) -> dict[str, object]:
    ordinary = {
        "round": case.round,
        "version": 1,
        "measure": "remove",
        "rule": house_rule.pk,
        "facts": "Je noemde iemand dom.",
    }
    return {**ordinary, **fields}


class TestTheStatement:
    def test_a_removal_has_every_field_of_the_statement_of_reasons(
        self, case: Case, mira: Member, nicole: Member, rules: list[Rule], decide: Decide
    ) -> None:
        decision = decide(case, mira, explanation="Eerlijk mag, schelden niet.")
        assert (decision.member, decision.rule, decision.measure) == (nicole, rules[0], "remove")
        assert decision.facts == "Je noemde iemand dom."
        assert decision.source == "SOURCE_VOLUNTARY"
        assert not decision.automated_detection
        assert decision.scope == "alleen antwoord: “Mag ik werken naast mijn bijstand?”"
        assert decision.appeal_until > timezone.now() + timedelta(days=183)

    def test_the_letter_says_what_why_how_and_what_one_can_do(
        self, case: Case, mira: Member, decide: Decide
    ) -> None:
        letter = decide(case, mira, explanation="Eerlijk mag, schelden niet.", step=Step.WARN).letter
        for words in (
            "Beste Nicole,",
            "we halen je antwoord weg",
            "Waarvoor en hoelang: alleen voor je antwoord, overal op Peerplein, zonder einddatum.",
            "Je noemde iemand dom.",
            "De huisregel is nummer 1: Wees vriendelijk",
            "Waarom: Eerlijk mag, schelden niet.",
            "Dit is een waarschuwing.",
            "gratis bezwaar maken",
            "Een mens nam dit besluit, geen computer.",
        ):
            assert words in letter

    def test_a_warning_alone_says_that_the_text_stays(self, case: Case, mira: Member, decide: Decide) -> None:
        letter = decide(case, mira, measure=Measure.NONE, step=Step.WARN).letter
        assert "Wat we doen: je antwoord blijft staan." in letter
        assert "zonder einddatum" not in letter

    def test_hiding_says_that_another_decision_follows(
        self, case: Case, mira: Member, decide: Decide
    ) -> None:
        assert "overal op Peerplein, tot ons volgende besluit." in decide(case, mira, measure="hold").letter

    def test_a_case_about_a_member_begins_with_what_the_profile_says(
        self, mira: Member, nicole: Member, rules: list[Rule]
    ) -> None:
        nicole.about = "Ik verkoop leningen."
        nicole.save()
        facts = propose_facts(find("member", nicole.pk), {})
        assert facts == "In je profiel staat: “Nicole · Ik verkoop leningen.”."

    def test_the_letter_is_in_the_language_of_the_member(
        self, case: Case, mira: Member, nicole: Member, decide: Decide
    ) -> None:
        nicole.language = "en"
        nicole.save()
        decision = decide(case, mira)
        assert decision.language == "en"
        assert "Be kind, also when you disagree" in decision.letter

    def test_without_an_explanation_the_rule_says_why(
        self, case: Case, mira: Member, rules: list[Rule], decide: Decide
    ) -> None:
        assert decide(case, mira).explanation == rules[0].why

    def test_the_member_reads_it_in_the_inbox_and_by_mail_with_a_neutral_subject_even_without_other_mail(
        self, case: Case, mira: Member, nicole: Member, signed_in: SignIn, decide: Decide
    ) -> None:
        Member.objects.filter(pk=nicole.pk).update(mail_own_post=False, mail_own_question=False)
        decision = decide(case, mira)
        Notification.objects.update(mail_due_at=timezone.now())
        assert deliver_due_mail() == 1
        assert mail.outbox[0].subject == "Er is nieuws voor je op Peerplein"
        assert "Er is een besluit over je antwoord. Lees de brief." in mail.outbox[0].body
        assert "dom" not in mail.outbox[0].body
        page = signed_in(nicole).get("/inbox/").content.decode()
        assert "Er is een besluit over je antwoord." in page
        letter = signed_in(nicole).get(f"/letters/{decision.pk}/").content.decode()
        assert "Je noemde iemand dom." in letter
        assert "Mira" not in letter

    def test_nobody_else_reads_the_letter(
        self, case: Case, mira: Member, fatima: Member, bram: Member, signed_in: SignIn, decide: Decide
    ) -> None:
        decision = decide(case, mira)
        for member in (mira, fatima, bram):
            assert signed_in(member).get(f"/letters/{decision.pk}/").status_code == 404

    def test_doing_nothing_tells_the_author_nothing(
        self, case: Case, mira: Member, nicole: Member, answer: Answer, decide: Decide
    ) -> None:
        assert decide(case, mira, measure=Measure.NONE, rule=None).letter == ""
        answer.refresh_from_db()
        assert answer.is_published
        assert not Notification.objects.filter(member=nicole).exists()


class TestNothingWithoutReasons:
    @pytest.mark.parametrize("measure", ["remove", "mask", "hold", "label"])
    def test_no_measure_without_a_rule_or_a_law(
        self, measure: str, case: Case, mira: Member, answer: Answer, decide: Decide
    ) -> None:
        with pytest.raises(Refused) as refusal:
            decide(case, mira, measure=measure, rule=None, label="Let op", passages=("06-12345678",))
        assert refusal.value.field == "rule"
        answer.refresh_from_db()
        assert (answer.visibility, answer.label) == (Visibility.PUBLISHED, "")

    @pytest.mark.parametrize("step", ["warn", "mute", "suspend"])
    def test_no_sanction_without_a_rule_or_a_law(
        self, step: str, case: Case, mira: Member, nicole: Member, decide: Decide
    ) -> None:
        with pytest.raises(Refused):
            decide(case, mira, measure="none", step=step, days=7, rule=None)
        nicole.refresh_from_db()
        assert not nicole.is_suspended
        assert not Sanction.objects.exists()

    def test_no_decision_without_facts(self, case: Case, mira: Member, decide: Decide) -> None:
        with pytest.raises(Refused) as refusal:
            decide(case, mira, facts=" ")
        assert refusal.value.field == "facts"

    def test_no_suspension_without_an_end(self, case: Case, mira: Member, decide: Decide) -> None:
        with pytest.raises(Refused) as refusal:
            decide(case, mira, step="suspend")
        assert refusal.value.field == "days"

    def test_the_database_refuses_a_restriction_without_reasons(
        self, case: Case, mira: Member, nicole: Member
    ) -> None:
        bare = {
            "case": case,
            "round": 1,
            "decided_by": mira,
            "member": nicole,
            "snapshot": CaseSnapshot.objects.get(),
            "facts": "-",
            "scope": "-",
            "source": "SOURCE_VOLUNTARY",
            "content_date": timezone.now(),
            "appeal_until": timezone.now(),
        }
        for fields in ({"measure": "remove"}, {"measure": "none", "step": "warn"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Decision.objects.create(**bare, **fields)
        Decision.objects.create(**bare, measure="none")

    def test_the_database_refuses_to_change_a_decision(
        self, case: Case, mira: Member, decide: Decide
    ) -> None:
        decision = decide(case, mira)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE moderation_decision SET facts = 'iets anders' WHERE id = %s", [decision.pk]
            )

    def test_the_form_keeps_what_was_typed_and_says_what_is_missing(
        self, case: Case, mira: Member, signed_in: SignIn, rules: list[Rule]
    ) -> None:
        page = signed_in(mira).post(
            f"/moderation/cases/{case.pk}/", form(case, rules[0], rule="", explanation="Zo praten we niet.")
        )
        assert page.status_code == 422
        assert "Kies de huisregel waar dit tegen is" in page.content.decode()
        assert "Zo praten we niet." in page.content.decode()

    def test_only_decisions_hide_or_sanction_nothing_else_in_the_code_does(self) -> None:
        """No view, form, admin page, command or API reaches what hides or suspends but through a decision."""
        hiding = re.compile(
            r"\b(hold_post|remove_post|mask_post|label_post|restore_post|release_post|suspend_member|lift_suspension)\("
            r"|\b(hold_message|remove_message|mask_message|put_message_back|apply_measure|apply_step)\(|Mute\.objects\.create"
            r"|visibility\s*=[^=\n]*Visibility\.(HELD|REMOVED)|suspended_until\s*=[^=]"
        )
        allowed = {
            "accounts/actions/standing.py",
            "accounts/models/member.py",
            "community/actions/texts.py",
            "community/actions/visibility.py",
            "community/actions/withdrawing.py",
            "community/demo/people.py",
            "community/queries/gaps.py",
            "moderation/actions/decisions.py",
            "moderation/actions/measures.py",
            "moderation/actions/sanctions.py",
            "moderation/targets/posts.py",
            "realtime/actions/flooding.py",  # a minute of silence for everybody alike, by a limit
            "realtime/actions/moderating.py",
            "realtime/actions/words.py",
            "realtime/reportable.py",
        }
        code = [
            path.relative_to(settings.BASE_DIR)
            for package in ("accounts", "community", "moderation", "realtime", "config")
            for path in (settings.BASE_DIR / package).rglob("*.py")
            if "migrations" not in path.parts and hiding.search(path.read_text())
        ]
        assert {str(path) for path in code} - allowed == set()

    def test_the_admin_shows_no_way_to_decide(self) -> None:
        from django.contrib import admin

        from moderation.models import Appeal, Decision, LogEntry, Report, Sanction

        registered = set(admin.site._registry)
        assert registered & {Appeal, Case, Decision, LogEntry, Report, Sanction, Answer} == set()


class TestMeasures:
    def test_a_removed_answer_leaves_the_thread_and_a_line_with_rule_and_moment(
        self, case: Case, mira: Member, fatima: Member, answer: Answer, signed_in: SignIn, decide: Decide
    ) -> None:
        decide(case, mira)
        for client in (Client(), signed_in(fatima)):
            page = client.get(answer.question.get_absolute_url()).content.decode()
            assert "Wat ben jij dom" not in page
            assert "Een moderator haalde hier een antwoord weg" in page
            assert "Tegen huisregel 1" in page
        answer.question.refresh_from_db()
        assert answer.question.answer_count == 0

    def test_its_author_still_reads_it_with_the_way_to_the_letter(
        self, case: Case, mira: Member, nicole: Member, answer: Answer, signed_in: SignIn, decide: Decide
    ) -> None:
        decision = decide(case, mira)
        page = signed_in(nicole).get(answer.question.get_absolute_url()).content.decode()
        assert "Lees de brief en je rechten" in page
        letter = signed_in(nicole).get(f"/letters/about/answer/{answer.pk}/")
        assert letter.headers["Location"] == f"/letters/{decision.pk}/"

    def test_a_removed_solution_and_highlight_have_no_effect(
        self, case: Case, mira: Member, fatima: Member, answer: Answer, decide: Decide
    ) -> None:
        mark_solution(member=fatima, answer_id=answer.pk)
        make_highlight(answer)
        decide(case, mira)
        question = answer.question
        question.refresh_from_db()
        assert (question.solution, question.highlighted_until) == (None, None)

    def test_masking_takes_the_data_out_of_the_text_its_history_and_our_own_copies(
        self, case: Case, mira: Member, nicole: Member, answer: Answer, rules: list[Rule], decide: Decide
    ) -> None:
        Answer.objects.filter(pk=answer.pk).update(
            created_at=timezone.now() - timedelta(hours=1), body="Vraag het Jan de Vries."
        )
        edit_answer(editor=nicole, answer_id=answer.pk, body="Bel Jan de Vries vandaag nog.", version=1)
        decide(case, mira, measure="mask", rule=rules[3], passages=("Jan de Vries",))
        answer.refresh_from_db()
        assert answer.body == "Bel ••• vandaag nog."
        assert "Jan de Vries" not in answer.body_html
        assert all("Jan de Vries" not in str(row.fields) for row in Revision.objects.all())
        assert all("Jan de Vries" not in str(row.words) for row in CaseSnapshot.objects.all())
        assert all("Jan de Vries" not in row.letter + row.facts for row in Decision.objects.all())

    def test_what_is_masked_may_not_stand_in_the_letter_either(
        self, case: Case, mira: Member, decide: Decide
    ) -> None:
        with pytest.raises(Refused):
            decide(case, mira, measure="mask", facts="Er stond 06-12345678.", passages=("06-12345678",))

    def test_a_remark_stands_above_the_answer_for_everybody(
        self, case: Case, mira: Member, answer: Answer, decide: Decide
    ) -> None:
        decide(case, mira, measure="label", label="Dit klopt niet meer sinds 2026.")
        assert (
            "Dit klopt niet meer sinds 2026."
            in Client().get(answer.question.get_absolute_url()).content.decode()
        )

    def test_hiding_keeps_the_case_open_and_the_second_decision_can_put_it_back(
        self, case: Case, mira: Member, answer: Answer, decide: Decide
    ) -> None:
        decide(case, mira, measure="hold")
        case.refresh_from_db()
        answer.refresh_from_db()
        assert (case.is_open, case.round, answer.visibility) == (True, 2, Visibility.HELD)
        page = Client().get(answer.question.get_absolute_url()).content.decode()
        assert "Een moderator verborg hier een antwoord tot er besloten is" in page
        decide(case, mira, measure="release", rule=None)
        answer.refresh_from_db()
        case.refresh_from_db()
        assert (case.is_open, answer.is_published, answer.removed_at) == (False, True, None)

    def test_releasing_a_held_first_answer_makes_it_news(
        self, case: Case, mira: Member, fatima: Member, answer: Answer, decide: Decide
    ) -> None:
        Answer.objects.filter(pk=answer.pk).update(visibility=Visibility.HELD)
        decide(case, mira, measure="release", rule=None)
        assert Notification.objects.filter(member=fatima, kind="answer").count() == 1

    def test_a_removed_public_question_says_so_and_stays_a_404(
        self, answer: Answer, mira: Member, rules: list[Rule], decide: Decide
    ) -> None:
        from moderation.actions.cases import open_case
        from moderation.models import Origin

        question = answer.question
        decide(open_case(kind="question", target_id=question.pk, origin=Origin.OWN), mira)
        page = Client().get(question.get_absolute_url())
        assert page.status_code == 404
        assert "Een moderator haalde deze vraag weg" in page.content.decode()
        assert question.title not in page.content.decode()


class TestSanctions:
    def test_two_warnings_then_a_suspension_that_ends(
        self, case: Case, mira: Member, nicole: Member, answer: Answer, decide: Decide
    ) -> None:
        from moderation.actions.sanctions import next_step

        assert next_step(nicole.pk).step == Step.WARN
        decide(case, mira, measure="none", step="warn")
        case = reopened(answer)
        assert next_step(nicole.pk).step == Step.WARN
        decide(case, mira, measure="none", step="warn")
        case = reopened(answer)
        assert next_step(nicole.pk).step == Step.SUSPEND
        decide(case, mira, measure="none", step="suspend", days=7)
        nicole.refresh_from_db()
        assert nicole.is_suspended
        sanction = Sanction.objects.get(step="suspend")
        assert (sanction.earlier, sanction.posts, sanction.gravity) == (2, 1, "light")

    def test_a_suspended_member_reads_objects_and_finds_help_but_does_not_write(
        self, case: Case, mira: Member, nicole: Member, answer: Answer, signed_in: SignIn, decide: Decide
    ) -> None:
        decision = decide(case, mira, step="suspend", days=7)
        client = signed_in(nicole)
        assert client.get("/questions/").status_code == 200
        assert client.get("/help-now/").status_code == 200
        appeal = client.post(f"/letters/{decision.pk}/", {"body": "Ik citeerde alleen."})
        assert appeal.status_code == 302
        answering = client.post(f"/questions/{answer.question_id}/answers/", {"body": "Nog een antwoord."})
        assert answering.status_code == 403

    def test_a_mute_is_about_rooms_only(
        self, case: Case, mira: Member, nicole: Member, decide: Decide
    ) -> None:
        from moderation.queries.standing import muted_until

        decision = decide(case, mira, measure="none", step="mute", days=2)
        nicole.refresh_from_db()
        assert not nicole.is_suspended
        assert muted_until({nicole.pk}) == {nicole.pk: decision.ends_at}


class TestTwoAtOnce:
    def test_the_second_reads_who_decided_what_and_keeps_their_text(
        self, case: Case, mira: Member, bram: Member, signed_in: SignIn, rules: list[Rule]
    ) -> None:
        first = signed_in(mira).post(f"/moderation/cases/{case.pk}/", form(case, rules[0]))
        second = signed_in(bram).post(
            f"/moderation/cases/{case.pk}/", form(case, rules[1], facts="Mijn lange verhaal over de feiten.")
        )
        text = second.content.decode()
        assert (first.status_code, second.status_code) == (302, 409)
        assert Decision.objects.count() == 1
        assert "Een ander besloot al over deze zaak." in text
        assert "Mijn lange verhaal over de feiten." in text
        assert "Mira" in text

    def test_an_edit_between_reading_and_deciding_shows_the_difference(
        self, case: Case, mira: Member, nicole: Member, answer: Answer, signed_in: SignIn, rules: list[Rule]
    ) -> None:
        client = signed_in(mira)
        client.get(f"/moderation/cases/{case.pk}/")
        edit_answer(editor=nicole, answer_id=answer.pk, body="Sorry, dat was niet aardig.", version=1)
        page = client.post(f"/moderation/cases/{case.pk}/", form(case, rules[0]))
        text = page.content.decode()
        assert page.status_code == 409
        assert "De tekst is aangepast nadat je hem las." in text
        assert "<ins>" in text
        assert "Je noemde iemand dom." in text
        assert not Decision.objects.exists()
        again = client.post(f"/moderation/cases/{case.pk}/", form(case, rules[0], version=2))
        assert again.status_code == 302

    def test_a_colleague_sees_who_looks_at_it_now(
        self, case: Case, mira: Member, bram: Member, signed_in: SignIn
    ) -> None:
        signed_in(mira).get(f"/moderation/cases/{case.pk}/")
        assert "Mira kijkt nu" in signed_in(bram).get("/moderation/").content.decode()
        signed_in(mira).post(f"/moderation/cases/{case.pk}/release/")
        assert "Mira kijkt nu" not in signed_in(bram).get("/moderation/").content.decode()


class TestWho:
    def test_the_desk_is_for_moderators_of_the_theme(
        self, case: Case, fatima: Member, daan: Member, ada: Member, signed_in: SignIn
    ) -> None:
        from accounts.models import Role

        elsewhere = make_member(role=Role.MODERATOR, scope="wonen")
        for member in (fatima, daan, ada):
            for path in ("/moderation/", f"/moderation/cases/{case.pk}/"):
                assert signed_in(member).get(path).status_code == 404
        assert signed_in(elsewhere).get("/moderation/").status_code == 200
        assert signed_in(elsewhere).get(f"/moderation/cases/{case.pk}/").status_code == 404

    def test_nobody_sees_a_case_about_themselves(
        self, mira: Member, answer: Answer, rules: list[Rule], signed_in: SignIn, decide: Decide
    ) -> None:
        Answer.objects.filter(pk=answer.pk).update(author=mira)
        case = reopened(answer)
        assert signed_in(mira).get(f"/moderation/cases/{case.pk}/").status_code == 404
        with pytest.raises(NotFound):
            decide(case, mira)

    def test_a_moderator_whose_role_ended_decides_nothing(
        self, case: Case, mira: Member, decide: Decide
    ) -> None:
        mira.role_grants.update(revoked_at=timezone.now())
        with pytest.raises(NotFound):
            decide(case, mira)

    def test_a_closed_case_takes_no_second_decision(
        self, case: Case, mira: Member, bram: Member, decide: Decide
    ) -> None:
        decide(case, mira)
        with pytest.raises((Conflict, NotAllowed)):
            decide(case, bram)


def reopened(answer: Answer) -> Case:
    from moderation.actions.cases import open_case
    from moderation.models import Origin

    return open_case(kind="answer", target_id=answer.pk, origin=Origin.OWN)


def test_the_proposed_letter_is_shown_and_nothing_is_decided(
    case: Case, mira: Member, signed_in: SignIn, rules: list[Rule]
) -> None:
    page = signed_in(mira).post(f"/moderation/cases/{case.pk}/", form(case, rules[0], letter="1"))
    assert "Zo gaat de brief eruitzien" in page.content.decode()
    assert "Beste Nicole," in page.content.decode()
    assert not Decision.objects.exists()


def test_doing_nothing_says_beforehand_and_afterwards_that_no_letter_goes_out(
    case: Case, mira: Member, signed_in: SignIn, rules: list[Rule]
) -> None:
    nothing = form(case, rules[0], measure="none")
    browser = signed_in(mira)
    before = browser.post(f"/moderation/cases/{case.pk}/", {**nothing, "letter": "1"}).content.decode()
    assert "De schrijver krijgt hierover geen brief" in before
    assert "Toetsen: 1 tot en met 5" in before
    after = browser.post(f"/moderation/cases/{case.pk}/", nothing, follow=True).content.decode()
    assert "Besloten. Voor de schrijver verandert er niets, dus er gaat geen brief uit." in after
    assert "De brief is onderweg" not in after


def test_a_verdict_that_does_not_fit_the_state_is_refused(
    case: Case, mira: Member, rules: list[Rule]
) -> None:
    with pytest.raises(Refused):
        decide_case(
            moderator=mira, case_id=case.pk, round=1, version=1, verdict=Verdict(measure="release", facts="-")
        )
