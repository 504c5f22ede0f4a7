"""Open cases, decided ones and an appeal for the demo, made by the same actions as everywhere else."""

from django.db import transaction

from accounts.models import Member, Notification
from community.models import Answer, Comment, Post, Question
from moderation.actions.appeals import appeal_decision
from moderation.actions.cases import open_own_case
from moderation.actions.decisions import Verdict, decide_case
from moderation.actions.reports import Filing, report_thing
from moderation.actions.rules import load_first_rules
from moderation.models import Case, Decision, Measure, Reason, Report, Rule, Step
from moderation.targets import find


@transaction.atomic
def load_cases() -> int:
    """Reports on posts of the demo, two decisions and an appeal; returns how many cases there are."""
    rules = {rule.number: rule for rule in load_first_rules().rules.all()}
    answers = list(Answer.objects.published().filter(question__audience="everyone").order_by("-created_at"))
    comments = list(Comment.objects.published().filter(question__audience="everyone").order_by("-created_at"))
    nicole, sol = Member.objects.get(handle="nicole"), Member.objects.get(handle="sol")
    theirs = next(answer for answer in answers if answer.author_id == nicole.pk)
    others = [post for post in answers if post.author_id not in (nicole.pk, sol.pk)]
    _report(others[0], Reason.WRONG, "Volgens mij is deze regel vorig jaar veranderd.")
    _report(others[1], Reason.PRIVACY, "Er lijkt een naam van een buurvrouw in te staan.")
    _report(comments[0], Reason.UNKIND, "Dit komt hard aan.")
    _report(others[2], Reason.DANGER, "Ik maak me zorgen om de schrijver.")
    _report(others[2], Reason.DANGER, "Kijk even, dit klinkt wanhopig.")
    _decide(others[3], Verdict(measure=Measure.NONE, facts="Een mening, netjes gezegd."), Reason.UNKIND)
    _decide(theirs, _removal(rules[5]), Reason.PRIVACY)
    decision = Decision.objects.get(member=nicole)
    appeal_decision(
        member=nicole,
        decision_id=decision.pk,
        body="Ik noemde geen naam. Het ging over mijn eigen buurt, en iedereen kan dat zelf zien.",
    )
    _suspend(sol, rules[8])
    Notification.objects.filter(kind__in=("decision", "report_decided", "appeal_filed")).update(
        mail_due_at=None
    )
    return Case.objects.count()


def _report(post: Post, reason: str, explanation: str) -> Report:
    """By somebody of the demo who did not write it and has no role."""
    reporters = Member.objects.filter(is_demo=True, role_grants__isnull=True).exclude(pk=post.author_id)
    taken = Report.objects.filter(case__target_id=post.pk).values("reporter")
    reporter = reporters.exclude(pk__in=taken).exclude(handle__in=("sol", "noor")).order_by("handle")
    filing = Filing(reason=reason, good_faith=True, explanation=explanation)
    report, _new = report_thing(
        viewer=Member.objects.with_standing().get(pk=reporter[Report.objects.count() % 4].pk),
        kind=_kind(post),
        target_id=post.pk,
        filing=filing,
        language="nl",
        connection="",
    )
    return report


def _decide(post: Post, verdict: Verdict, reason: str) -> None:
    case = _report(post, reason, "").case
    decide_case(
        moderator=Member.objects.get(handle="mira"),
        case_id=case.pk,
        round=case.round,
        version=find(case.target_kind, case.target_id).version,
        verdict=verdict,
    )


def _suspend(member: Member, rule: Rule) -> None:
    """With a letter, as everybody: what it says of this member stands in no post of the demo."""
    mira = Member.objects.with_standing().get(handle="mira")
    case = open_own_case(moderator=mira, kind="member", target_id=member.pk)
    verdict = Verdict(
        measure=Measure.NONE,
        step=Step.SUSPEND,
        rule=rule,
        facts="Je vroeg drie deelnemers in een gesprek om geld voor je huur.",
        explanation="Wie hier om geld wordt gevraagd, durft straks niets meer te vertellen.",
        extra="We snappen dat je klem zit. Bij Hulp nu staat wie je met je huur kan helpen.",
        days=20,
    )
    decide_case(
        moderator=mira,
        case_id=case.pk,
        round=case.round,
        version=find(case.target_kind, case.target_id).version,
        verdict=verdict,
    )


def _removal(rule: Rule) -> Verdict:
    return Verdict(
        measure=Measure.REMOVE,
        step=Step.WARN,
        rule=rule,
        facts="Je beschreef iemand zo precies dat buren kunnen weten wie het is.",
        explanation="Die ander leest misschien mee en kan zich hier niet verweren.",
    )


def _kind(post: Post) -> str:
    return "question" if isinstance(post, Question) else "answer" if isinstance(post, Answer) else "comment"
