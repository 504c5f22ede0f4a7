"""How notifications of help chats, office hours and consent read. They tell no theme and quote nothing."""

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import notices
from accounts.models import Member, Notification
from accounts.notices import Category, Notice, NoticeKind
from realtime.models import ChatQuestion, HelpRequest, HelpState, OfficeHour, OfficeQuestion

HELP_KINDS = (
    "help_wanted",
    "help_taken",
    "help_started",
    "help_handed_over",
    "help_replaced",
    "help_closed",
    "help_expired",
)
OFFICE_KINDS = (
    "office_answered",
    "office_declined",
    "office_unanswered",
    "office_cancelled",
    "office_moved",
    "office_over",
)
CONSENT_KINDS = ("consent_asked", "consent_answered")

_OWN: tuple[str, ...] = ("help_taken", "help_handed_over", "help_closed", "help_expired", *OFFICE_KINDS)


def register_kinds() -> None:
    describers = {
        describe_help: HELP_KINDS,
        describe_office_questions: OFFICE_KINDS[:3],
        describe_office_hours: OFFICE_KINDS[3:],
        describe_consent: CONSENT_KINDS,
    }
    for describe, kinds in describers.items():
        for name in kinds:
            category: Category = "own_question" if name in _OWN else "own_post"
            notices.register(NoticeKind(name=name, category=category, describe=describe))


def describe_help(viewer: Member, notifications: list[Notification]) -> Mapping[int, Notice]:
    """A request leads to its own page for the two whom it concerns, and to the radar for who may help."""
    requests = HelpRequest.objects.in_bulk(_things(notifications))
    described = {}
    for notification in notifications:
        request = requests.get(notification.thing_id or 0)
        if request is None:
            continue
        if notification.kind == "help_wanted":
            if request.state == HelpState.WAITING:
                described[notification.pk] = _notice("help_wanted", reverse("realtime:radar"))
        elif notification.kind == "help_replaced":
            described[notification.pk] = _notice("help_replaced", reverse("realtime:radar"))
        elif viewer.pk in (request.asker_id, request.helper_id):
            who = notification.actor.name if notification.actor is not None else _("Iemand")
            if notification.actor_id == request.asker_id and request.anonymous:
                who = _("De vrager")
            described[notification.pk] = _notice(notification.kind, request.get_absolute_url(), who=who)
    return described


def describe_office_questions(viewer: Member, notifications: list[Notification]) -> Mapping[int, Notice]:
    rows = OfficeQuestion.objects.filter(author=viewer).select_related("office_hour")
    questions = rows.in_bulk(_things(notifications))
    return {
        notification.pk: _notice(
            notification.kind,
            f"{questions[notification.thing_id].office_hour.get_absolute_url()}#mijn-vraag",
            title=questions[notification.thing_id].office_hour.title,
        )
        for notification in notifications
        if notification.thing_id in questions
    }


def describe_office_hours(viewer: Member, notifications: list[Notification]) -> Mapping[int, Notice]:
    office_hours = OfficeHour.objects.in_bulk(_things(notifications))
    described = {}
    for notification in notifications:
        office_hour = office_hours.get(notification.thing_id or 0)
        if office_hour is None:
            continue
        url = office_hour.get_absolute_url()
        if notification.kind == "office_over":
            url = reverse("realtime:office-host", args=[office_hour.pk])
        form = pgettext("format of a day and time", "l j F H.i")
        when = date_format(timezone.localtime(office_hour.starts_at), form)
        described[notification.pk] = _notice(notification.kind, url, title=office_hour.title, when=when)
    return described


def describe_consent(viewer: Member, notifications: list[Notification]) -> Mapping[int, Notice]:
    plans = ChatQuestion.objects.select_related("room").in_bulk(_things(notifications))
    names = _names_in_rooms(plans)
    described = {}
    for notification in notifications:
        plan = plans.get(notification.thing_id or 0)
        if plan is None:
            continue
        name = notification.actor.name if notification.actor is not None else _("Iemand")
        who = names.get((plan.room_id, notification.actor_id), name)
        described[notification.pk] = _notice(notification.kind, plan.get_absolute_url(), who=who)
    return described


def _names_in_rooms(plans: Mapping[int, ChatQuestion]) -> dict[tuple[int, int | None], str]:
    """Who is anonymous in their room stays so here."""
    found: dict[tuple[int, int | None], str] = {}
    for plan in plans.values():
        for member_id, name in plan.room.members.exclude(shown_as="").values_list("member_id", "shown_as"):
            found[plan.room_id, member_id] = name
    return found


def _things(notifications: list[Notification]) -> list[int]:
    return [notification.thing_id for notification in notifications if notification.thing_id is not None]


def _notice(kind: str, url: str, **words: str) -> Notice:
    icon, sentence = _SENTENCES[kind]
    return Notice(text=sentence() % words, url=url, icon=icon)


_SENTENCES: dict[str, tuple[str, Callable[[], str]]] = {
    "help_wanted": ("hand-heart", lambda: _("Iemand vraagt om een gesprek. Kun jij?")),
    "help_taken": ("hand-heart", lambda: _("%(who)s heeft nu tijd voor je. Zeg je ja?")),
    "help_started": ("messages-square", lambda: _("%(who)s zegt ja. Jullie gesprek is open.")),
    "help_handed_over": (
        "forward",
        lambda: _("%(who)s kan niet verder met je praten. We zoeken iemand anders voor je."),
    ),
    "help_replaced": (
        "hand-heart",
        lambda: _("De bewoner praat verder met iemand anders. Dank je wel voor je hulp."),
    ),
    "help_closed": ("check", lambda: _("%(who)s sloot jullie gesprek af.")),
    "help_expired": ("clock", lambda: _("Het lukte niet om iemand voor je te vinden. Dat spijt ons.")),
    "office_answered": ("message-circle", lambda: _("Je vraag is beantwoord in het spreekuur “%(title)s”.")),
    "office_declined": ("info", lambda: _("Je vraag is niet behandeld in het spreekuur “%(title)s”.")),
    "office_unanswered": (
        "info",
        lambda: _("Je vraag kwam niet aan bod in het spreekuur “%(title)s”. Stel hem gerust op Peerplein."),
    ),
    "office_cancelled": ("calendar-x", lambda: _("Het spreekuur “%(title)s” gaat niet door.")),
    "office_moved": (
        "calendar",
        lambda: _("Het spreekuur “%(title)s” is nu op %(when)s uur. Je vraag blijft in de rij staan."),
    ),
    "office_over": (
        "archive",
        lambda: _("Je spreekuur “%(title)s” is voorbij. Kies binnen twee weken wat er blijft staan."),
    ),
    "consent_asked": (
        "quote",
        lambda: _("%(who)s wil een vraag maken van berichten van jou. Vind je dat goed?"),
    ),
    "consent_answered": ("quote", lambda: _("%(who)s antwoordde over de berichten voor je vraag.")),
}
