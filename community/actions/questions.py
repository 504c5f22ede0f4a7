"""Asking a question and changing it."""

import uuid
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from community.actions.authors import Posted, earlier_post, lock_author, unused_key
from community.actions.drafts import close_draft
from community.actions.locking import lock_question
from community.actions.revisions import check_version, keep_revision
from community.actions.texts import PreparedText, prepare_text, refuse_certain, tell_mentioned, tell_screened
from community.events import PostEdited, QuestionAsked
from community.limits import ASKING, BLOCK_LENGTH, EDITING, TITLE_LENGTH, TITLE_STORED
from community.models import Audience, District, Follow, LifeEvent, Question, SameHere, Theme
from community.models.post import slug_of
from community.policies import can_ask, can_ask_anonymously, can_edit
from core.events import publish
from core.ratelimit import take
from core.text import clean_body, clean_line

BLOCKS = ("situation", "need", "tried", "hope")


@dataclass(frozen=True)
class QuestionText:
    """The words of a question as they come from a form: a title, Markdown, and four optional blocks."""

    title: str
    body: str
    situation: str = ""
    need: str = ""
    tried: str = ""
    hope: str = ""


@transaction.atomic
def ask_question(
    *,
    author: Member,
    text: QuestionText,
    theme: Theme,
    key: uuid.UUID,
    audience: str = Audience.EVERYONE,
    anonymous: bool = False,
    life_event: LifeEvent | None = None,
    district: District | None = None,
    sure: bool = False,
) -> Posted[Question]:
    """Ask a question; the asker follows it and counts as the first "same here".

    The same form, or the same words within five minutes, give the question that already stands there.
    Raises `NotAllowed`, `SlowDown`, `Refused`, `AskFirst`. Publishes `QuestionAsked`.
    """
    author = lock_author(author)
    can_ask(author).require()
    if anonymous:
        can_ask_anonymously(author).require()
    cleaned = _clean(text)
    refuse_certain(author, *asdict(cleaned).values())
    same = Question.objects.filter(theme=theme, **asdict(cleaned))
    earlier = earlier_post(same, author=author, key=key)
    if earlier is not None:
        return Posted(post=earlier, repeated=True)
    question = Question(
        author=author,
        theme=theme,
        key=unused_key(Question.objects.all(), author=author, key=key),
        audience=audience,
        anonymous=anonymous,
        life_event=life_event,
        district=district,
    )
    take("ask", author.pk, ASKING)
    prepared = _fill(question, cleaned, author=author, sure=sure)
    question.same_here_count = question.follower_count = 1
    question.save()
    SameHere.objects.create(member=author, question=question)
    Follow.objects.create(member=author, question=question)
    close_draft(member=author, place="question")
    publish(QuestionAsked(question_id=question.pk, author_id=author.pk))
    tell_screened("question", question, question_id=question.pk, screening=prepared.screening)
    tell_mentioned("question", question, question_id=question.pk, member_ids=prepared.mentioned_ids)
    return Posted(post=question, repeated=False)


@transaction.atomic
def edit_question(
    *, editor: Member, question_id: int, text: QuestionText, version: int, sure: bool = False
) -> Question:
    """Replace the words of one's own question. `version` is the version that the editor started from.

    Raises `Conflict` with the stored words when somebody saved in between. Publishes `PostEdited`.
    """
    editor = lock_author(editor)
    question = lock_question(editor, question_id)
    can_edit(editor, question).require()
    cleaned = _clean(text)
    if asdict(cleaned) == words_of(question):
        return question
    check_version(question, version, words=words_of(question))
    take("edit", editor.pk, EDITING)
    keep_revision(question, words=words_of(question))
    prepared = _fill(question, cleaned, author=editor, sure=sure)
    question.edited_at = timezone.now()
    question.save()
    close_draft(member=editor, place=f"edit:question:{question.pk}")
    publish(PostEdited(kind="question", post_id=question.pk, question_id=question.pk, author_id=editor.pk))
    tell_screened("question", question, question_id=question.pk, screening=prepared.screening)
    tell_mentioned("question", question, question_id=question.pk, member_ids=prepared.mentioned_ids)
    return question


def words_of(question: Question) -> dict[str, str]:
    """The words of a question by field name, as kept in its history."""
    return {name: getattr(question, name) for name in ("title", "body", *BLOCKS)}


def _clean(text: QuestionText) -> QuestionText:
    title = clean_line(
        text.title,
        limit=TITLE_LENGTH,
        stored=TITLE_STORED,
        empty=_("Geef je vraag een titel."),
        field="title",
    )
    blocks = {name: _clean_block(name, getattr(text, name)) for name in BLOCKS}
    return QuestionText(title=title, body=clean_body(text.body, field="body"), **blocks)


def _clean_block(name: str, raw: str) -> str:
    return clean_body(raw, limit=BLOCK_LENGTH, field=name) if raw.strip() else ""


def _fill(question: Question, text: QuestionText, *, author: Member, sure: bool) -> PreparedText:
    """Put the words into the question; returns them with who is mentioned and what was found."""
    others = [text.title, *(getattr(text, name) for name in BLOCKS)]
    prepared = prepare_text(
        raw=text.body,
        author=author,
        question=question,
        place="question",
        also=others,
        sure=sure,
        replaces=question.pk,
    )
    prepared.fill(question)
    question.title, question.slug = text.title, slug_of(text.title)
    for name in BLOCKS:
        setattr(question, name, getattr(text, name))
    return prepared
