"""Answering a question and changing an answer."""

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from community.actions.authors import Posted, earlier_post, lock_author, unused_key
from community.actions.counters import recount_answers, touch
from community.actions.drafts import close_draft
from community.actions.follows import follow_by_taking_part
from community.actions.highlights import suspend_highlight
from community.actions.locking import lock_answer, lock_question
from community.actions.revisions import check_version, keep_revision
from community.actions.texts import prepare_text, refuse_certain, tell_mentioned, tell_screened
from community.events import AnswerPosted, PostEdited
from community.limits import ANSWERING, EDITING
from community.models import Answer
from community.policies import can_answer, can_edit
from core.events import publish
from core.ratelimit import take
from core.text import clean_body


@transaction.atomic
def post_answer(
    *, author: Member, question_id: int, body: str, key: uuid.UUID, sure: bool = False
) -> Posted[Answer]:
    """Answer a question; whoever answers follows it from then on.

    The same form, or the same words within five minutes, give the answer that already stands there.
    Raises `NotFound`, `NotAllowed`, `SlowDown`, `Refused`, `AskFirst`. Publishes `AnswerPosted`.
    """
    author = lock_author(author)
    question = lock_question(author, question_id)
    can_answer(author, question).require()
    refuse_certain(author, body)
    same = Answer.objects.filter(question=question, body=clean_body(body, field="body"))
    earlier = earlier_post(same, author=author, key=key)
    if earlier is not None:
        return Posted(post=earlier, repeated=True)
    take("answer", author.pk, ANSWERING)
    prepared = prepare_text(raw=body, author=author, question=question, place="answer", sure=sure)
    key = unused_key(Answer.objects.all(), author=author, key=key)
    answer = Answer(author=author, question=question, key=key)
    prepared.fill(answer)
    answer.save()
    recount_answers(question.pk)
    if answer.is_published:
        touch(question.pk)
    follow_by_taking_part(member=author, question=question)
    close_draft(member=author, place=f"answer:{question.pk}")
    publish(AnswerPosted(answer_id=answer.pk, question_id=question.pk, author_id=author.pk))
    tell_screened("answer", answer, question_id=question.pk, screening=prepared.screening)
    tell_mentioned("answer", answer, question_id=question.pk, member_ids=prepared.mentioned_ids)
    return Posted(post=answer, repeated=False)


@transaction.atomic
def edit_answer(*, editor: Member, answer_id: int, body: str, version: int, sure: bool = False) -> Answer:
    """Replace the words of one's own answer; a highlight on it waits for the professional again.

    Raises `Conflict` with the stored words when somebody saved in between. Publishes `PostEdited`.
    """
    editor = lock_author(editor)
    answer = lock_answer(editor, answer_id)
    can_edit(editor, answer).require()
    if clean_body(body, field="body") == answer.body:
        return answer
    check_version(answer, version, words={"body": answer.body})
    take("edit", editor.pk, EDITING)
    prepared = prepare_text(
        raw=body, author=editor, question=answer.question, place="answer", sure=sure, replaces=answer.pk
    )
    keep_revision(answer, words={"body": answer.body})
    prepared.fill(answer)
    answer.edited_at = timezone.now()
    answer.save()
    recount_answers(answer.question_id)
    suspend_highlight(answer)
    close_draft(member=editor, place=f"edit:answer:{answer.pk}")
    publish(
        PostEdited(
            kind="answer", post_id=answer.pk, question_id=answer.question_id, author_id=answer.author_id
        )
    )
    tell_screened("answer", answer, question_id=answer.question_id, screening=prepared.screening)
    tell_mentioned("answer", answer, question_id=answer.question_id, member_ids=prepared.mentioned_ids)
    return answer
