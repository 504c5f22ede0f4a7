"""Answering and commenting."""

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
from community.queries.hints import is_first_answer
from community.queries.newcomers import first_posts_note
from community.queries.posts import get_answer, get_question
from community.queries.structured import head_of
from community.queries.thread import question_page
from community.views.hints import note_shown_hint, say_hint_after, wants_no_hint
from community.views.writing import OK, UNPROCESSABLE, keep_for_visitor, refuse, wants_cleaning
from core.errors import Refused, SlowDown
from core.help import offer_help


@login_not_required
@require_POST
def answer_question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Store an answer; a visitor's words are kept until they have an account."""
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
    question = get_question(viewer_of(request), question_id)
    return _comment(request, question_id=question.pk, answer_id=None)


@login_not_required
@require_POST
def comment_on_answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    answer = get_answer(viewer_of(request), answer_id)
    return _comment(request, question_id=answer.question_id, answer_id=answer.pk)


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
    page = question_page(viewer, question_id=question_id)
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
