"""The personal start page: only from what the member chose, asked and follows, and it says so each time.

Nothing here looks at what somebody reads, searches or clicks.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.queries.blocks import blocked_by
from community.limits import HOME_LIST_SIZE, LIST_SIZE, START_OWN
from community.models import District, Follow, LifeEvent, Question, StartChoice, Theme
from community.models.post import QuestionQuerySet
from community.policies import can_ask, visible_questions
from community.queries.lists import Show, with_row_fields
from community.queries.reading import with_unread
from core.paging import Page, keyset_page
from core.policy import Decision


@dataclass(frozen=True)
class Chosen:
    """What the member chose: nothing, or themes, life events and one district."""

    themes: list[Theme] = field(default_factory=list)
    life_events: list[LifeEvent] = field(default_factory=list)
    district: District | None = None

    def __bool__(self) -> bool:
        return bool(self.themes or self.life_events or self.district)


@dataclass(frozen=True)
class StartRow:
    """A question, and because of which choices it stands here."""

    question: Question
    why: str


@dataclass(frozen=True)
class StartHome:
    """The home page of a member who has one of their own."""

    name: str
    chosen: Chosen
    own: list[Question]
    followed: list[Question]
    waiting: list[StartRow]
    newest: list[StartRow]
    can_ask: Decision

    @property
    def is_empty(self) -> bool:
        return not (self.own or self.followed or self.waiting or self.newest)


@dataclass(frozen=True)
class ForYou:
    """One of the lists behind the groups, page by page."""

    show: Show
    shows: list[Show]
    chosen: Chosen
    page: Page[Question]
    rows: list[StartRow]
    is_first_page: bool


ORDERS = {
    "newest": ("-created_at", "-id"),
    "waiting": ("-created_at", "-id"),
    "followed": ("-last_activity_at", "-id"),
}


def chosen_by(member: Member) -> Chosen:
    """One query."""
    choices = StartChoice.objects.filter(member=member).select_related("theme", "life_event", "district")
    rows = list(choices.order_by("theme__position", "life_event__name", "pk"))
    return Chosen(
        themes=[row.theme for row in rows if row.theme is not None],
        life_events=[row.life_event for row in rows if row.life_event is not None],
        district=next((row.district for row in rows if row.district is not None), None),
    )


def start_home(member: Member) -> StartHome:
    """Own questions, news in followed threads, and what was asked about what one chose.

    Five queries, three when nothing was chosen.
    """
    chosen = chosen_by(member)
    own = with_unread(with_row_fields(visible_questions(member).filter(author=member), member), member)
    waiting = _list(member, chosen, "waiting") if chosen else None
    newest = _answered(_list(member, chosen, "newest")) if chosen else None
    return StartHome(
        name=member.name,
        chosen=chosen,
        own=list(own.order_by(*ORDERS["followed"])[:START_OWN]),
        followed=list(_list(member, chosen, "followed").order_by(*ORDERS["followed"])[:HOME_LIST_SIZE]),
        waiting=_first_rows(waiting, chosen),
        newest=_first_rows(newest, chosen),
        can_ask=can_ask(member),
    )


def for_you(member: Member, *, show: str, cursor: str) -> ForYou:
    """One page of the list called `show` (an unknown name gives the newest). Two queries.

    Raises `OutOfDate` for a cursor of another list.
    """
    chosen = chosen_by(member)
    name = show if show in ORDERS else "newest"
    page = keyset_page(
        _list(member, chosen, name),
        list_name=f"for-you:{name}",
        order=ORDERS[name],
        cursor=cursor,
        size=LIST_SIZE,
    )
    shows = _shows()
    followed = _("Je ziet dit omdat je deze vraag volgt.")
    return ForYou(
        show=next(each for each in shows if each.name == name),
        shows=shows,
        chosen=chosen,
        page=page,
        rows=[StartRow(each, followed if name == "followed" else why(each, chosen)) for each in page.items],
        is_first_page=not cursor,
    )


def start_data(member: Member) -> dict[str, object]:
    """All that is kept of a member for this page, for their download. One query."""
    chosen = chosen_by(member)
    return {
        "start_page": member.start_page or None,
        "themes": [theme.slug for theme in chosen.themes],
        "life_events": [event.slug for event in chosen.life_events],
        "district": chosen.district.slug if chosen.district else None,
    }


def why(question: Question, chosen: Chosen) -> str:
    """The choices that brought this question here, as a sentence."""
    reasons = []
    if question.theme_id in {theme.pk for theme in chosen.themes}:
        reasons.append(_("het thema %(name)s") % {"name": question.theme})
    if question.life_event_id in {event.pk for event in chosen.life_events}:
        reasons.append(_("de gebeurtenis %(name)s") % {"name": question.life_event})
    if chosen.district is not None and question.district_id == chosen.district.pk:
        reasons.append(_("de wijk %(name)s") % {"name": question.district})
    return _("Je ziet dit omdat je koos voor %(reasons)s.") % {"reasons": get_text_list(reasons, _("en"))}


def _list(member: Member, chosen: Chosen, name: str) -> QuestionQuerySet:
    """The questions of a list, with what a row shows."""
    if name == "followed":
        return with_row_fields(_followed(member), member)
    questions = _about(member, chosen)
    questions = questions.unanswered() if name == "waiting" else questions
    rows = with_row_fields(questions, member).select_related("life_event")
    return with_unread(rows, member)  # type: ignore[return-value]


def _first_rows(questions: QuestionQuerySet | None, chosen: Chosen) -> list[StartRow]:
    """The first few, newest first; nothing when nothing was chosen."""
    if questions is None:
        return []
    return _rows(questions.order_by(*ORDERS["newest"])[:HOME_LIST_SIZE], chosen)


def _rows(questions: Iterable[Question], chosen: Chosen) -> list[StartRow]:
    return [StartRow(question, why(question, chosen)) for question in questions]


def _about(member: Member, chosen: Chosen) -> QuestionQuerySet:
    """Published questions of others about what was chosen.

    Not from whom the member blocked, unless asked anonymously: leaving that out would tell who asks.
    """
    about = Q(theme__in=[theme.pk for theme in chosen.themes])
    about |= Q(life_event__in=[event.pk for event in chosen.life_events])
    if chosen.district is not None:
        about |= Q(district=chosen.district)
    questions = visible_questions(member).published().filter(about).exclude(author=member)
    return questions.filter(~blocked_by(member) | Q(anonymous=True))


def _answered(questions: QuestionQuerySet) -> QuestionQuerySet:
    """Those that do not stand among the waiting ones."""
    return questions.filter(Q(answer_count__gt=0) | Q(solved_at__isnull=False) | Q(locked_at__isnull=False))


def _followed(member: Member) -> QuestionQuerySet:
    """Questions of others that the member follows, where somebody else answered since they last looked."""
    follows = Follow.objects.filter(member=member, question=OuterRef("pk"))
    followed = visible_questions(member).published().exclude(author=member).filter(Exists(follows))
    return with_unread(followed, member).filter(new_answers__gt=0)  # type: ignore[misc, return-value]


def _shows() -> list[Show]:
    about = _("Vragen over wat je koos. De nieuwste staat bovenaan.")
    return [
        Show("newest", _("Nieuw voor jou"), about, _("Over wat je koos is nog niets gevraagd.")),
        Show(
            "waiting",
            _("Wacht op antwoord"),
            _("Vragen over wat je koos, die nog niemand beantwoordde. De nieuwste staat bovenaan."),
            _("Over wat je koos heeft elke vraag een antwoord. Mooi!"),
        ),
        Show(
            "followed",
            _("Nieuwe antwoorden"),
            _("Vragen die je volgt en waar iets bij kwam. Bovenaan staat waar het laatst iets gebeurde."),
            _("Bij de vragen die je volgt is niets nieuws."),
        ),
    ]
