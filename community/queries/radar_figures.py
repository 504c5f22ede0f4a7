"""How many wait, and since when: counted over what the viewer may read, by theme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from community.limits import RADAR_COUNTED
from community.models import Theme, Waiting
from community.models.waiting import WaitingQuerySet
from community.queries.weeks import Weeks, weeks_of


@dataclass(frozen=True)
class Total:
    """`alarmed` wait a day already without any answer. `capped`: there are more than were counted."""

    waiting: int = 0
    oldest: datetime | None = None
    alarmed: int = 0
    capped: bool = False

    @property
    def words(self) -> str:
        """Such as "12", or "500+"."""
        return f"{self.waiting}+" if self.capped else str(self.waiting)


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


class _Counted(Subquery):
    """How many rows a query that was cut off has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def totals_of(visible: WaitingQuerySet) -> Totals:
    """One query, which reads the `RADAR_COUNTED` of every theme that wait longest."""
    alarmed = {"question__alarmed_at__isnull": False, "question__answer_count": 0}
    late = visible.filter(pk__in=_longest(visible, OuterRef(OuterRef("pk"))).values("pk"), **alarmed)
    longest = _longest(visible, OuterRef("pk"))
    counted = Theme.objects.order_by().annotate(
        waiting=_Counted(longest.values("pk")),
        oldest=Subquery(longest.values("since")[:1]),
        alarmed=_Counted(late.values("pk")),
    )
    rows = counted.values_list("pk", "waiting", "oldest", "alarmed")
    return {
        theme_id: Total(min(n, RADAR_COUNTED), oldest, alarmed, capped=n > RADAR_COUNTED)
        for theme_id, n, oldest, alarmed in rows
        if n
    }


def _longest(visible: WaitingQuerySet, theme: OuterRef) -> QuerySet[Waiting]:
    """One more than is counted, to know whether there are more."""
    return visible.filter(theme=theme).longest_first()[: RADAR_COUNTED + 1]


def figures_of(themes: Iterable[Theme], totals: Totals, *, chosen: Theme | None) -> Figures:
    """Over `themes`. One query, for the weeks."""
    by_theme = [ThemeTotal(theme, totals[theme.pk]) for theme in themes if theme.pk in totals]
    return Figures(
        theme=chosen,
        total=sum_of(each.total for each in by_theme),
        by_theme=by_theme,
        weeks=weeks_of(chosen),
    )


def sum_of(totals: Iterable[Total]) -> Total:
    found = list(totals)
    return Total(
        waiting=sum(total.waiting for total in found),
        oldest=min((total.oldest for total in found if total.oldest is not None), default=None),
        alarmed=sum(total.alarmed for total in found),
        capped=any(total.capped for total in found),
    )
