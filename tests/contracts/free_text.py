"""Every place where a person can write something that is kept: which form leads to it, or why none does.

`SENDS` are the forms, each with the texts in it. `STORED` says for each column that takes free text which
of them fills it, `EXEMPT` why a column holds nothing that a person wrote freely.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from moderation.models import Appeal, RulesVersion
from realtime.models import OfficeHour
from tests.contracts.world import World


@dataclass(frozen=True)
class Send:
    """A form of the site: who sends it where, with what besides the texts; `before` prepares the world."""

    who: str
    path: str
    texts: tuple[str, ...]
    form: dict[str, str] = field(default_factory=dict)
    before: Callable[[World], object] | None = None
    status: int = 422
    masked: bool = True
    """The page shows the masked piece; Django's admin only says the sentence."""


def _no_appeal(_world: World) -> None:
    Appeal.objects.all().delete()


def _decided_without_measure(world: World) -> None:
    """The report about the open answer was answered: nothing was done."""
    world.browser("mira").post(
        world.path("/moderation/cases/{case}/"),
        {"round": "1", "version": "2", "measure": "none", "facts": "Dit mag hier.", "step": "none"},
    )


def _announced(_world: World) -> None:
    later = timezone.now() + timedelta(days=20)
    RulesVersion.objects.create(number=2, summary="Anders", comments_until=later, effective_from=later)


def _live(world: World) -> None:
    begun = timezone.now() - timedelta(minutes=5)
    OfficeHour.objects.filter(pk=world.ids["coming-office"]).update(starts_at=begun)


DECISION = {"round": "1", "version": "2", "measure": "label", "step": "none", "label": "Kijk ook bij de wet.",
            "facts": "Je noemde iemand dom.", "legal_ground": "Wetboek van Strafrecht"}  # fmt: skip
HIGHLIGHT = {"version": "2", "organisation": "Gemeente", "source_title": "Wet", "review_on": "{next-year}"}
OFFICE = {"title": "Brieven", "day": "{tomorrow}", "starts": "10:00", "until": "11:00"}
RULE = {"key": "nieuw", "kind": "suicide", "severity": "acute", "phrases": "zomaar", "found": "zomaar"}
QUESTION = {"title": "Hulp?", "theme": "geld-en-schulden", "body": "Ik zoek hulp."}
EDITED = {"title": "Hulp?", "body": "Ik zoek hulp.", "version": "2"}
BLOCKS = ("title", "body", "situation", "need", "tried", "hope")

SENDS: dict[str, Send] = {
    "ask": Send("fatima", "/ask/", BLOCKS, QUESTION),
    "edit question": Send("fatima", "/questions/{open}/edit/", BLOCKS, EDITED),
    "answer": Send("nicole", "/questions/{open}/answers/", ("body",)),
    "edit answer": Send("nicole", "/answers/{open-answer}/edit/", ("body",), {"version": "2"}),
    "comment": Send("nicole", "/answers/{open-answer}/comments/", ("body",)),
    "edit comment": Send("noor", "/comments/{open-answer-comment}/edit/", ("body",), {"version": "2"}),
    "needs info": Send("joke", "/questions/{members}/needs-info/", ("body",)),
    "draft": Send("fatima", "/drafts/question/", BLOCKS, masked=False),
    "canned": Send("joke", "/me/canned/new/", ("title", "body"), {"title": "Naam", "body": "Woorden"}),
    "highlight": Send(
        "daan",
        "/answers/{open-answer}/highlight/",
        ("organisation", "function", "source_title", "source_url", "correction"),
        HIGHLIGHT,
    ),
    "move": Send("mira", "/questions/{open}/moderate/", ("reason",), {"act": "move", "theme": "wonen"}),
    "lock": Send("mira", "/questions/{open}/moderate/", ("reason",), {"act": "lock"}),
    "merge": Send(
        "mira", "/questions/{open}/moderate/", ("reason",), {"act": "merge", "into": "{elsewhere}"}
    ),
    "split": Send("mira", "/answers/{open-answer}/split/", ("title",)),
    "profile": Send("fatima", "/me/profile/", ("name", "about", "experience"), {"name": "Fatima"}),
    "report": Send(
        "fatima", "/report/answer/{open-answer}/", ("explanation",), {"reason": "other", "good_faith": "on"}
    ),
    "visitor's report": Send(
        "visitor",
        "/report/answer/{open-answer}/",
        ("name", "explanation"),
        {"reason": "other", "good_faith": "on"},
    ),
    "decision": Send(
        "mira",
        "/moderation/cases/{case}/",
        ("legal_ground", "label", "facts", "explanation", "extra"),
        DECISION,
    ),
    "letter": Send(
        "mira",
        "/moderation/cases/{case}/",
        ("legal_ground", "label", "facts", "explanation", "extra"),
        DECISION | {"letter": "1"},
    ),
    "appeal": Send("nicole", "/letters/{decision}/", ("body",), before=_no_appeal),
    "reporter's appeal": Send("noor", "/reports/{report-token}/", ("body",), before=_decided_without_measure),
    "appeal decision": Send("bram", "/appeals/{appeal}/", ("reasons",), {"outcome": "upheld"}),
    "comment on rules": Send("fatima", "/rules/2/comments/", ("body",), before=_announced),
    "danger rule": Send(
        "ada",
        "/moderation/screening/rules/new/",
        ("phrases", "also", "unless", "found", "passed"),
        RULE,
    ),
    "message": Send("fatima", "/chat/geld-en-schulden/", ("body",)),
    "edit message": Send("nicole", "/chat/geld-en-schulden/messages/1/edit/", ("body",)),
    "room": Send("mira", "/chat/new/", ("name", "line"), {"name": "Koffie", "slug": "koffie"}),
    "mute": Send("mira", "/chat/geld-en-schulden/mute/", ("reason",), {"handle": "nicole", "hours": "1"}),
    "help request": Send("noor", "/chat/help/", ("about",), {"theme": "geld-en-schulden"}),
    "hand over": Send("joke", "/chat/help/{talking-help}/hand-over/", ("note",)),
    "chat question": Send(
        "fatima",
        "/chat/geld-en-schulden/to-question/",
        ("title", "intro"),
        {"title": "Mag dat?", "theme": "geld-en-schulden", "messages": "1"},
    ),
    "office hour": Send(
        "daan", "/chat/office-hours/new/", ("title", "about"), OFFICE | {"theme": "geld-en-schulden"}
    ),
    "change office hour": Send(
        "daan", "/chat/office-hours/{coming-office}/edit/", ("title", "about"), OFFICE
    ),
    "cancel office hour": Send("daan", "/chat/office-hours/{coming-office}/cancel/", ("reason",)),
    "queue": Send("fatima", "/chat/office-hours/{coming-office}/queue/", ("body",)),
    "answer queued": Send("daan", "/chat/office-hours/queue/{queued}/answer/", ("body",), before=_live),
    "decline queued": Send("daan", "/chat/office-hours/queue/{queued}/decline/", ("reason",), before=_live),
    "role": Send(
        "ada",
        "/admin/accounts/rolegrant/add/",
        ("function", "organisation"),
        {"member": "{id of fatima}", "role": "mentor", "scope": "", "expires_on": "{next-year}"},
        status=200,
        masked=False,
    ),
    "theme": Send(
        "ada",
        "/admin/community/theme/add/",
        ("name", "name_en", "line", "line_en", "budget_field"),
        {
            "slug": "nieuw",
            "name": "Nieuw",
            "line": "Nieuw",
            "icon": "euro",
            "position": "1",
            "first_posts": "free",
        },
        status=200,
        masked=False,
    ),
    "life event": Send(
        "ada",
        "/admin/community/lifeevent/add/",
        ("name", "name_en"),
        {"slug": "nieuw", "name": "Nieuw"},
        status=200,
        masked=False,
    ),
    "district": Send(
        "ada", "/admin/community/district/add/", ("name",), {"slug": "nieuw"}, status=200, masked=False
    ),
}

STORED: dict[str, tuple[str, ...]] = {
    "accounts.Member.name": ("profile",),
    "accounts.Member.about": ("profile",),
    "accounts.Member.experience": ("profile",),
    "accounts.RoleGrant.function": ("role",),
    "accounts.RoleGrant.organisation": ("role",),
    "community.Theme.name": ("theme",),
    "community.Theme.name_en": ("theme",),
    "community.Theme.line": ("theme",),
    "community.Theme.line_en": ("theme",),
    "community.Theme.budget_field": ("theme",),
    "community.LifeEvent.name": ("life event",),
    "community.LifeEvent.name_en": ("life event",),
    "community.District.name": ("district",),
    "community.Question.body": ("ask", "edit question"),
    "community.Question.body_html": ("ask", "edit question"),
    "community.Question.title": ("ask", "edit question", "split"),
    "community.Question.slug": ("ask", "edit question", "split"),
    "community.Question.situation": ("ask", "edit question"),
    "community.Question.need": ("ask", "edit question"),
    "community.Question.tried": ("ask", "edit question"),
    "community.Question.hope": ("ask", "edit question"),
    "community.Question.label": ("decision",),
    "community.Question.lock_reason": ("lock",),
    "community.Answer.body": ("answer", "edit answer", "answer queued"),
    "community.Answer.body_html": ("answer", "edit answer", "answer queued"),
    "community.Answer.label": ("decision",),
    "community.Comment.body": ("comment", "edit comment", "needs info"),
    "community.Comment.body_html": ("comment", "edit comment", "needs info"),
    "community.Comment.label": ("decision",),
    "community.ThreadAct.reason": ("move", "lock", "merge"),
    "community.Revision.fields": ("ask", "answer", "comment"),
    "community.Highlight.organisation": ("highlight",),
    "community.Highlight.function": ("highlight",),
    "community.Highlight.source_title": ("highlight",),
    "community.Highlight.source_url": ("highlight",),
    "community.Highlight.correction": ("highlight",),
    "community.CannedAnswer.title": ("canned",),
    "community.CannedAnswer.body": ("canned",),
    "community.Draft.fields": ("draft",),
    "community.SearchEntry.title_stems": ("ask", "edit question", "split"),
    "community.SearchEntry.body_stems": ("ask", "answer"),
    "community.SearchWord.word": ("ask", "answer"),
    "community.SearchWord.backwards": ("ask", "answer"),
    "community.SearchWord.stem": ("ask", "answer"),
    "moderation.Report.name": ("visitor's report",),
    "moderation.Report.explanation": ("report", "visitor's report"),
    "moderation.CaseSnapshot.words": ("ask", "answer", "comment", "message", "profile"),
    "moderation.Decision.legal_ground": ("decision",),
    "moderation.Decision.facts": ("decision",),
    "moderation.Decision.explanation": ("decision",),
    "moderation.Decision.label": ("decision",),
    "moderation.Decision.letter": ("decision", "letter"),
    "moderation.Appeal.body": ("appeal", "reporter's appeal"),
    "moderation.Appeal.reasons": ("appeal decision",),
    "moderation.RulesComment.body": ("comment on rules",),
    "moderation.DangerRule.phrases": ("danger rule",),
    "moderation.DangerRule.also": ("danger rule",),
    "moderation.DangerRule.unless": ("danger rule",),
    "moderation.DangerRule.found": ("danger rule",),
    "moderation.DangerRule.passed": ("danger rule",),
    "realtime.Message.body": ("message", "edit message"),
    "realtime.Message.body_html": ("message", "edit message"),
    "realtime.Room.name": ("room",),
    "realtime.Room.line": ("room",),
    "realtime.Mute.reason": ("mute",),
    "realtime.HelpRequest.about": ("help request",),
    "realtime.HandOver.note": ("hand over",),
    "realtime.ChatQuestion.title": ("chat question",),
    "realtime.ChatQuestion.intro": ("chat question",),
    "realtime.OfficeHour.title": ("office hour", "change office hour"),
    "realtime.OfficeHour.about": ("office hour", "change office hour"),
    "realtime.OfficeHour.cancel_reason": ("cancel office hour",),
    "realtime.OfficeHour.organisation": ("role",),
    "realtime.OfficeQuestion.body": ("queue",),
    "realtime.OfficeQuestion.answer": ("answer queued",),
    "realtime.OfficeQuestion.answer_html": ("answer queued",),
    "realtime.OfficeQuestion.declined_because": ("decline queued",),
}

ADDRESS = "an address to which mail goes; it is what the field is for, and is shown to nobody"
HANDLE = "names are refused when they hold a number or an address: core.names, tests/core/test_names.py"
OURS = "words or keys of ours"
RULES = "announced by an administrator through an action that screens every part: test_rules_and_log.py"
LINES = "the public numbers and sites of organisations; that is what a helpline is"

EXEMPT: dict[str, str] = {
    "accounts.Member.password": "a hash",
    "accounts.Member.email": ADDRESS,
    "accounts.Member.handle": HANDLE,
    "accounts.Member.handle_skeleton": HANDLE,
    "accounts.Member.name_skeleton": HANDLE,
    "accounts.Member.languages": OURS,
    "accounts.Member.knows_about": OURS,
    "accounts.Notification.kind": OURS,
    "accounts.Notification.event_key": OURS,
    "accounts.RoleGrant.scope": OURS,
    "community.Theme.slug": OURS,
    "community.Theme.icon": OURS,
    "community.LifeEvent.slug": OURS,
    "community.District.slug": OURS,
    "community.ThreadAct.before": "ids and moments",
    "community.ThreadAct.shown": "names of themes and days",
    "community.Question.lines": "what acts leave in a thread; their reasons are screened",
    **{f"community.{kind}.removed_for": "the number of a rule" for kind in ("Question", "Answer", "Comment")},
    "community.Draft.visitor_key": "random",
    "community.Draft.place": OURS,
    "community.EmailFollow.email": ADDRESS,
    "community.EmailFollow.language": OURS,
    "community.SearchEntry.version": OURS,
    "moderation.Report.reference": "random",
    "moderation.Report.email": ADDRESS,
    "moderation.Report.language": OURS,
    "moderation.Case.target_kind": OURS,
    "moderation.Case.theme": OURS,
    "moderation.Case.priority_reason": OURS,
    "moderation.Case.finding": "sentences of ours, without anybody's words",
    "moderation.Decision.scope": "a sentence of ours with the title of a question, which is screened",
    "moderation.Decision.language": OURS,
    "moderation.DangerRule.key": OURS,
    "moderation.LogEntry.what": OURS,
    "moderation.LogEntry.thing": OURS,
    "moderation.LogEntry.details": "ids and words of ours",
    "moderation.LogEntry.previous": "a hash",
    "moderation.LogEntry.hash": "a hash",
    "moderation.LogHead.hash": "a hash",
    "moderation.ShieldedView.target_kind": OURS,
    "moderation.ShieldedView.why": OURS,
    **{f"moderation.RulesVersion.{name}": RULES for name in ("summary", "summary_en")},
    **{
        f"moderation.Rule.{part}{language}": RULES
        for part in ("title", "why", "example", "measure", "borderline")
        for language in ("", "_en")
    },
    **{
        f"moderation.Helpline.{name}": LINES
        for name in (
            "key", "name", "number", "url", "audience", "audience_en", "hours", "hours_en", "cost", "cost_en",
            "source", "for_kinds",
        )
    },
    "realtime.Message.reactions": "emoji and counts",
    "realtime.MessageReaction.emoji": "one of six",
    "realtime.Room.slug": OURS,
    "realtime.Room.name_en": "set in the admin through core.screened_admin, or the name of a theme",
    "realtime.Room.line_en": "set in the admin through core.screened_admin, or the line of a theme",
    "realtime.RoomMember.shown_as": OURS,
}  # fmt: skip

NOT_KEPT = {
    **{
        f"HelplineForm.{name}": LINES
        for name in (
            "key", "name", "number", "url", "audience", "audience_en", "hours", "hours_en", "cost", "cost_en",
            "source",
        )
    },
    "HistoryForm.q": "a search, not kept",
    "SearchForm.q": "a search, not kept",
    "SearchForm.author": "a search, not kept",
    "PreviewForm.body": "a look, not kept",
    "TryOutForm.text": "a try, not kept",
    "DecisionForm.passages": "what is masked is not kept",
    "EmailFollowForm.email": ADDRESS,
    "VisitorReportForm.email": ADDRESS,
    "MergeForm.into": "the number of a question",
    "ReadAllForm.theme": OURS,
    "PreviewForm.theme": OURS,
    "RoomForm.slug": OURS,
    "MuteForm.handle": OURS,
    "DangerRuleForm.key": OURS,
}  # fmt: skip
"""Texts of forms that no column keeps."""
