"""Office hours: the list, one of them for everybody, and the screens of its host."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import Member, Role
from accounts.policies import Viewer, is_member, roles_of
from accounts.queries.blocks import blocked_by
from community.models import Theme
from community.policies import can_ask_anonymously
from core.errors import NotFound
from core.ical import CalendarEvent
from core.paging import Page, keyset_page
from core.policy import Decision
from realtime.models import OfficeHour, OfficeQuestion, Phase, QueueState
from realtime.office_policies import (
    can_answer_queue,
    can_archive,
    can_change_office_hour,
    can_host,
    can_plan_office_hours,
    can_queue,
    visible_office_questions,
)
from realtime.titles import title_of

PAST_SIZE = 20


@dataclass(frozen=True)
class OfficeHoursPage:
    coming: list[OfficeHour]
    past: Page[OfficeHour]
    can_plan: Decision


@dataclass(frozen=True)
class OfficePair:
    """A question with its answer. `name` and `handle` are those that the viewer may see. `folded`: the viewer
    blocked who asked it under their own name."""

    question: OfficeQuestion
    name: str
    handle: str
    is_you: bool
    follow_up: "OfficePair | None" = None
    folded: bool = False


@dataclass(frozen=True)
class OwnPlace:
    """The viewer's own questions here; `place` is the number in the queue of the one that waits."""

    questions: list[OfficeQuestion]
    place: int
    may_follow: bool


@dataclass(frozen=True)
class OfficeCan:
    queue: Decision
    ask_anonymously: Decision
    host: Decision


@dataclass(frozen=True)
class OfficeHourPage:
    """`version` changes when the page would look different."""

    office_hour: OfficeHour
    phase: Phase
    pairs: list[OfficePair]
    waiting: int
    own: OwnPlace
    can: OfficeCan

    @property
    def version(self) -> str:
        parts = [f"{pair.question.pk}{pair.question.answered_at:%H%M%S}" for pair in self.pairs]
        own = [f"{question.pk}{question.state}" for question in self.own.questions]
        return "-".join([self.phase, str(self.waiting), str(self.own.place), *own, *parts])


@dataclass(frozen=True)
class HostCan:
    answer: Decision
    change: Decision
    archive: Decision


@dataclass(frozen=True)
class HostPage:
    """`waiting` in the order of the queue; a follow-up carries the pair that it follows."""

    office_hour: OfficeHour
    phase: Phase
    waiting: list[OfficePair]
    answered: list[OfficePair]
    can: HostCan

    @property
    def version(self) -> str:
        return "-".join([self.phase, *(str(pair.question.pk) for pair in self.waiting)])


@dataclass(frozen=True)
class ArchivePair:
    pair: OfficePair
    suggested_title: str


@dataclass(frozen=True)
class ArchivePage:
    """`to_decide`: the asker agreed, the host has to say. `open_ones` will become open questions."""

    office_hour: OfficeHour
    to_decide: list[ArchivePair]
    published: list[OfficePair]
    kept_private: int
    open_ones: list[OfficePair]
    unanswered_private: int


def office_hours_page(viewer: Viewer, *, cursor: str = "") -> OfficeHoursPage:
    """Two queries. Raises `OutOfDate`."""
    listed = OfficeHour.objects.select_related("theme", "host")
    return OfficeHoursPage(
        coming=list(listed.coming()),
        past=keyset_page(
            listed.past(),
            list_name="office-hours",
            order=("-starts_at", "-pk"),
            cursor=cursor,
            size=PAST_SIZE,
        ),
        can_plan=can_plan_office_hours(viewer),
    )


def office_hour_page(viewer: Viewer, *, office_hour_id: int) -> OfficeHourPage:
    """Four queries, however many questions. Raises `NotFound`."""
    office_hour = get_office_hour(office_hour_id)
    readable = visible_office_questions(viewer, office_hour).answered().in_order()
    rows = list(readable.annotate(viewer_blocked=blocked_by(viewer)).select_related("author", "published"))
    waiting = list(OfficeQuestion.objects.waiting().filter(office_hour=office_hour).in_order())
    return OfficeHourPage(
        office_hour=office_hour,
        phase=office_hour.phase,
        pairs=_pairs(rows, viewer),
        waiting=len(waiting),
        own=_own_place(viewer, office_hour, waiting),
        can=OfficeCan(
            queue=can_queue(viewer, office_hour),
            ask_anonymously=can_ask_anonymously(viewer),
            host=can_host(viewer, office_hour),
        ),
    )


def host_page(host: Member, *, office_hour_id: int) -> HostPage:
    """Two queries. Raises `NotFound` for everybody but the host."""
    office_hour = get_office_hour(office_hour_id)
    can_host(host, office_hour).require()
    rows = _all_rows(host, office_hour)
    by_id = {row.pk: row for row in rows}
    waiting = [row for row in rows if row.state == QueueState.WAITING]
    return HostPage(
        office_hour=office_hour,
        phase=office_hour.phase,
        waiting=[_with_earlier(row, by_id, host) for row in waiting],
        answered=_pairs([row for row in rows if row.state == QueueState.ANSWERED], host),
        can=HostCan(
            answer=can_answer_queue(host, office_hour),
            change=can_change_office_hour(host, office_hour),
            archive=can_archive(host, office_hour),
        ),
    )


def archive_page(host: Member, *, office_hour_id: int) -> ArchivePage:
    """Two queries. Raises `NotFound`, and `NotAllowed` before the end and after archiving."""
    office_hour = get_office_hour(office_hour_id)
    can_archive(host, office_hour).require()
    rows = _all_rows(host, office_hour)
    answered = _pairs([row for row in rows if row.state == QueueState.ANSWERED], host)
    waiting = [row for row in rows if row.state == QueueState.WAITING]
    return ArchivePage(
        office_hour=office_hour,
        to_decide=[
            ArchivePair(pair, title_of(pair.question.body))
            for pair in answered
            if pair.question.may_publish
            and pair.question.published_id is None
            and pair.question.left_out_at is None
        ],
        published=[pair for pair in answered if pair.question.published_id is not None],
        kept_private=sum(not pair.question.may_publish for pair in answered),
        open_ones=[_pair(row, host) for row in waiting if row.may_publish],
        unanswered_private=sum(not row.may_publish for row in waiting),
    )


def change_page(host: Member, *, office_hour_id: int) -> OfficeHour:
    """One query. Raises `NotFound` for everybody but the host, `NotAllowed` once it has begun."""
    office_hour = get_office_hour(office_hour_id)
    can_change_office_hour(host, office_hour).require()
    return office_hour


def cancel_page(host: Member, *, office_hour_id: int) -> OfficeHour:
    """One query. Raises `NotFound` for everybody but the host."""
    office_hour = get_office_hour(office_hour_id)
    can_host(host, office_hour).require()
    return office_hour


def plan_page(host: Member) -> list[Theme]:
    """The themes in which the member may hold office hours. One query. Raises `NotAllowed`."""
    can_plan_office_hours(host).require()
    scopes = roles_of(host).scopes(Role.PROFESSIONAL)
    themes = Theme.objects.all() if scopes is None else Theme.objects.filter(slug__in=sorted(scopes))
    return list(themes)


def get_office_hour(office_hour_id: int) -> OfficeHour:
    office_hour = OfficeHour.objects.select_related("theme", "host").filter(pk=office_hour_id).first()
    if office_hour is None:
        raise NotFound
    return office_hour


def calendar_events(office_hours: list[OfficeHour]) -> list[CalendarEvent]:
    """Office hours for a calendar; nothing of the queue is in there."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return [
        CalendarEvent(
            uid=f"office-hour-{office_hour.pk}@{host}",
            revision=office_hour.revision,
            changed_at=office_hour.changed_at,
            starts_at=office_hour.starts_at,
            ends_at=office_hour.ends_at,
            summary=_("Spreekuur: %(title)s") % {"title": office_hour.title},
            description=_("Met %(name)s. Thema: %(theme)s.")
            % {"name": office_hour.host.name, "theme": office_hour.theme.label},
            url=f"{settings.SITE_URL}{office_hour.get_absolute_url()}",
            cancelled=office_hour.cancelled_at is not None,
        )
        for office_hour in office_hours
    ]


def coming_office_hours() -> list[OfficeHour]:
    """One query."""
    return list(OfficeHour.objects.select_related("theme", "host").coming())


def _all_rows(host: Member, office_hour: OfficeHour) -> list[OfficeQuestion]:
    rows = visible_office_questions(host, office_hour).in_order()
    return list(rows.select_related("author", "published"))


def _own_place(viewer: Viewer, office_hour: OfficeHour, waiting: list[OfficeQuestion]) -> OwnPlace:
    if not is_member(viewer):
        return OwnPlace([], 0, may_follow=False)
    rows = OfficeQuestion.objects.filter(office_hour=office_hour, author=viewer)
    own = list(rows.exclude(state=QueueState.WITHDRAWN).in_order())
    place = next((number for number, row in enumerate(waiting, 1) if row.author_id == viewer.pk), 0)
    answered = len(own) == 1 and own[0].state == QueueState.ANSWERED
    return OwnPlace(own, place, may_follow=answered)


def _pairs(rows: list[OfficeQuestion], viewer: Viewer) -> list[OfficePair]:
    """First questions in order, each with its follow-up; one whose first is not shown stands alone."""
    by_first = {row.follows_id: row for row in rows if row.follows_id is not None}
    shown = {row.pk for row in rows}
    firsts = [row for row in rows if row.follows_id not in shown]
    return [_pair(row, viewer, by_first.get(row.pk)) for row in firsts]


def _pair(row: OfficeQuestion, viewer: Viewer, follow_up: OfficeQuestion | None = None) -> OfficePair:
    return OfficePair(
        question=row,
        name=_("Anonieme bewoner") if row.anonymous else row.author.name,
        handle="" if row.anonymous else row.author.handle,
        is_you=is_member(viewer) and row.author_id == viewer.pk,
        follow_up=_pair(follow_up, viewer) if follow_up is not None else None,
        folded=not row.anonymous and bool(getattr(row, "viewer_blocked", False)),
    )


def _with_earlier(row: OfficeQuestion, by_id: dict[int, OfficeQuestion], host: Member) -> OfficePair:
    return _pair(row, host, by_id.get(row.follows_id) if row.follows_id is not None else None)
