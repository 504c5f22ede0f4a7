"""How many wait, and since when: counted over what the viewer may read, by theme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from community.models import Theme
from community.models.waiting import WaitingQuerySet
from community.queries.weeks import Weeks, weeks_of


@dataclass(frozen=True)
class Total:
    """`alarmed` wait a day already without any answer."""

    waiting: int = 0
    oldest: datetime | None = None
    alarmed: int = 0


@dataclass(frozen=True)
class ThemeTotal:
    theme: Theme
    total: Total


@dataclass(frozen=True)
class Figures:
    """What stands on top of the radar. `theme` is the one that was chosen; None over several or all."""

    theme: Theme | None
    total: Total
    by_theme: list[ThemeTotal]
    weeks: Weeks


Totals = dict[int, Total]
"""By the id of the theme."""


def totals_of(visible: WaitingQuerySet) -> Totals:
    """One query over the rows of those who wait, and nothing else."""
    alarmed = Q(question__alarmed_at__isnull=False, question__answer_count=0)
    rows = visible.order_by().values_list("question__theme")
    counted = rows.annotate(n=Count("pk"), oldest=Min("since"), alarmed=Count("pk", filter=alarmed))
    return {theme_id: Total(n, oldest, late) for theme_id, n, oldest, late in counted}


def figures_of(themes: Iterable[Theme], totals: Totals, *, chosen: Theme | None) -> Figures:
    """Over `themes`. One query, for the weeks."""
    by_theme = [ThemeTotal(theme, totals[theme.pk]) for theme in themes if theme.pk in totals]
    return Figures(
        theme=chosen,
        total=_sum(each.total for each in by_theme),
        by_theme=by_theme,
        weeks=weeks_of(chosen),
    )


def _sum(totals: Iterable[Total]) -> Total:
    found = list(totals)
    return Total(
        waiting=sum(total.waiting for total in found),
        oldest=min((total.oldest for total in found if total.oldest is not None), default=None),
        alarmed=sum(total.alarmed for total in found),
    )
