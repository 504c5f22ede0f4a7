"""A small community with something in every state, and a secret word in everything that somebody wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta
from itertools import product
from typing import Any

from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.emails import unsubscribe_token
from accounts.models import Member, Notification
from community.emails import confirm_token, stop_token
from community.helped_link import helped_path
from community.models import (
    Answer,
    Audience,
    CannedAnswer,
    Comment,
    EmailFollow,
    Question,
    Revision,
    ThreadAct,
    Visibility,
)
from core.text import render
from moderation.actions.alert_climbing import climb_due_alerts, sound_alert
from moderation.actions.appeals import appeal_decision
from moderation.actions.cases import open_case
from moderation.actions.danger_rules import load_known_rules
from moderation.actions.decisions import Verdict, decide_case
from moderation.actions.reports import Filing, report_thing
from moderation.actions.rule_drafts import start_draft
from moderation.actions.rules import comment_seen, load_first_rules
from moderation.models import (
    Case,
    DangerRule,
    DutyChange,
    DutyShift,
    Origin,
    RulesComment,
    RulesVersion,
)
from moderation.tokens import report_token
from realtime.models import Message, Room, RoomKind
from realtime.models.room import RoomAudience
from tests.contracts.people import MEMBERS, MODERATORS, OTHER_THEME, PEOPLE, PROFESSIONALS, THEME, make_people
from tests.factories import make_answer, make_comment, make_highlight, make_question, make_theme

HIDDEN = (Visibility.HELD, Visibility.WITHDRAWN, Visibility.REMOVED)
EVERYBODY = frozenset(PEOPLE)
_LETTERS = "bcdfghkmnprst"
_WORDS = ("".join(letters) for letters in product(_LETTERS, repeat=3))


@dataclass(frozen=True)
class Canary:
    """A word that stands nowhere else, what it is part of, and who may meet it."""

    word: str
    what: str
    readers: frozenset[str]


@dataclass
class World:
    """`ids` are the rows by name: "open", "open-answer", "open-answer-comment", "open-held-answer" …"""

    members: dict[str, Member]
    canaries: list[Canary] = field(default_factory=list)
    ids: dict[str, int | str] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    case_ids: list[int] = field(default_factory=list)
    alert_ids: list[int] = field(default_factory=list)
    cookies: dict[str, str] = field(default_factory=dict)

    def browser(self, name: str) -> Client:
        """A fresh browser in which this person is signed in."""
        client = Client()
        if name == "visitor":
            return client
        if name not in self.cookies:
            client.force_login(self.members[name], backend="accounts.backends.MemberBackend")
            self.cookies[name] = client.cookies["sid"].value
        client.cookies["sid"] = self.cookies[name]
        return client

    def secret(self, what: str, readers: frozenset[str]) -> str:
        """A new canary."""
        word = f"zq{next(_WORDS)}qz"
        self.canaries.append(Canary(word, what, readers))
        return word

    def path(self, template: str) -> str:
        """`/questions/{open}/edit/` with the ids of this world."""
        return template.format_map(self.ids)


@contextmanager
def sandbox() -> Iterator[None]:
    """Whatever happens in here is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def build_world() -> World:
    world = World(members=make_people(eric={"handle": "zqericqz", "name": "Zqnaamqz"}))
    _main_thread(world)
    for audience in (Audience.MEMBERS, Audience.PROFESSIONALS):
        _thread(world, audience, audience=audience)
    for visibility in HIDDEN:
        _thread(world, visibility, visibility=visibility)
    _thread(world, "anonymous", asker="eric", anonymous=True)
    _thread(world, "anonymous-professionals", asker="eric", anonymous=True, audience=Audience.PROFESSIONALS)
    _thread(world, "elsewhere", asker="noor", theme=OTHER_THEME)
    _answer(world, "sols-answer", world.questions["elsewhere"], EVERYBODY, author="sol")
    load_known_rules()
    world.ids["danger-rule"] = DangerRule.objects.order_by("pk").values_list("pk", flat=True)[0]
    world.ids["missing"] = 10**15
    world.ids["next-year"] = f"{timezone.localdate() + timedelta(days=300)}"
    world.ids["tomorrow"] = f"{timezone.localdate() + timedelta(days=1)}"
    _links_in_mail(world)
    _decisions(world)
    _alerts_and_rules(world)
    _rooms(world)
    act = {"kind": "pinned", "moderator": world.members["mira"], "before": {"pinned_until": None}}
    # The tests take longer than the half minute in which it can be taken back.
    in_an_hour = timezone.now() + timedelta(hours=1)
    world.ids["pinned-act"] = ThreadAct.objects.create(
        question=world.questions["open"], created_at=in_an_hour, **act
    ).pk
    world.ids["canned"] = CannedAnswer.objects.create(
        owner=world.members["joke"],
        title=world.secret("canned title", frozenset({"joke"})),
        body=world.secret("canned body", frozenset({"joke"})),
    ).pk
    for name in MEMBERS:
        world.browser(name)
    return world


def readers_of_question(visibility: str, audience: str, *, asker: str, theme: str = THEME) -> frozenset[str]:
    """Who may read a question, said again in the plainest words, apart from the code that decides."""
    moderators = {*MODERATORS, "wil"} if theme == OTHER_THEME else {*MODERATORS}
    professionals = {"otto"} if theme == OTHER_THEME else {*PROFESSIONALS}
    if visibility == Visibility.MOVED:
        return frozenset()
    if visibility == Visibility.WITHDRAWN:
        return frozenset({asker})
    if visibility in (Visibility.HELD, Visibility.REMOVED):
        return frozenset({asker, *moderators})
    if audience == Audience.PROFESSIONALS:
        return frozenset({asker, *moderators, *professionals})
    return frozenset(MEMBERS) if audience == Audience.MEMBERS else EVERYBODY


def readers_of_post(visibility: str, *, author: str, under: frozenset[str]) -> frozenset[str]:
    """Who may read an answer or comment; `under` may read what it stands under. For the main theme."""
    if visibility == Visibility.MOVED:
        return frozenset()
    if visibility == Visibility.WITHDRAWN:
        return under & {author}
    return under & {author, *MODERATORS} if visibility in HIDDEN else under


def _thread(
    world: World,
    name: str,
    *,
    asker: str = "fatima",
    visibility: str = Visibility.PUBLISHED,
    audience: str = Audience.EVERYONE,
    anonymous: bool = False,
    theme: str = THEME,
) -> frozenset[str]:
    """A question with a published answer and comments, with secrets; returns who may read it."""
    readers = readers_of_question(visibility, audience, asker=asker, theme=theme)
    secrets = {part: world.secret(f"{name} question, {part}", readers) for part in _QUESTION_PARTS}
    question = make_question(
        world.members[asker],
        theme=make_theme(theme),
        visibility=visibility,
        audience=audience,
        anonymous=anonymous,
        version=2,
        **secrets,
    )
    world.questions[name], world.ids[name], world.ids[f"{name}-slug"] = question, question.pk, question.slug
    _earlier(world, f"{name} question", question, asker, readers, visibility, theme)
    _answer(world, f"{name}-answer", question, readers)
    _comment(world, f"{name}-comment", question, None, readers)
    if anonymous:
        _answer(world, f"{name}-own-answer", question, readers, author=asker)
        _comment(world, f"{name}-own-comment", question, None, readers, author=asker)
    return readers


def _rooms(world: World) -> None:
    """A room of the main theme with messages in every state, and a help chat of fatima and joke."""
    theme = make_theme(THEME)
    shared = Room.objects.create(slug=THEME, kind=RoomKind.THEME, theme=theme, name=theme.name)
    everybody, nobody = frozenset(MEMBERS), frozenset[str]()
    _say(world, shared, "nicole", world.secret("room message", everybody))
    for visibility in HIDDEN:
        secret = world.secret(f"{visibility} room message", nobody)
        _say(world, shared, "nicole", secret, visibility=visibility)
    public = Room.objects.create(slug="plein", name="Plein", audience=RoomAudience.EVERYONE)
    _say(world, public, "nicole", world.secret("public room message", EVERYBODY))
    for visibility in HIDDEN:
        secret = world.secret(f"{visibility} public room message", nobody)
        _say(world, public, "nicole", secret, visibility=visibility)
    private = Room.objects.create(slug="hulp-1", kind=RoomKind.HELP, name="Hulpgesprek")
    both = frozenset({"fatima", "joke"})
    for name in both:
        private.members.create(member=world.members[name])
    _say(world, private, "fatima", world.secret("help chat message", both))


def _say(world: World, room: Room, author: str, body: str, **fields: Any) -> None:
    room.last_n += 1
    room.save()
    html = render(body).html
    Message.objects.create(
        room=room,
        seq=room.last_n,
        n=room.last_n,
        author=world.members[author],
        body=body,
        body_html=html,
        **fields,
    )


def _main_thread(world: World) -> None:
    """A public question with answers and comments in every state, one answer highlighted and solving."""
    everybody = _thread(world, "open")
    question, answer = world.questions["open"], world.answers["open-answer"]
    make_highlight(answer, world.members["daan"])
    question.solution, question.solved_at = answer, question.created_at
    question.save(update_fields=["solution", "solved_at"])
    for visibility in HIDDEN:
        _answer(world, f"open-{visibility}-answer", question, everybody, visibility=visibility)
        _comment(world, f"open-{visibility}-comment", question, None, everybody, visibility=visibility)
        name = f"open-answer-{visibility}-comment"
        _comment(world, name, question, answer, everybody, visibility=visibility)
    question.refresh_from_db()


def _links_in_mail(world: World) -> None:
    """What only a mail holds, and one notification in the inbox of fatima."""
    follow = EmailFollow.objects.create(question=world.questions["open"], email="buur@perenburg.example")
    world.ids["confirm-token"], world.ids["stop-token"] = confirm_token(follow), stop_token(follow)
    world.ids["unsubscribe-token"] = unsubscribe_token(world.members["fatima"].pk)
    world.ids["helped-token"] = helped_path(world.answers["open-answer"].pk).split("/")[2]
    notification = Notification.objects.create(
        member=world.members["fatima"],
        kind="answer",
        event_key="answer:of-the-world",
        actor=world.members["nicole"],
        place_id=world.questions["open"].pk,
        thing_id=world.answers["open-answer"].pk,
    )
    world.ids["notification"] = notification.pk


def _decisions(world: World) -> None:
    """A case with a report of noor about nicole's answer, cases about what is hidden, and a decision of mira
    about another answer of nicole, with an appeal."""
    rules = load_first_rules().rules.all()
    open_answer = world.answers["open-answer"]
    report, _new = report_thing(
        viewer=world.members["noor"],
        kind="answer",
        target_id=open_answer.pk,
        filing=Filing(reason="unkind", good_faith=True),
        language="nl",
        connection="",
    )
    world.ids["case"], world.ids["report-token"] = report.case_id, report_token(report.pk)
    for name in ("open-held-answer", "open-removed-answer", "professionals-answer", "members-answer"):
        world.case_ids.append(_case(world.answers[name].pk).pk)
    question = make_question(world.members["noor"], title="Wie besliste hier wat?")
    answer = make_answer(question, world.members["nicole"])
    case = _case(answer.pk)
    decision = decide_case(
        moderator=world.members["mira"],
        case_id=case.pk,
        round=1,
        version=1,
        verdict=Verdict(measure="remove", facts="Je noemde iemand dom.", rule=rules[0]),
    )
    appeal = appeal_decision(
        member=world.members["nicole"], decision_id=decision.pk, body="Ik citeerde alleen."
    )
    world.ids |= {"decided-answer": answer.pk, "decision": decision.pk, "appeal": appeal.pk}
    Notification.objects.filter(kind__in=("decision", "appeal_filed")).delete()


def _alerts_and_rules(world: World) -> None:
    """An alert that daan was told of, who has duty all week; a draft of the rules, a comment on version 1."""
    mira, daan, ada = (world.members[name] for name in ("mira", "daan", "ada"))
    for weekday in range(7):
        shift = DutyShift.objects.create(member=daan, weekday=weekday, starts=time(0), ends=time(0))
    now = timezone.now()
    change = DutyChange.objects.create(
        member=daan, starts_at=now + timedelta(days=20), ends_at=now + timedelta(days=21)
    )
    cases = Case.objects.filter(pk__in=[world.ids["case"], *world.case_ids])
    alerts = {case.pk: sound_alert(case=case, kind="suicide", severity="acute") for case in cases}
    world.alert_ids += [alert.pk for alert in alerts.values() if alert is not None]
    alert = alerts[int(world.ids["case"])]
    climb_due_alerts()
    draft = start_draft(administrator=ada)
    secret = world.secret("rule of a draft", frozenset({"ada"}))
    draft.rules.filter(number=1).update(why=secret, why_en=secret)
    comment = RulesComment.objects.create(
        version=RulesVersion.objects.get(number=1), member=world.members["noor"], body="Duidelijk."
    )
    world.ids |= {
        "alert": alert.pk if alert is not None else 0,
        "shift": shift.pk,
        "change": change.pk,
        "mira-id": mira.pk,
        "rules-comment": comment.pk,
        "rules-comment-seen": comment_seen(comment),
    }
    Notification.objects.filter(kind="alert").delete()


def _case(answer_id: int) -> Case:
    return open_case(kind="answer", target_id=answer_id, origin=Origin.OWN)


def _answer(
    world: World,
    name: str,
    question: Question,
    under: frozenset[str],
    *,
    author: str = "nicole",
    visibility: str = Visibility.PUBLISHED,
) -> None:
    """An answer with a secret, an earlier version, and a comment of the asker's neighbour under it."""
    readers = readers_of_post(visibility, author=author, under=under)
    body = world.secret(name, readers)
    answer = make_answer(question, world.members[author], body=body, visibility=visibility, version=2)
    world.answers[name], world.ids[name] = answer, answer.pk
    _earlier(world, name, answer, author, readers, visibility, question.theme.slug)
    _comment(world, f"{name}-comment", question, answer, readers, author="noor")


def _comment(
    world: World,
    name: str,
    question: Question,
    answer: Answer | None,
    under: frozenset[str],
    *,
    author: str = "nicole",
    visibility: str = Visibility.PUBLISHED,
) -> None:
    readers = readers_of_post(visibility, author=author, under=under)
    body = world.secret(name, readers)
    fields: dict[str, Any] = {"body": body, "visibility": visibility, "version": 2}
    comment = make_comment(question, world.members[author], answer=answer, **fields)
    world.comments[name], world.ids[name] = comment, comment.pk
    _earlier(world, name, comment, author, readers, visibility, question.theme.slug)


def _earlier(
    world: World,
    name: str,
    post: Question | Answer | Comment,
    author: str,
    readers: frozenset[str],
    visibility: str,
    theme: str,
) -> None:
    """What stood there before: for the author and, while it is published, for who has to check it."""
    checkers = {*MODERATORS, *(("otto", "wil") if theme == OTHER_THEME else PROFESSIONALS)}
    allowed = readers & ({author, *checkers} if visibility == Visibility.PUBLISHED else {author})
    words = {"body": world.secret(f"{name}, earlier", allowed)}
    Revision.objects.create(
        **{type(post).__name__.lower(): post},
        version=1,
        writer=post.author,
        written_at=post.created_at,
        fields=words,
    )


_QUESTION_PARTS = ("title", "body", "situation", "need", "tried", "hope")
