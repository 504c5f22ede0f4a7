"""Asking, and reading one question."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policies import is_member
from community.actions.questions import ask_question
from community.forms.reactions import EmailFollowForm
from community.forms.writing import AnswerForm, AskForm, CommentForm
from community.http import known_draft_owner, viewer_of
from community.models import Audience, Draft
from community.policies import can_ask, can_ask_anonymously, who_can_read
from community.queries.acts import last_place_of, where_question_went
from community.queries.drafts import draft_at
from community.queries.gaps import removed_question
from community.queries.hints import hint_for_asking
from community.queries.newcomers import first_posts_note, first_question_note
from community.queries.posts import get_question
from community.queries.search.similar import similar_questions
from community.queries.structured import head_of
from community.queries.thread import question_page
from community.views.hints import say_hint_after
from community.views.reading import note_news_read, note_reading
from community.views.writing import OK, UNPROCESSABLE, keep_for_visitor, refuse, wants_cleaning
from core.errors import NotFound, Refused, SlowDown
from core.help import offer_help


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form, or what was sent with it. A visitor's words are kept until they have an account."""
    if request.method != "POST":
        return _ask_page(request, _fresh_form(request))
    if "look" in request.POST:
        return _ask_page(request, AskForm(initial=request.POST.dict()))
    return _take_question(request)


def _take_question(request: HttpRequest) -> HttpResponse:
    viewer, form = viewer_of(request), AskForm(request.POST)

    def page(status: int) -> HttpResponse:
        return _ask_page(request, form, status=status)

    if wants_cleaning(request, form, place="question"):
        return page(OK)
    if not is_member(viewer):
        return keep_for_visitor(request, place="question", next_url=request.path, form=form, page=page)
    if not form.is_valid():
        return page(UNPROCESSABLE)
    fields = form.cleaned_data
    try:
        posted = ask_question(
            author=viewer,
            text=form.text(),
            theme=fields["theme"],
            key=fields["key"],
            audience=fields["audience"],
            anonymous=fields["anonymous"],
            life_event=fields["life_event"],
            district=fields["district"],
            sure=fields["sure"],
        )
    except (Refused, SlowDown) as error:
        return refuse(request, form, error, page)
    offer_help(request, posted.post.noticed)
    if posted.repeated:
        messages.info(request, _("Deze vraag had je al gesteld. Hier staat hij."))
    elif posted.post.is_published:
        messages.success(request, _("Je vraag staat erop. Je krijgt bericht als iemand antwoordt."))
    else:
        messages.info(request, _("Dank je wel. Een moderator leest je vraag eerst."))
    say_hint_after(request, fields["body"], question_id=posted.post.pk)
    return redirect(posted.post)


@login_not_required
@require_safe
def question(request: HttpRequest, question_id: int, slug: str = "") -> HttpResponse:
    """One question with its answers; another spelling of the address leads to the right one."""
    viewer = viewer_of(request)
    try:
        page = question_page(viewer, question_id=question_id, cursor=request.GET.get("cursor", ""))
    except NotFound:
        return _elsewhere(request, question_id)
    if slug != page.question.slug:
        return redirect(page.question, permanent=True)
    context = {
        **head_of(page),
        "page": page,
        "answer_form": AnswerForm(initial={"body": page.draft.get("body", "")}),
        "comment_form": CommentForm(),
        "email_follow_form": EmailFollowForm(),
        "first_posts": first_posts_note(viewer, page.question.theme),
    }
    response = render(request, "community/question.html", context)
    note_reading(request, page)
    note_news_read(request, page)
    return response


@login_not_required
@require_safe
def question_short(request: HttpRequest, question_id: int) -> HttpResponse:
    """The address without title."""
    viewer = viewer_of(request)
    try:
        return redirect(get_question(viewer, question_id))
    except NotFound:
        return redirect(where_question_went(viewer, question_id), permanent=True)


def _elsewhere(request: HttpRequest, question_id: int) -> HttpResponse:
    """Where a merged question went; else what stands in the place of a removed one."""
    try:
        return redirect(where_question_went(viewer_of(request), question_id), permanent=True)
    except NotFound:
        return _removed_page(request, question_id)


def _removed_page(request: HttpRequest, question_id: int) -> HttpResponse:
    """404 all the same; what everybody could read says by which rule it went."""
    gap = removed_question(last_place_of(question_id))
    if gap is None:
        raise NotFound
    return render(request, "community/removed.html", {"gap": gap}, status=HTTPStatus.NOT_FOUND)


def _fresh_form(request: HttpRequest) -> AskForm:
    """An empty form, or the draft, or what was typed in the question field of the home page."""
    draft = _draft(request)
    initial: dict[str, object] = {"theme": request.GET.get("theme", "")}
    if draft is not None:
        initial |= draft.fields | {"anonymous": draft.fields.get("anonymous") in ("1", "on", "true")}
    title = request.GET.get("title", "").strip()
    if title:
        initial["title"] = title
    return AskForm(initial=initial)


def _draft(request: HttpRequest) -> Draft | None:
    owner = known_draft_owner(request)
    return draft_at(owner, "question") if owner is not None else None


def _ask_page(request: HttpRequest, form: AskForm, status: int = 200) -> HttpResponse:
    viewer, draft = viewer_of(request), _draft(request)
    context = {
        "form": form,
        "draft": draft if request.method != "POST" else None,
        "draft_sequence": draft.sequence if draft else 0,
        "can_ask": can_ask(viewer),
        "first_posts": first_question_note(viewer),
        "hint": hint_for_asking(viewer),
        "can_ask_anonymously": can_ask_anonymously(viewer),
        "similar": similar_questions(viewer, str(form["title"].value() or "")),
        "readers": {audience: who_can_read(audience) for audience in Audience.values},
    }
    return render(request, "community/ask.html", context, status=status)
