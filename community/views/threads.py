"""Moderators move, merge, split, lock and pin threads, and take it back."""

import re
from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.actions import threads
from community.actions.alike import dismiss_suggestion
from community.actions.undoing import undo_act
from community.forms.threads import LockForm, MergeForm, MoveForm, PinForm, SplitForm
from community.http import member_of
from community.models import ThreadAct
from community.queries.acts import moderate_page, split_page
from community.queries.alike import alike_page
from community.views.writing import refuse
from core.errors import Refused

FORMS: dict[str, type[forms.Form]] = {
    "move": MoveForm,
    "merge": MergeForm,
    "lock": LockForm,
    "unlock": forms.Form,
    "pin": PinForm,
    "unpin": forms.Form,
}

NUMBER = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


@require_http_methods(["GET", "HEAD", "POST"])
def moderate(request: HttpRequest, question_id: int) -> HttpResponse:
    """One page with a form for each act; `act` says which was sent."""
    moderate_page(member_of(request), question_id=question_id)
    if request.method != "POST":
        return _moderate_page(request, question_id)
    name = request.POST.get("act", "")
    if name not in FORMS:
        raise Refused
    form = FORMS[name](request.POST)
    again = partial(_moderate_page, request, question_id, {name: form})
    if not form.is_valid():
        return again(422)
    try:
        act = _act(request, name, question_id, form)
    except Refused as error:
        return refuse(request, form, error, again)
    return _done(request, act)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Make a question of an answer."""
    member = member_of(request)
    page = split_page(member, answer_id=answer_id)
    form = SplitForm(request.POST if request.method == "POST" else None)

    def again(status: int) -> HttpResponse:
        return render(request, "community/split.html", {"page": page, "form": form}, status=status)

    if not form.is_valid():
        return again(422 if form.is_bound else 200)
    try:
        act = threads.split_answer(moderator=member, answer_id=answer_id, title=form.cleaned_data["title"])
    except Refused as error:
        return refuse(request, form, error, again)
    return _done(request, act)


def _done(request: HttpRequest, act: ThreadAct) -> HttpResponse:
    """To the line that says so: half a minute is short to look for the button."""
    messages.success(request, _("Gedaan. Je kunt het dertig seconden lang ongedaan maken."))
    return redirect(f"{act.question.get_absolute_url()}#regels")


@require_POST
def undo(request: HttpRequest, act_id: int) -> HttpResponse:
    question = undo_act(moderator=member_of(request), act_id=act_id)
    messages.success(request, _("Het is ongedaan gemaakt."))
    return redirect(question)


@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """Pairs of questions that may be one."""
    return render(request, "community/alike.html", {"page": alike_page(member_of(request))})


@require_POST
def dismiss_alike(request: HttpRequest, suggestion_id: int) -> HttpResponse:
    suggestion = dismiss_suggestion(moderator=member_of(request), suggestion_id=suggestion_id)
    messages.success(request, _("Goed om te weten: dit zijn twee vragen. We stellen het niet meer voor."))
    if request.POST.get("next") == "question":
        return redirect("community:moderate", suggestion.question_id)
    return redirect("community:alike")


def _act(request: HttpRequest, name: str, question_id: int, form: forms.Form) -> ThreadAct:
    on = {"question_id": question_id}
    moderator, fields = member_of(request), form.cleaned_data
    acts: dict[str, Callable[[], ThreadAct]] = {
        "move": lambda: threads.move_question(
            moderator=moderator, **on, theme=fields["theme"], reason=fields["reason"]
        ),
        "merge": lambda: threads.merge_questions(
            moderator=moderator, **on, into_id=fields["into"], reason=fields["reason"]
        ),
        "lock": lambda: threads.lock_thread(moderator=moderator, **on, reason=fields["reason"]),
        "unlock": lambda: threads.unlock_thread(moderator=moderator, **on),
        "pin": lambda: threads.pin_thread(moderator=moderator, **on, until=fields["until"]),
        "unpin": lambda: threads.pin_thread(moderator=moderator, **on, until=None),
    }
    return acts[name]()


def _moderate_page(
    request: HttpRequest, question_id: int, sent: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    into = request.GET.get("into", "")
    into_id = int(into) if NUMBER.fullmatch(into) else None
    page = moderate_page(member_of(request), question_id=question_id, into_id=into_id)
    initial = {"merge": {"into": into_id}} if page.sides else {}
    shown = {name: form(auto_id=f"{name}_%s", initial=initial.get(name)) for name, form in FORMS.items()} | (
        sent or {}
    )
    context = {"page": page, "forms": shown}
    return render(request, "community/moderate.html", context, status=status)
