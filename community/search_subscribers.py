"""What keeps the search index true: every post is found as it stands now, from the same transaction on."""

from community.actions.search_index import index_answers, index_comments, index_questions
from community.events import (
    AnswerPosted,
    CommentPosted,
    ModerationUndone,
    PostEdited,
    QuestionAsked,
    QuoteChanged,
    ThreadModerated,
)
from community.jobs import relate
from community.models import Answer, Comment, Question
from core.events import in_transaction


def connect() -> None:
    in_transaction(QuestionAsked, index_question)
    in_transaction(AnswerPosted, index_answer)
    in_transaction(CommentPosted, index_comment)
    in_transaction(PostEdited, index_again)
    in_transaction(QuoteChanged, index_again)
    in_transaction(ThreadModerated, index_moved)
    in_transaction(ModerationUndone, index_moved)


def index_question(event: QuestionAsked) -> None:
    """Found from the same moment on that it can be read; what it resembles is found out a little later."""
    index_questions(Question.objects.filter(pk=event.question_id))
    relate.enqueue(event.question_id)


def index_answer(event: AnswerPosted) -> None:
    index_answers(Answer.objects.select_related("question").filter(pk=event.answer_id))


def index_comment(event: CommentPosted) -> None:
    index_comments(Comment.objects.select_related("question").filter(pk=event.comment_id))


def index_again(event: PostEdited | QuoteChanged) -> None:
    if event.kind == "question":
        index_questions(Question.objects.filter(pk=event.post_id))
        relate.enqueue(event.post_id)
    elif event.kind == "answer":
        index_answers(Answer.objects.select_related("question").filter(pk=event.post_id))
    elif event.kind == "comment":
        index_comments(Comment.objects.select_related("question").filter(pk=event.post_id))


def index_moved(event: ThreadModerated | ModerationUndone) -> None:
    """What went to another theme or thread is found where it stands now."""
    questions = [each for each in (event.question_id, event.other_id) if each is not None]
    index_questions(Question.objects.filter(pk__in=questions))
    index_answers(Answer.objects.select_related("question").filter(question__in=questions))
    index_comments(Comment.objects.select_related("question").filter(question__in=questions))
