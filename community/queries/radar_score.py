"""In what order the waiting questions stand for one helper: urgency × waiting time × match, as SQL.

Each factor is also said in words beside the question, by the same numbers.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, Exists, FloatField, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import CombinedExpression

from accounts.models import Member, Role
from accounts.policies import roles_of
from community.limits import RADAR_SCORED
from community.models import Level, LifeEvent, Passport, QuestionHandOver, Theme
from community.models.waiting import WaitingQuerySet
from community.policies.threads import HELPERS
from core.words import all_stems_of, is_stop_word, words_of

LEVEL_FACTORS = {Level.CALM: 1.0, Level.SOON: 3.0, Level.PRESSING: 12.0, Level.NOW: 100.0}
"""The highest is more than all that waiting and match can do together."""
WAIT_FACTORS = (
    (timedelta(days=7), 8.0),
    (timedelta(days=4), 6.0),
    (timedelta(days=2), 4.5),
    (timedelta(hours=24), 3.5),
    (timedelta(hours=12), 2.5),
    (timedelta(hours=6), 2.0),
    (timedelta(hours=3), 1.7),
    (timedelta(hours=1), 1.3),
)
"""From how long on; below the last it is 1. Within a step whoever waits longest stands first."""
FOLLOW_UP_FACTOR = 0.5
"""Somebody helped already, and the asker reacted."""
BASE_MATCH = 1.0
THEME_MATCH = 1.5
KNOWS_MATCH = 0.75
LIVED_MATCH = 0.5
LANGUAGE_MATCH = 0.75
DISTRICT_MATCH = 0.25
GIVEN_MATCH = 4.0
"""Added up; a question that a colleague gave to this very helper comes soon."""


@dataclass(frozen=True)
class Helper:
    """What a helper brings along. `themes` are those of their roles; None where they help in all."""

    member: Member
    themes: frozenset[str] | None
    knows: frozenset[str]
    lived: frozenset[int]
    languages: frozenset[str]
    district_id: int | None
    passport: Passport | None
    roles: frozenset[Role] = field(default_factory=frozenset)


def helper_of(member: Member, themes: list[Theme]) -> Helper:
    """Two queries at most: the passport, and the life events for who wrote what they went through."""
    roles = roles_of(member)
    held = [roles.scopes(role) for role in HELPERS if roles.has(role)]
    assigned = None if None in held else frozenset[str]().union(*(scope for scope in held if scope))
    passport = Passport.objects.filter(member=member).select_related("district").first()
    return Helper(
        member=member,
        themes=assigned,
        knows=frozenset(member.knows_about) & {theme.slug for theme in themes},
        lived=_lived_through(member.experience),
        languages=frozenset(member.languages) - {"nl"},
        district_id=passport.district_id if passport is not None else None,
        passport=passport,
        roles=frozenset(role for role in HELPERS if roles.has(role)),
    )


def in_order(
    waiting: WaitingQuerySet, helper: Helper, *, themes: Sequence[Theme], narrowed: bool, now: datetime
) -> WaitingQuerySet:
    """What of `waiting` comes first for this helper, best first. Costs the same however much waits.

    Scored are the most pressing `RADAR_SCORED` of the helper's own themes together, a third as many of each
    theme, and what was given to them; `narrowed`: only the first, of `themes`. Each is read along an index.
    One query, and one when the result is read.
    """
    own = themes if narrowed else [each for each in themes if each.slug in (helper.themes or helper.knows)]
    parts = [_first(waiting.filter(theme=theme), RADAR_SCORED // len(own)) for theme in own]
    if not narrowed:
        given = QuestionHandOver.objects.filter(receiver=helper.member, question__waiting__isnull=False)
        parts += [_first(waiting.filter(theme=theme), max(1, RADAR_SCORED // 3)) for theme in themes]
        parts.append(given.order_by("-pk").values("question")[:RADAR_SCORED])
    given_now = QuestionHandOver.objects.filter(question=OuterRef("question"), receiver=helper.member)
    scored = waiting.filter(pk__in=_ids(parts)).annotate(given_to_helper=Exists(given_now))
    scored = scored.annotate(score=_product(_urgency(), _waited(now), _first_time(), _match(helper)))
    return scored.order_by("-score", "since", "pk")  # type: ignore[misc]


def _first(waiting: WaitingQuerySet, size: int) -> "QuerySet[Any, Any]":
    return waiting.most_pressing_first().values("pk")[:size]


def _ids(parts: "Iterable[QuerySet[Any, Any]]") -> list[int]:
    """All of these together, in one statement. (Django cannot cut off the parts of a union on SQLite, and
    PostgreSQL reads the whole table where they are joined by OR.)"""
    pieces: list[str] = []
    values: list[Any] = []
    for part in parts:
        with suppress(EmptyResultSet):
            sql, own_values = part.query.sql_with_params()
            pieces.append(f"SELECT * FROM ({sql}) AS part")  # noqa: S608 (Django wrote it)
            values += own_values
    if not pieces:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(pieces), values)
        return [row[0] for row in cursor.fetchall()]


def _urgency() -> Case:
    return _case(*(When(level=level, then=Value(factor)) for level, factor in LEVEL_FACTORS.items()))


def _waited(now: datetime) -> Case:
    return _case(*(When(since__lte=now - least, then=Value(factor)) for least, factor in WAIT_FACTORS))


def _first_time() -> Case:
    return _case(When(question__answer_count__gt=0, then=Value(FOLLOW_UP_FACTOR)))


def _match(helper: Helper) -> CombinedExpression:
    """Every reason counts once; those who help in every theme match by what they know."""
    theme = "question__theme__slug__in"
    conditions: list[tuple[Q, float]] = [(Q(given_to_helper=True), GIVEN_MATCH)]
    if helper.themes:
        conditions.append((Q(**{theme: sorted(helper.themes)}), THEME_MATCH))
    if helper.knows - (helper.themes or frozenset()):
        conditions.append((Q(**{theme: sorted(helper.knows - (helper.themes or frozenset()))}), KNOWS_MATCH))
    if helper.lived:
        conditions.append((Q(question__life_event__in=sorted(helper.lived)), LIVED_MATCH))
    if helper.languages:
        conditions.append((Q(language__in=sorted(helper.languages)), LANGUAGE_MATCH))
    if helper.district_id is not None:
        conditions.append((Q(question__district=helper.district_id), DISTRICT_MATCH))
    total: CombinedExpression = Value(BASE_MATCH) + Value(0.0)
    for condition, worth in conditions:
        total = total + Case(
            When(condition, then=Value(worth)), default=Value(0.0), output_field=FloatField()
        )
    return total


def _case(*ways: When) -> Case:
    return Case(*ways, default=Value(1.0), output_field=FloatField())


def _product(first: Case, *others: Case | CombinedExpression) -> CombinedExpression | Case:
    product: CombinedExpression | Case = first
    for other in others:
        product = product * other
    return product


def _lived_through(experience: str) -> frozenset[int]:
    """The life events whose names stand in what a helper wrote about their own life."""
    own = _stems(experience)
    if not own:
        return frozenset()
    names = LifeEvent.objects.values_list("pk", "name")
    return frozenset(pk for pk, name in names if _stems(name) and _stems(name) <= own)


def _stems(text: str) -> frozenset[str]:
    """The first stem of every word that says something."""
    folded = [word.folded for word in words_of(text)]
    return frozenset(all_stems_of(word)[0] for word in folded if not is_stop_word(word))
