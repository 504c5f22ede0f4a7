"""Answering and commenting."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.policies import is_member
from community.actions.answers import post_answer
from community.actions.comments import comment_place, post_comment
from community.forms.writing import AnswerForm, CommentForm
from community.http import viewer_of
from community.models import Question
from community.queries.acts import is_named_now, where_answer_went, where_question_went
from community.queries.hints import is_first_answer
from community.queries.newcomers import first_posts_note
from community.queries.permalinks import cursor_to_answer
from community.queries.posts import get_answer, get_question
from community.queries.structured import head_of
from community.queries.thread import question_page
from community.views.hints import note_shown_hint, say_hint_after, wants_no_hint
from community.views.writing import OK, UNPROCESSABLE, keep_for_visitor, refuse, wants_cleaning
from core.errors import NotFound, Refused, SlowDown
from core.help import offer_help

CONFLICT = 409
THREAD = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
"""The question under which the reader saw what they comment on."""


@login_not_required
@require_POST
def answer_question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Store an answer; a visitor's words are kept until they have an account."""
    try:
        return _answer(request, question_id)
    except NotFound:
        went = where_question_went(viewer_of(request), question_id)
        return _elsewhere(request, went, was_in=question_id, answer_form=AnswerForm(request.POST))


def _answer(request: HttpRequest, question_id: int) -> HttpResponse:
    viewer, form = viewer_of(request), AnswerForm(request.POST)
    question = get_question(viewer, question_id)

    def page(status: int) -> HttpResponse:
        return _question_again(request, question_id, answer_form=form, status=status)

    if wants_cleaning(request, form, place="answer") or wants_no_hint(request, question_id=question_id):
        return page(OK)
    if not is_member(viewer):
        next_url = f"{question.get_absolute_url()}#antwoord"
        return keep_for_visitor(
            request, place=f"answer:{question_id}", next_url=next_url, form=form, page=page
        )
    if not form.is_valid():
        return page(UNPROCESSABLE)
    fields = form.cleaned_data
    try:
        posted = post_answer(
            author=viewer,
            question_id=question_id,
            body=fields["body"],
            key=fields["key"],
            sure=fields["sure"],
        )
    except (Refused, SlowDown) as error:
        return refuse(request, form, error, page)
    offer_help(request, posted.post.noticed)
    note_shown_hint(request, question_id=question_id)
    if posted.repeated:
        messages.info(request, _("Dit antwoord had je al geplaatst. Hier staat het."))
    elif not posted.post.is_published:
        messages.info(request, _("Dank je wel. Een moderator leest je antwoord eerst."))
    elif is_first_answer(viewer):
        messages.success(
            request, _("Je eerste antwoord staat erbij. Dank je wel: hier heeft iemand iets aan.")
        )
    else:
        messages.success(request, _("Je antwoord staat erbij. Fijn dat je meedenkt."))
    say_hint_after(request, fields["body"], question_id=question_id)
    return redirect("community:answer", posted.post.pk)


@login_not_required
@require_POST
def comment_on_question(request: HttpRequest, question_id: int) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        question = get_question(viewer, question_id)
        return _comment(request, question_id=question.pk, answer_id=None)
    except NotFound:
        went = where_question_went(viewer, question_id)
        return _elsewhere(request, went, was_in=question_id, comment_form=CommentForm(request.POST))


@login_not_required
@require_POST
def comment_on_answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Where the answer went to another thread meanwhile, the writer looks first: who reads along, and
    whether their name stands there, may differ."""
    viewer = viewer_of(request)
    seen = request.POST.get("thread", "")
    was_in = int(seen) if THREAD.fullmatch(seen) else None
    try:
        answer = get_answer(viewer, answer_id)
        was_in = was_in or answer.question_id
        return _comment(request, question_id=was_in, answer_id=answer.pk)
    except NotFound:
        return _commented_elsewhere(request, answer_id, was_in=was_in)


def _commented_elsewhere(request: HttpRequest, answer_id: int, *, was_in: int | None) -> HttpResponse:
    viewer, form = viewer_of(request), CommentForm(request.POST)
    try:
        answer = get_answer(viewer, answer_id)
    except NotFound:
        went = where_answer_went(viewer, answer_id)
        return _elsewhere(request, went, was_in=was_in, comment_form=form)
    return _elsewhere(request, answer.question, was_in=was_in, comment_form=form, comment_on=answer.pk)


def _comment(request: HttpRequest, *, question_id: int, answer_id: int | None) -> HttpResponse:
    viewer, form = viewer_of(request), CommentForm(request.POST)

    def page(status: int) -> HttpResponse:
        return _question_again(request, question_id, comment_form=form, comment_on=answer_id, status=status)

    if wants_cleaning(request, form, place="comment"):
        return page(OK)
    if not is_member(viewer):
        next_url = get_question(viewer, question_id).get_absolute_url()
        place = comment_place(question_id, answer_id)
        return keep_for_visitor(request, place=place, next_url=next_url, form=form, page=page)
    if not form.is_valid():
        return page(UNPROCESSABLE)
    fields = form.cleaned_data
    try:
        posted = post_comment(
            author=viewer,
            question_id=question_id,
            answer_id=answer_id,
            body=fields["body"],
            key=fields["key"],
            sure=fields["sure"],
        )
    except (Refused, SlowDown) as error:
        return refuse(request, form, error, page)
    offer_help(request, posted.post.noticed)
    return redirect(posted.post)


def _elsewhere(
    request: HttpRequest,
    question: Question,
    *,
    was_in: int | None,
    answer_form: AnswerForm | None = None,
    comment_form: CommentForm | None = None,
    comment_on: int | None = None,
) -> HttpResponse:
    """The thread to which a moderator took what was written about, with the words in its form."""
    sentences = [
        _("Dit gesprek staat nu bij een andere vraag. Kijk of je tekst hier past en plaats hem dan.")
    ]
    if was_in is not None and is_named_now(viewer_of(request), question, was_in=was_in):
        sentences.append(_("Let op: je vroeg anoniem, maar hier staat je naam erbij."))
    for form in (answer_form, comment_form):
        if form is not None:
            form.add_error(None, " ".join(sentences))
    return _question_again(
        request,
        question.pk,
        answer_form=answer_form,
        comment_form=comment_form,
        comment_on=comment_on,
        status=CONFLICT,
    )


def _question_again(
    request: HttpRequest,
    question_id: int,
    *,
    status: int,
    answer_form: AnswerForm | None = None,
    comment_form: CommentForm | None = None,
    comment_on: int | None = None,
) -> HttpResponse:
    """The question page with the refused form on it. `comment_on` is the answer that was commented on."""
    viewer = viewer_of(request)
    cursor = cursor_to_answer(viewer, comment_on) if comment_on is not None else ""
    page = question_page(viewer, question_id=question_id, cursor=cursor)
    context = {
        **head_of(page),
        "page": page,
        "first_posts": first_posts_note(viewer, page.question.theme),
        "answer_form": answer_form or AnswerForm(),
        "comment_form": CommentForm(),
        "refused_comment_form": comment_form,
        "refused_comment_on": comment_on,
    }
    return render(request, "community/question.html", context, status=status)
