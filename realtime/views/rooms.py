"""The list of rooms, one room, and what came since."""

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages as flash
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.policies import is_member
from core.errors import Conflict, NotFound, Refused
from core.help import offer_help
from realtime.actions import duty as duties
from realtime.actions import rooms
from realtime.actions.sending import send_message
from realtime.forms import DutyForm, HistoryForm, MessageForm, ReadForm
from realtime.http import member_of, viewer_of, wants_json
from realtime.queries.lines import lines
from realtime.queries.messages import message_frame, replay
from realtime.queries.rooms import RoomPage, get_room, room_page, rooms_page
from realtime.refusals import ChatRefusal, error_frame
from realtime.speaking import answer_to
from realtime.views.doors import open_to_visitors


@open_to_visitors
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    context = {"page": rooms_page(viewer_of(request)), "duty_form": DutyForm()}
    return render(request, "realtime/rooms.html", context)


@open_to_visitors
@require_http_methods(["GET", "HEAD", "POST"])
def room(request: HttpRequest, slug: str) -> HttpResponse:
    """Read a room, or send a message to it."""
    if request.method != "POST":
        return _room_page(request, slug)
    if not is_member(viewer_of(request)):
        return redirect_to_login(request.get_full_path())
    form = MessageForm(request.POST)
    if "look" in request.POST:
        # Without a script: what is new, with the text that is not sent yet.
        return _room_page(request, slug, form)
    if not form.is_valid():
        return _refused(request, slug, form, ChatRefusal("not_allowed", _("Dit bericht klopt niet.")))
    fields = form.cleaned_data
    try:
        sent = send_message(
            author=member_of(request),
            room_slug=slug,
            body=fields["body"],
            cid=fields["cid"],
            reply_to=fields["reply_to"],
        )
    except (ChatRefusal, Refused, Conflict) as error:
        return _refused(request, slug, form, error)
    answer = answer_to(sent)
    if not wants_json(request):
        offer_help(request, sent.noticed)
    if wants_json(request):
        return JsonResponse(answer, status=201)
    if answer["t"] == "error":
        flash.info(request, answer["detail"])
    return redirect(f"{sent.message.room.get_absolute_url()}#bericht-{sent.message.seq}")


@open_to_visitors
@require_safe
def since(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    """What came after event `n`: frames as JSON, or the messages as an HTML fragment."""
    viewer = viewer_of(request)
    found_room = get_room(viewer, slug)
    found = replay(found_room, after=n)
    if wants_json(request):
        frames = [message_frame(found_room.topic, message) for message in found.messages]
        return JsonResponse({"frames": frames, "n": found.newest, "reset": found.reset})
    context = {"lines": lines(viewer, found_room, found.messages), "room": found_room}
    response = render(request, "realtime/_lines.html", context)
    response["X-Newest"] = str(found.newest)
    response["X-Reset"] = "1" if found.reset else "0"
    return response


@require_POST
def read(request: HttpRequest, slug: str) -> HttpResponse:
    form = ReadForm(request.POST)
    if not form.is_valid():
        raise Refused
    rooms.mark_read(member=member_of(request), room_slug=slug, seq=form.cleaned_data["seq"])
    return HttpResponse(status=204)


@require_POST
def duty(request: HttpRequest) -> HttpResponse:
    """Go on duty for some hours, or off duty."""
    member, form = member_of(request), DutyForm(request.POST)
    if request.POST.get("end"):
        duties.end_duty(member=member)
        flash.success(request, _("Je hebt geen dienst meer. Dank je wel."))
    elif form.is_valid():
        until = timezone.now() + timedelta(hours=form.cleaned_data["hours"])
        duties.start_duty(member=member, until=until)
        flash.success(request, _("Fijn dat je er bent. Anderen zien nu dat je dienst hebt."))
    else:
        raise Refused
    return redirect("realtime:radar" if request.POST.get("next") == "radar" else "realtime:rooms")


def _room_page(
    request: HttpRequest,
    slug: str,
    form: MessageForm | None = None,
    *,
    status: int = 200,
    refusal: str = "",
    pieces: Sequence[str] = (),
) -> HttpResponse:
    """The room; `form`, `refusal` and `pieces` are what could not be sent, and why."""
    history = HistoryForm(request.GET)
    history.is_valid()
    fields = history.cleaned_data
    page = room_page(
        viewer_of(request),
        slug=slug,
        before=fields.get("before"),
        on=fields.get("on"),
        query=fields.get("q", "").strip(),
        reply_to=_answered(form) if form else fields.get("reply_to"),
    )
    _remember_what_was_read(request, page)
    context = {
        "page": page,
        "form": form or MessageForm(initial={"reply_to": page.answers.seq if page.answers else None}),
        "history_form": history,
        "refusal": refusal,
        "pieces": pieces,
        "zone": settings.TIME_ZONE,
    }
    return render(request, "realtime/room.html", context, status=status)


def _remember_what_was_read(request: HttpRequest, page: RoomPage) -> None:
    """Whoever opens a room has read what it shows; further down the page its script says how far."""
    viewer = viewer_of(request)
    looks = "look" in request.POST or (request.method == "GET" and "X-Fragment" not in request.headers)
    if looks and page.is_live and is_member(viewer):
        rooms.mark_read(member=viewer, room_slug=page.room.slug, seq=page.newest_n)


def _answered(form: MessageForm) -> int | None:
    """The message that the text of this form answers, also when the text was refused."""
    form.is_valid()
    seq: int | None = form.cleaned_data.get("reply_to")
    return seq


def _refused(
    request: HttpRequest, slug: str, form: MessageForm, error: ChatRefusal | Refused | Conflict
) -> HttpResponse:
    """The room again with the sentence and the text, or the protocol's error as JSON."""
    if wants_json(request):
        frame = error_frame(error, cid=str(form.cleaned_data.get("cid", "")))
        return JsonResponse(frame, status=error.status)
    if error.status == HTTPStatus.NOT_FOUND:
        raise NotFound
    pieces = () if isinstance(error, Conflict) else error.pieces
    response = _room_page(request, slug, form, status=error.status, refusal=error.message, pieces=pieces)
    if isinstance(error, ChatRefusal) and "retry_after" in error.extra:
        response["Retry-After"] = str(error.extra["retry_after"])
    return response
