"""Earlier versions of a text, and what changed between two texts."""

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Literal

from accounts.policies import Viewer
from community.models import Answer, Comment, Post, Question, Revision
from community.policies import can_see_history, visible_answers, visible_comments, visible_questions
from core.errors import NotFound

Kind = Literal["question", "answer", "comment"]


@dataclass(frozen=True)
class Change:
    """A run of text that stayed ("same"), came ("new") or went ("gone")."""

    kind: Literal["same", "new", "gone"]
    text: str


@dataclass(frozen=True)
class FieldDiff:
    name: str
    changes: list[Change]


@dataclass(frozen=True)
class Version:
    """One version with what it changed against the one before; the first changed nothing."""

    number: int
    written_at: datetime
    diffs: list[FieldDiff]
    fields: dict[str, str]


@dataclass(frozen=True)
class HistoryPage:
    """The versions of a post, newest first."""

    kind: Kind
    post: Post
    question: Question
    versions: list[Version]


QUESTION_FIELDS = ("title", "body", "situation", "need", "tried", "hope")


def history_page(viewer: Viewer, *, kind: Kind, post_id: int) -> HistoryPage:
    """All versions of one post. Two queries. Raises `NotFound`, `NotAllowed`."""
    post, question = _post(viewer, kind, post_id)
    can_see_history(viewer, post, question).require()
    revisions = Revision.objects.filter(**{kind: post}).order_by("version")
    texts = [(r.version, r.written_at, dict(r.fields)) for r in revisions]
    texts.append((post.version, post.edited_at or post.created_at, current_fields(post)))
    versions = [
        Version(number, at, diff_fields(texts[i - 1][2], words) if i else [], words)
        for i, (number, at, words) in enumerate(texts)
    ]
    return HistoryPage(kind=kind, post=post, question=question, versions=versions[::-1])


def current_fields(post: Post) -> dict[str, str]:
    """The words of a post by field name."""
    if isinstance(post, Question):
        return {name: getattr(post, name) for name in QUESTION_FIELDS}
    return {"body": post.body}


def diff_fields(before: dict[str, str], after: dict[str, str]) -> list[FieldDiff]:
    """What changed, per field that changed."""
    return [
        FieldDiff(name, diff_words(before.get(name, ""), text))
        for name, text in after.items()
        if before.get(name, "") != text
    ]


def diff_words(before: str, after: str) -> list[Change]:
    """The way from one text to the other in words, so that one changed word shows as one change."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(Change("same", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            changes.append(Change("gone", "".join(old[i1:i2])))
        if j2 > j1:
            changes.append(Change("new", "".join(new[j1:j2])))
    return changes


def _post(viewer: Viewer, kind: Kind, post_id: int) -> tuple[Post, Question]:
    post: Question | Answer | Comment | None
    if kind == "question":
        post = visible_questions(viewer).select_related("theme", "author").filter(pk=post_id).first()
        if post is None:
            raise NotFound
        return post, post
    if kind == "answer":
        post = visible_answers(viewer).select_related("question__theme", "author").filter(pk=post_id).first()
    else:
        post = visible_comments(viewer).select_related("question__theme", "author").filter(pk=post_id).first()
    if post is None:
        raise NotFound
    return post, post.question
