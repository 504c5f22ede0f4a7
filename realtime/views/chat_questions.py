"""Making a question out of a chat, and saying yes or no to that."""

import uuid

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.inbox import mark_place_read
from community.views.writing import refuse
from core.errors import Refused, SlowDown
from realtime.actions import chat_questions
from realtime.forms import HistoryForm
from realtime.help_forms import ChatQuestionForm, ConsentForm
from realtime.help_notices import CONSENT_KINDS
from realtime.http import member_of
from realtime.queries.chat_questions import ChoosePage, chat_question_page, choose_page
from realtime.views.sure import ask_whether_sure


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Tick messages of a room and write the question."""
    history = HistoryForm(request.GET)
    history.is_valid()
    page = choose_page(member_of(request), slug=slug, before=history.cleaned_data.get("before"))
    seqs = [message.seq for message in page.messages]
    theme = page.room.theme.slug if page.room.theme is not None else ""
    if request.method != "POST":
        return _form(request, page, ChatQuestionForm(seqs=seqs, initial={"theme": theme}))
    form = ChatQuestionForm(request.POST, seqs=seqs)
    if not form.is_valid():
        return _form(request, page, form, status=422)
    try:
        made = chat_questions.plan_chat_question(
            maker=member_of(request), room_slug=slug, plan=form.plan(), sure=form.cleaned_data["sure"]
        )
    except (Refused, SlowDown) as error:
        ask_whether_sure(form, error, _("Ja, verstuur het toch"))
        return refuse(request, form, error, lambda status: _form(request, page, form, status=status))
    return redirect(made)


@require_safe
def chat_question(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    member = member_of(request)
    page = chat_question_page(member, key=key)
    mark_place_read(member, CONSENT_KINDS, page.plan.pk)
    return render(request, "realtime/chat_question.html", {"page": page})


@require_POST
def consent(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    form = ConsentForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Kies ja of nee."))
    chat_questions.answer_consent(author=member_of(request), key=key, agreed=form.cleaned_data["agreed"])
    flash.success(request, _("Dank je. Je antwoord is doorgegeven."))
    return redirect("realtime:chat-question", key)


@require_POST
def post(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask the question with what was agreed to."""
    try:
        asked = chat_questions.post_chat_question(maker=member_of(request), key=key)
    except (Refused, SlowDown) as error:
        context = {"page": chat_question_page(member_of(request), key=key), "message": error.message}
        return render(request, "realtime/chat_question.html", context, status=error.status)
    flash.success(request, _("Je vraag staat erop."))
    return redirect(asked)


@require_POST
def drop(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    chat_questions.drop_chat_question(maker=member_of(request), key=key)
    return redirect("realtime:chat-question", key)


def _form(
    request: HttpRequest, page: ChoosePage, form: ChatQuestionForm, *, status: int = 200
) -> HttpResponse:
    context = {"page": page, "form": form, "oldest": page.messages[0].seq if page.messages else 0}
    return render(request, "realtime/chat_question_choose.html", context, status=status)
