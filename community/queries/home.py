"""The start page and the page with all themes."""

from dataclasses import dataclass

from accounts.policies import Viewer
from community.limits import HOME_LIST_SIZE
from community.models import District, Question, Theme
from community.policies import can_ask, visible_questions
from community.queries.lists import narrowed, with_row_fields
from core.policy import Decision


@dataclass(frozen=True)
class HomePage:
    themes: list[Theme]
    waiting: list[Question]
    answered: list[Question]
    can_ask: Decision


@dataclass(frozen=True)
class ThemesPage:
    themes: list[Theme]


def home_page(viewer: Viewer) -> HomePage:
    """Themes, who waits the shortest for an answer, and what was answered well. Three queries."""
    visible = visible_questions(viewer)
    waiting = with_row_fields(narrowed(visible, "unanswered"), viewer).order_by("-created_at", "-id")
    answered = with_row_fields(narrowed(visible, "highlighted"), viewer).order_by("-highlighted_at", "-id")
    return HomePage(
        themes=list(Theme.objects.all()),
        waiting=list(waiting[:HOME_LIST_SIZE]),
        answered=list(answered[:HOME_LIST_SIZE]),
        can_ask=can_ask(viewer),
    )


def themes_page() -> ThemesPage:
    """All themes in their order. One query."""
    return ThemesPage(themes=list(Theme.objects.all()))


def theme_choices() -> list[tuple[str, str]]:
    """Every theme as slug and name, for profiles and roles. One query."""
    return [(theme.slug, theme.label) for theme in Theme.objects.all()]


def district_choices() -> list[tuple[str, str]]:
    """Every district as slug and name. One query."""
    return list(District.objects.values_list("slug", "name"))
