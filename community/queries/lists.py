"""Lists of questions: all of them, or of one theme, in the order that somebody chose."""

from dataclasses import dataclass, field

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from accounts.policies import Viewer
from accounts.queries.blocks import blocked_by
from community.limits import LIST_SIZE, PINNED_SHOWN
from community.models import Highlight, Period, Question, Theme, Visibility
from community.models.post import QuestionQuerySet
from community.policies import visible_questions
from community.queries.acts import pinned_in
from community.queries.reading import with_unread
from core.errors import NotFound
from core.paging import Page, keyset_page


@dataclass(frozen=True)
class Show:
    """One way of looking at the questions: its name in the address, its tab, and why this order."""

    name: str
    label: str
    explanation: str
    empty: str


@dataclass(frozen=True)
class QuestionList:
    """A page of questions. `theme` is None for the list over all themes.

    `periods` can be chosen from where the list is about one, `period` is the chosen one.
    """

    theme: Theme | None
    show: Show
    shows: list[Show]
    page: Page[Question]
    is_first_page: bool
    has_unread: bool
    pinned: list[Question]
    period: str = ""
    periods: list[tuple[str, str]] = field(default_factory=list)


ORDERS: dict[str, tuple[str, ...]] = {
    "newest": ("-created_at", "-id"),
    "unanswered": ("-created_at", "-id"),
    "active": ("-last_activity_at", "-id"),
    "solved": ("-solved_at", "-id"),
    "highlighted": ("-highlighted_at", "-id"),
    "popular": ("-heat", "-id"),
}
DEFAULT_SHOW = "active"
PINNING = ("active", "newest")
"""Lists of a theme on top of which pinned questions stand."""


def list_questions(
    viewer: Viewer, *, theme_slug: str | None, show: str, cursor: str, period: str = ""
) -> QuestionList:
    """One page of the list called `show` (an unknown name gives the default, an unknown period the week).

    Three queries, one without theme. Raises `NotFound` for a theme that does not exist and `OutOfDate`
    for a cursor of another list.
    """
    theme = _theme(theme_slug) if theme_slug is not None else None
    name = show if show in ORDERS else DEFAULT_SHOW
    questions = narrowed(visible_questions(viewer), name)
    period = _period(name, period)
    if period:
        questions = questions.filter(popularity__period=period).annotate(heat=F("popularity__score"))
    pinned: list[Question] = []
    if theme is not None:
        questions = questions.filter(theme=theme)
        if name in PINNING:
            pinned = list(
                with_unread(with_row_fields(pinned_in(viewer, theme), viewer), viewer)[:PINNED_SHOWN]
            )
            questions = questions.exclude(pk__in=[question.pk for question in pinned])
    page = keyset_page(
        with_unread(with_row_fields(questions, viewer), viewer),
        list_name=f"{name}:{theme_slug or ''}:{period}",
        order=ORDERS[name],
        cursor=cursor,
        size=LIST_SIZE,
    )
    shows = all_shows()
    current = next(each for each in shows if each.name == name)
    return QuestionList(
        theme=theme,
        show=current,
        shows=shows,
        page=page,
        is_first_page=not cursor,
        pinned=pinned if not cursor else [],
        has_unread=any(getattr(question, "is_unread", False) for question in page.items),
        period=period,
        periods=[(each.value, str(each.label)) for each in Period] if period else [],
    )


def with_row_fields(questions: QuestionQuerySet, viewer: Viewer) -> QuestionQuerySet:
    """What a row shows: also who vouches for an answer now, and whether the viewer blocked the asker.

    `viewer_blocked` is never true of who is anonymous: it would tell who they are.
    """
    vouching = Highlight.objects.in_force().filter(
        question=OuterRef("pk"), answer__visibility=Visibility.PUBLISHED
    )
    return questions.with_list_fields().annotate(
        highlighted_by=Subquery(vouching.order_by("-confirmed_at").values("professional__name")[:1]),
        viewer_blocked=blocked_by(viewer) & Q(anonymous=False),
    )


def narrowed(questions: QuestionQuerySet, show: str) -> QuestionQuerySet:
    match show:
        case "unanswered":
            return questions.published().unanswered()
        case "solved":
            return questions.published().solved()
        case "highlighted":
            return questions.published().highlighted()
    return questions.published()


def all_shows() -> list[Show]:
    return [
        Show(
            "active",
            _("Actief"),
            _("Bovenaan staat de vraag waar het laatst iets gebeurde."),
            _("Hier is nog niets gevraagd. Jij mag de eerste zijn."),
        ),
        Show(
            "newest",
            _("Nieuw"),
            _("Bovenaan staat de nieuwste vraag."),
            _("Hier is nog niets gevraagd. Jij mag de eerste zijn."),
        ),
        Show(
            "unanswered",
            _("Wacht op antwoord"),
            _("Vragen zonder antwoord. De nieuwste staat bovenaan."),
            _("Alle vragen hebben een antwoord. Mooi!"),
        ),
        Show(
            "solved",
            _("Opgelost"),
            _("De vraagsteller koos het antwoord dat hielp. Het laatst opgelost staat bovenaan."),
            _("Nog geen vraag is opgelost. Misschien weet jij een antwoord."),
        ),
        Show(
            "highlighted",
            _("Uitgelicht"),
            _("Een professional keek na of het antwoord klopt. Het laatst nagekeken staat bovenaan."),
            _("Er is nog geen antwoord uitgelicht."),
        ),
        Show(
            "popular",
            _("Druk"),
            _("Bovenaan staat waar de meeste mensen iets mee deden: een antwoord, een bedankje of ‘ik ook’."),
            _("Het is hier rustig in deze tijd. Kies een langere, of een andere lijst."),
        ),
    ]


def _period(name: str, period: str) -> str:
    """The period of a list that is about one; "" for the others."""
    if name != "popular":
        return ""
    return period if period in Period.values else Period.WEEK


def _theme(slug: str) -> Theme:
    theme = Theme.objects.filter(slug=slug).first()
    if theme is None:
        raise NotFound
    return theme
