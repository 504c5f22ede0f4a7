"""How far one has read: to the first new answer, and calling everything read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import is_member
from community.actions.pace import note_helper_read
from community.actions.reading import mark_all_read, mark_read, mark_told
from community.forms.reactions import ReadAllForm
from community.http import member_of, viewer_of
from community.policies import is_helper
from community.queries.acts import where_question_went
from community.queries.permalinks import address_of_first_unread
from community.queries.thread_page import QuestionPage
from core.errors import NotFound


@login_not_required
@require_safe
def first_unread(request: HttpRequest, question_id: int) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        return redirect(address_of_first_unread(viewer, question_id))
    except NotFound:
        return redirect("community:first-unread", where_question_went(viewer, question_id).pk)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Of one theme, or everything; and back to the list."""
    form = ReadAllForm(request.POST)
    if not form.is_valid():
        raise NotFound
    slug = form.cleaned_data["theme"]
    mark_all_read(member=member_of(request), theme_slug=slug)
    messages.success(request, _("Alles staat nu als gelezen."))
    return redirect("community:theme", slug) if slug else redirect("community:questions")


def note_reading(request: HttpRequest, page: QuestionPage) -> None:
    """Remember that a member has this page before them. One statement, none when they had read it already;
    one more for the first helper who reads a question.
    """
    viewer = viewer_of(request)
    if not is_member(viewer) or _is_no_reading(request):
        return
    if page.question.read_by_helper_at is None and is_helper(viewer, page.question):
        note_helper_read(question_id=page.question.pk)
    if page.unread.since is None or page.unread.since < page.seen_until:
        mark_read(member=viewer, question_id=page.question.pk, until=page.seen_until)


def note_news_read(request: HttpRequest, page: QuestionPage) -> None:
    """Who opened a thread and has its end before them was told nothing new by the inbox. One statement, none
    without unread notifications.

    Not for a page that brings itself up to date: a tab that was forgotten must not keep a mail back.
    """
    viewer = viewer_of(request)
    if not is_member(viewer) or _is_no_reading(request) or page.next_cursor is not None:
        return
    if getattr(viewer, "unread_count", None):
        mark_told(member=viewer, question_id=page.question.pk)


def _is_no_reading(request: HttpRequest) -> bool:
    """A browser that fetches pages in advance has read nothing."""
    return request.method != "GET" or "prefetch" in request.headers.get("Sec-Purpose", "")
