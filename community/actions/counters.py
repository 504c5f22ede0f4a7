"""Numbers that are stored with a question because lists show them. Always counted anew from the rows."""

from django.db.models import Max, Min, Q
from django.utils import timezone

from community.models import Answer, Comment, Follow, Highlight, Question, SameHere, Thanks


def recount_answers(question_id: int) -> None:
    """Call with the question's row locked. One query reads, one writes."""
    published = Answer.objects.published().filter(question_id=question_id)
    Question.objects.filter(pk=question_id).update(
        answer_count=published.count(),
        first_answer_at=published.aggregate(first=Min("created_at"))["first"],
    )
    recount_turns(question_id)


def recount_turns(question_id: int) -> None:
    """When the asker and when anybody else last said something under the question. Four queries."""
    asker_id = Question.objects.values_list("author_id", flat=True).get(pk=question_id)
    by_asker = Q(author_id=asker_id)
    spoken = [
        posts.filter(question_id=question_id).aggregate(
            asker=Max("created_at", filter=by_asker), helper=Max("created_at", filter=~by_asker)
        )
        for posts in (Answer.objects.published(), Comment.objects.published())
    ]
    Question.objects.filter(pk=question_id).update(
        asker_spoke_at=max((turn["asker"] for turn in spoken if turn["asker"]), default=None),
        helper_spoke_at=max((turn["helper"] for turn in spoken if turn["helper"]), default=None),
    )


def touch(question_id: int) -> None:
    """Something happened in the thread: it moves up in the list of active questions."""
    Question.objects.filter(pk=question_id).update(last_activity_at=timezone.now())


def recount_highlights(question_id: int) -> None:
    """Until when, and since when, the question has a highlight in force."""
    highlights = Highlight.objects.open().filter(
        question_id=question_id, suspended_at__isnull=True, answer__visibility="published"
    )
    newest = highlights.aggregate(until=Max("review_on"), at=Max("confirmed_at"))
    Question.objects.filter(pk=question_id).update(
        highlighted_until=newest["until"], highlighted_at=newest["at"]
    )


def recount_same_here(question_id: int) -> None:
    count = SameHere.objects.filter(question_id=question_id).count()
    Question.objects.filter(pk=question_id).update(same_here_count=count)


def recount_followers(question_id: int) -> None:
    count = Follow.objects.filter(question_id=question_id).count()
    Question.objects.filter(pk=question_id).update(follower_count=count)


def recount_thanks(answer_id: int) -> None:
    count = Thanks.objects.filter(answer_id=answer_id).count()
    Answer.objects.filter(pk=answer_id).update(thanks_count=count)
