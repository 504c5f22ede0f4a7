"""Thanks, same here, follow, solution: one press each, and back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from community.actions import follows, reactions, solutions
from community.forms.reactions import FollowForm, SwitchForm
from community.forms.writing import CommentForm
from community.http import member_of, viewer_of, wants_fragment
from community.models import Answer, Question
from community.queries.thread import one_answer, question_page
from core.errors import Refused


@require_POST
def thanks(request: HttpRequest, answer_id: int) -> HttpResponse:
    act = reactions.thank if _is_on(request) else reactions.take_back_thanks
    return _answer_changed(request, act(member=member_of(request), answer_id=answer_id))


@require_POST
def solution(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Mark or unmark the answer that helped. Other answers change too, so the page comes back whole."""
    act = solutions.mark_solution if _is_on(request) else solutions.unmark_solution
    return redirect(act(member=member_of(request), answer_id=answer_id))


@require_POST
def same_here(request: HttpRequest, question_id: int) -> HttpResponse:
    act = reactions.say_same_here if _is_on(request) else reactions.take_back_same_here
    return _question_changed(request, act(member=member_of(request), question_id=question_id))


@require_POST
def follow(request: HttpRequest, question_id: int) -> HttpResponse:
    form = FollowForm(request.POST)
    if not form.is_valid():
        raise Refused
    member, mode = member_of(request), form.cleaned_data["mode"]
    if mode == "off":
        return _question_changed(request, follows.unfollow_question(member=member, question_id=question_id))
    return _question_changed(
        request, follows.follow_question(member=member, question_id=question_id, mode=mode)
    )


def _is_on(request: HttpRequest) -> bool:
    form = SwitchForm(request.POST)
    if not form.is_valid():
        raise Refused
    return bool(form.cleaned_data["on"])


def _answer_changed(request: HttpRequest, answer: Answer) -> HttpResponse:
    if not wants_fragment(request):
        return redirect(answer)
    context = {"answer": one_answer(viewer_of(request), answer.pk), "comment_form": CommentForm()}
    return render(request, "community/_answer_actions.html", context)


def _question_changed(request: HttpRequest, question: Question) -> HttpResponse:
    if not wants_fragment(request):
        return redirect(reverse("community:question-short", args=[question.pk]))
    page = question_page(viewer_of(request), question_id=question.pk)
    return render(request, "community/_question_actions.html", {"page": page})
