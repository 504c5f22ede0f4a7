"""The questions on the help radar: who waits, why they stand where they stand, and who is on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import can_write
from accounts.queries.blocks import blocked_by
from community.limits import CLAIMS_USUAL, RADAR_SHOWN
from community.models import Claim, Passport, Question, QuestionHandOver, Theme, Waiting
from community.models.waiting import WaitingQuerySet
from community.policies import can_see_radar, pause_sentence, visible_waiting
from community.queries.claims import ClaimNow, claims_now
from community.queries.radar_figures import Figures, Totals, figures_of, sum_of, totals_of
from community.queries.radar_reasons import Reason, reasons_for
from community.queries.radar_score import Helper, helper_of, in_order
from core.policy import Decision, allow, deny

ALL, MINE = "", "mine"


@dataclass(frozen=True)
class Choice:
    """One way to narrow the radar down: its value in the address, its name, and how many wait there."""

    value: str
    label: str
    count: str


@dataclass(frozen=True)
class WaitingQuestion:
    """`handed_over` is how often it was given on; `note` what the last giver wrote, `giver` who that was."""

    question: Question
    since: datetime
    level: int
    reasons: list[Reason]
    claim: ClaimNow | None
    handed_over: int
    note: str
    giver: str

    @property
    def version(self) -> str:
        claim = self.claim.minutes if self.claim else 0
        return f"{self.news}.{claim}"

    @property
    def news(self) -> str:
        """The same without the minutes that are left."""
        return (
            f"{self.question.pk}.{self.level}.{self.handed_over}.{self.claim.helper_id if self.claim else 0}"
        )


@dataclass(frozen=True)
class QuestionSection:
    """`waiting` is a page of those that were put in order, `mine` what the viewer took on. `can_claim` says
    why not, whatever the question: a suspension, a pause, or as many taken on as they want.

    `more`: so many of `figures.total` stand on no page up to this one; `has_next`: a next page has some."""

    figures: Figures
    waiting: list[WaitingQuestion]
    mine: list[WaitingQuestion]
    choices: list[Choice]
    chosen: str
    can_claim: Decision
    passport: Passport | None
    number: int
    has_next: bool
    more: int

    @property
    def next_query(self) -> str:
        """What the address of the next page has; "" on the last."""
        return f"?{urlencode({'theme': self.chosen, 'page': self.number + 1})}" if self.has_next else ""

    @property
    def first_query(self) -> str:
        return f"?{urlencode({'theme': self.chosen})}"

    @property
    def version(self) -> str:
        """Changes when the section would look different."""
        parts = [item.version for item in (*self.mine, *self.waiting)]
        shown = [self.chosen, str(self.number), self.figures.total.words, str(bool(self.can_claim))]
        return "-".join([*shown, *parts])

    @property
    def news(self) -> str:
        """What of it is worth telling."""
        return "-".join([self.chosen, *(item.news for item in (*self.mine, *self.waiting))])


def question_section(viewer: Member, *, chosen: str = ALL, number: int = 1) -> QuestionSection:
    """Page `number`. Ten queries at most, however much waits; an unknown theme shows all.

    Raises `NotAllowed`.
    """
    can_see_radar(viewer).require()
    now, themes = timezone.now(), list(Theme.objects.all())
    helper = helper_of(viewer, themes)
    theme = next((theme for theme in themes if theme.slug == chosen), None)
    if theme is None and not (chosen == MINE and helper.themes):
        chosen = ALL
    within = [each for each in themes if _is_within(each, chosen, helper)]
    visible = _not_of_blocked(visible_waiting(viewer), viewer)
    totals = totals_of(visible)
    mine, start = _mine(viewer), (number - 1) * RADAR_SHOWN
    others = visible.exclude(pk__in=[row.pk for row in mine])
    ordered = in_order(others, helper, themes=within, narrowed=chosen != ALL, now=now)
    rows = list(_with_question(ordered)[start : start + RADAR_SHOWN + 1])
    shown = _shown(helper, [*mine, *rows[:RADAR_SHOWN]], now)
    figures = figures_of(within, totals, chosen=theme)
    taken = sum(row.theme_id in {each.pk for each in within} for row in mine)
    return QuestionSection(
        figures=figures,
        waiting=shown[len(mine) :],
        mine=shown[: len(mine)],
        choices=_choices(helper, themes, totals),
        chosen=chosen,
        can_claim=_can_claim_any(helper, taken=len(mine)),
        passport=helper.passport,
        number=number,
        has_next=len(rows) > RADAR_SHOWN,
        more=max(0, figures.total.waiting - taken - start - len(rows[:RADAR_SHOWN])),
    )


def _is_within(theme: Theme, chosen: str, helper: Helper) -> bool:
    if chosen == ALL:
        return True
    return theme.slug in (helper.themes or ()) if chosen == MINE else theme.slug == chosen


def _not_of_blocked(waiting: WaitingQuerySet, viewer: Member) -> WaitingQuerySet:
    """Whom the viewer blocked they need not help; an anonymous asker stays: leaving them out would tell."""
    return waiting.exclude(blocked_by(viewer, "question__author_id"), question__anonymous=False)


def _mine(viewer: Member) -> list[Waiting]:
    """What the viewer took on and may still read, the first to run out first."""
    claims = Claim.objects.now().filter(helper=viewer)
    rows = _with_question(visible_waiting(viewer).filter(question__in=claims.values("question")))
    return list(rows.order_by("since", "pk"))


def _with_question(waiting: WaitingQuerySet) -> WaitingQuerySet:
    """Everything that a row shows, without the long texts."""
    texts = ("body", "body_html", "tried", "hope")
    related = ("question__theme", "question__district", "question__life_event", "question__author")
    return waiting.select_related(*related).defer(*(f"question__{text}" for text in texts))


def _shown(helper: Helper, rows: list[Waiting], now: datetime) -> list[WaitingQuestion]:
    """Two queries: who is on them, and how they were given on."""
    ids = [row.pk for row in rows]
    claims = claims_now(helper.member, ids)
    handed = _handed_over(ids)
    return [_row(row, helper, claims.get(row.pk), handed.get(row.pk, []), now) for row in rows]


def _row(
    row: Waiting, helper: Helper, claim: ClaimNow | None, handed: list[QuestionHandOver], now: datetime
) -> WaitingQuestion:
    last = handed[-1] if handed else None
    return WaitingQuestion(
        question=row.question,
        since=row.since,
        level=row.level,
        reasons=reasons_for(row, helper, now=now),
        claim=claim,
        handed_over=len(handed),
        note=last.note if last is not None else "",
        giver=last.giver.name if last is not None else "",
    )


def _handed_over(ids: Iterable[int]) -> dict[int, list[QuestionHandOver]]:
    found: dict[int, list[QuestionHandOver]] = {}
    rows = QuestionHandOver.objects.filter(question__in=list(ids)).select_related("giver")
    for row in rows.order_by("created_at", "pk"):
        found.setdefault(row.question_id, []).append(row)
    return found


def _choices(helper: Helper, themes: list[Theme], totals: Totals) -> list[Choice]:
    def waiting(among: Iterable[Theme]) -> str:
        return sum_of(totals[theme.pk] for theme in among if theme.pk in totals).words

    choices = [Choice(ALL, _("Alle thema’s"), waiting(themes))]
    if helper.themes:
        own = [theme for theme in themes if theme.slug in helper.themes]
        choices.append(Choice(MINE, _("Mijn thema’s"), waiting(own)))
    return [*choices, *(Choice(theme.slug, theme.label, waiting([theme])) for theme in themes)]


def _can_claim_any(helper: Helper, *, taken: int) -> Decision:
    """Whether this helper takes on anything now; each question is asked about again when they do."""
    writing = can_write(helper.member)
    if not writing:
        return writing
    passport = helper.passport
    if passport is not None and passport.is_paused:
        return deny(pause_sentence(passport))
    most = passport.most_claims if passport is not None else CLAIMS_USUAL
    if taken >= most:
        return deny(
            _("Je hebt nu %(n)d vragen opgepakt. Rond er een af of leg er een terug voor je verdergaat.")
            % {"n": taken}
        )
    return allow()
