"""Short remarks under a question or an answer."""

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from community.actions.authors import Posted, earlier_post, lock_author, unused_key
from community.actions.counters import touch
from community.actions.drafts import close_draft
from community.actions.locking import lock_answer, lock_comment, lock_question
from community.actions.revisions import check_version, keep_revision
from community.actions.texts import prepare_text, refuse_certain, tell_mentioned, tell_screened
from community.events import CommentPosted, PostEdited
from community.limits import COMMENT_LENGTH, COMMENTING, EDITING
from community.models import Comment
from community.policies import can_comment, can_edit
from core.errors import NotFound
from core.events import publish
from core.ratelimit import take
from core.text import clean_body


@transaction.atomic
def post_comment(
    *,
    author: Member,
    question_id: int,
    answer_id: int | None,
    body: str,
    key: uuid.UUID,
    sure: bool = False,
) -> Posted[Comment]:
    """Comment under an answer, or under the question itself when `answer_id` is None.

    `NotFound` also when the answer stands in another thread than the writer saw: their name may not be hidden
    there. Raises `NotAllowed`, `SlowDown`, `Refused`, `AskFirst` too. Publishes `CommentPosted`.
    """
    author = lock_author(author)
    answer = lock_answer(author, answer_id) if answer_id is not None else None
    if answer is not None and answer.question_id != question_id:
        raise NotFound
    question = answer.question if answer is not None else lock_question(author, question_id)
    can_comment(author, question).require()
    refuse_certain(author, body)
    same = Comment.objects.filter(question=question, answer=answer, body=_clean(body))
    earlier = earlier_post(same, author=author, key=key)
    if earlier is not None:
        return Posted(post=earlier, repeated=True)
    take("comment", author.pk, COMMENTING)
    prepared = prepare_text(raw=body, author=author, question=question, place="comment", sure=sure)
    key = unused_key(Comment.objects.all(), author=author, key=key)
    comment = Comment(author=author, question=question, answer=answer, key=key)
    prepared.fill(comment)
    comment.save()
    if comment.is_published:
        touch(question.pk)
    close_draft(member=author, place=comment_place(question.pk, answer_id))
    publish(
        CommentPosted(
            comment_id=comment.pk, question_id=question.pk, answer_id=answer_id, author_id=author.pk
        )
    )
    tell_screened("comment", comment, question_id=question.pk, screening=prepared.screening)
    tell_mentioned("comment", comment, question_id=question.pk, member_ids=prepared.mentioned_ids)
    return Posted(post=comment, repeated=False)


@transaction.atomic
def edit_comment(*, editor: Member, comment_id: int, body: str, version: int, sure: bool = False) -> Comment:
    """Replace the words of one's own comment. Raises `Conflict` as for answers. Publishes `PostEdited`."""
    editor = lock_author(editor)
    comment = lock_comment(editor, comment_id)
    can_edit(editor, comment).require()
    if _clean(body) == comment.body:
        return comment
    check_version(comment, version, words={"body": comment.body})
    take("edit", editor.pk, EDITING)
    prepared = prepare_text(
        raw=body, author=editor, question=comment.question, place="comment", sure=sure, replaces=comment.pk
    )
    keep_revision(comment, words={"body": comment.body})
    prepared.fill(comment)
    comment.edited_at = timezone.now()
    comment.save()
    close_draft(member=editor, place=f"edit:comment:{comment.pk}")
    publish(
        PostEdited(
            kind="comment", post_id=comment.pk, question_id=comment.question_id, author_id=comment.author_id
        )
    )
    tell_screened("comment", comment, question_id=comment.question_id, screening=prepared.screening)
    tell_mentioned("comment", comment, question_id=comment.question_id, member_ids=prepared.mentioned_ids)
    return comment


def comment_place(question_id: int, answer_id: int | None) -> str:
    """The draft place of a comment."""
    return f"comment:question:{question_id}" if answer_id is None else f"comment:answer:{answer_id}"


def _clean(body: str) -> str:
    return clean_body(body, limit=COMMENT_LENGTH, field="body")
