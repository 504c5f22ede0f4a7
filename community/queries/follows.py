"""What a follower without account may hear."""

from datetime import datetime

from django.contrib.auth.models import AnonymousUser

from community.models import EmailFollow, FollowMode, Question
from community.policies import visible_answers, visible_questions


def followed_question(follow_id: int) -> tuple[EmailFollow, Question] | None:
    """The follow with its question, when a visitor can still read it. One query and one more."""
    follow = EmailFollow.objects.filter(pk=follow_id).first()
    if follow is None:
        return None
    question = visible_questions(AnonymousUser()).filter(pk=follow.question_id).first()
    return (follow, question) if question is not None else None


def has_news(follow: EmailFollow, question: Question, *, since: datetime) -> bool:
    """Whether something that this follower wants stands there since then, and still does."""
    if question.solved_at is not None and question.solved_at > since:
        return True
    if follow.mode == FollowMode.SOLVED:
        return False
    return visible_answers(AnonymousUser()).filter(question=question, created_at__gt=since).exists()
