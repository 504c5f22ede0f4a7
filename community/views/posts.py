"""What authors do with what they wrote: permalink, edit, history, withdraw, put back."""

from collections.abc import Callable
from typing import cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from community.actions import answers, comments, questions, withdrawing
from community.forms.writing import EditQuestionForm, EditTextForm
from community.http import member_of, viewer_of
from community.models import Answer, Comment, Question
from community.queries.acts import where_answer_went
from community.queries.history import Kind, current_fields, diff_fields, history_page
from community.queries.permalinks import address_of_answer, address_of_comment
from community.queries.posts import EditPage, edit_page, withdraw_page
from community.views.writing import OK, refuse, wants_cleaning
from core.errors import Conflict, NotFound, Refused, SlowDown
from core.help import offer_help


@login_not_required
@require_safe
def answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """The lasting address of an answer: leads to its place in the thread."""
    viewer = viewer_of(request)
    try:
        return redirect(address_of_answer(viewer, answer_id))
    except NotFound:
        return redirect(where_answer_went(viewer, answer_id), permanent=True)


@login_not_required
@require_safe
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """The lasting address of a comment: leads to its place in the thread."""
    return redirect(address_of_comment(viewer_of(request), comment_id))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str, post_id: int) -> HttpResponse:
    """Change one's own words; when they were changed elsewhere meanwhile, both texts are shown."""
    page = edit_page(member_of(request), kind=kind, post_id=post_id)
    form = _edit_form(page, request)
    if wants_cleaning(request, form, place=kind):
        return _edit_page(request, page, form, status=OK)
    if request.method != "POST" or not form.is_valid():
        return _edit_page(request, page, form, status=422 if form.is_bound else 200)
    try:
        post = _save_edit(request, page, form)
    except Conflict as conflict:
        return _conflict_page(request, page, form, conflict)
    except (Refused, SlowDown) as error:
        return refuse(request, form, error, lambda status: _edit_page(request, page, form, status=status))
    offer_help(request, post.noticed)
    messages.success(request, _("Je aanpassing is bewaard."))
    return redirect(post)


@require_safe
def history(request: HttpRequest, kind: str, post_id: int) -> HttpResponse:
    page = history_page(viewer_of(request), kind=cast(Kind, kind), post_id=post_id)
    return render(request, "community/history.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, kind: str, post_id: int) -> HttpResponse:
    """Ask whether it is meant, then take it back."""
    member = member_of(request)
    if request.method != "POST":
        page = withdraw_page(member, kind=kind, post_id=post_id)
        return render(request, "community/withdraw.html", {"page": page})
    post = _WITHDRAW[kind](member, post_id)
    messages.success(request, _("Het is ingetrokken. Alleen jij ziet het nog. Je kunt het terugzetten."))
    return redirect(post if isinstance(post, Question) else post.question)


@require_POST
def restore(request: HttpRequest, kind: str, post_id: int) -> HttpResponse:
    post = _RESTORE[kind](member_of(request), post_id)
    messages.success(request, _("Het staat er weer."))
    return redirect(post)


_WITHDRAW: dict[str, Callable[..., Question | Answer | Comment]] = {
    "question": lambda member, pk: withdrawing.withdraw_question(member=member, question_id=pk),
    "answer": lambda member, pk: withdrawing.withdraw_answer(member=member, answer_id=pk),
    "comment": lambda member, pk: withdrawing.withdraw_comment(member=member, comment_id=pk),
}
_RESTORE: dict[str, Callable[..., Question | Answer | Comment]] = {
    "question": lambda member, pk: withdrawing.restore_question(member=member, question_id=pk),
    "answer": lambda member, pk: withdrawing.restore_answer(member=member, answer_id=pk),
    "comment": lambda member, pk: withdrawing.restore_comment(member=member, comment_id=pk),
}


def _edit_form(page: EditPage, request: HttpRequest) -> EditQuestionForm | EditTextForm:
    form_class = EditQuestionForm if isinstance(page.post, Question) else EditTextForm
    initial = {**current_fields(page.post), "version": page.post.version}
    return form_class(request.POST) if request.method == "POST" else form_class(initial=initial)


def _save_edit(
    request: HttpRequest, page: EditPage, form: EditQuestionForm | EditTextForm
) -> Question | Answer | Comment:
    editor, fields = member_of(request), form.cleaned_data
    version, sure = fields["version"], fields["sure"]
    if isinstance(form, EditQuestionForm):
        return questions.edit_question(
            editor=editor, question_id=page.post.pk, text=form.text(), version=version, sure=sure
        )
    if isinstance(page.post, Answer):
        return answers.edit_answer(
            editor=editor, answer_id=page.post.pk, body=fields["body"], version=version, sure=sure
        )
    return comments.edit_comment(
        editor=editor, comment_id=page.post.pk, body=fields["body"], version=version, sure=sure
    )


def _edit_page(request: HttpRequest, page: EditPage, form: forms.Form, *, status: int) -> HttpResponse:
    return render(request, "community/edit.html", {"page": page, "form": form}, status=status)


def _conflict_page(
    request: HttpRequest, page: EditPage, form: EditQuestionForm | EditTextForm, conflict: Conflict
) -> HttpResponse:
    """409 with what is stored, what was typed, the difference, and a form to go on with."""
    stored = conflict.details["stored"]
    typed = {name: form.cleaned_data[name] for name in stored}
    again = type(form)(initial={**typed, "version": conflict.details["version"]})
    context = {
        "page": page,
        "message": conflict.message,
        "stored": stored,
        "typed": typed,
        "diffs": diff_fields(stored, typed),
        "form": again,
    }
    return render(request, "community/conflict.html", context, status=409)
