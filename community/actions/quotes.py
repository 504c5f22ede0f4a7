"""What others quoted goes and comes back with the post that it is from.

Quotations are found by their words, by whom they name, and by the address of the post. In the same thread
that happens at once, with the question locked; elsewhere in a job, one holder at a time.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from community.actions.quotable import BLOCKS, HIDDEN, Written, kind_of_post, leads_to, source_of
from community.actions.texts import rerender
from community.events import QuoteChanged
from community.models import Answer, Comment, Question, Revision, WithheldQuote
from core.events import publish
from core.quotes import Source, in_quotes, without_quotes

_MODELS: dict[str, type[Question] | type[Answer] | type[Comment]] = {
    "question": Question,
    "answer": Answer,
    "comment": Comment,
}


def withhold_in_thread(post: Written) -> None:
    """Call with the question locked, in the transaction that took the post away."""
    source, kind = source_of(post), kind_of_post(post)
    for holder in _in_thread(_question_id(post)):
        if (kind_of_post(holder), holder.pk) != (kind, post.pk):
            _withhold(holder, source, kind=kind, source_id=post.pk)


def give_back_in_thread(post: Written) -> None:
    """Call with the question locked, in the transaction that put the post back."""
    rows = _withheld(kind_of_post(post), post.pk)
    if not rows.exists():
        return
    for holder in _in_thread(_question_id(post)):
        give_back(holder, rows)


def mask_quotes(post: Written, passages: Sequence[str], mask: Callable[[str, Sequence[str]], str]) -> None:
    """What was made unreadable for good is so in quotations too, also in those that are withheld."""
    for holder in _in_thread(_question_id(post)):
        if (kind_of_post(holder), holder.pk) != (kind_of_post(post), post.pk):
            _change(holder, lambda text: in_quotes(text, lambda words: mask(words, passages)))
    for row in WithheldQuote.objects.filter(source_kind=kind_of_post(post), source_id=post.pk):
        row.words = mask(row.words, passages)
        row.save(update_fields=["words"])


def follow_elsewhere(kind: str, post_id: int) -> None:
    """In posts of other threads that lead to this one. Each in a transaction of its own; harmless again."""
    for holder_kind, holder_id in list(_linking(kind, post_id)):
        with transaction.atomic():
            # The source first, so that it cannot come back while its quotations go.
            post = _locked(kind, post_id)
            if post is not None:
                hidden = post.visibility in HIDDEN
                follow(holder_kind, holder_id, source_of(post), at=(kind, post_id), hidden=hidden)


def follow(holder_kind: str, holder_id: int, source: Source, *, at: tuple[str, int], hidden: bool) -> None:
    """Let the quotations in one post go or come back. Call in a transaction, with the source locked."""
    holder = _locked(holder_kind, holder_id)
    if holder is None:
        return
    if hidden:
        _withhold(holder, source, kind=at[0], source_id=at[1])
    else:
        give_back(holder, _withheld(*at))


def placeholder(row: WithheldQuote) -> str:
    """The line that stands where the quotation stood, in the language of the site."""
    with translation.override(settings.LANGUAGE_CODE):
        sentence = _("Dit citaat is weggehaald, net als het bericht waar het uit komt.")
    return f"> *{sentence}* ({row.pk})"


def withheld_in(text: str, source: Source, *, at: tuple[str, int], holder: tuple[str, int]) -> str:
    """The text without its quotations of the source, which stands `at`; they are kept aside."""

    def keep_aside(words: str) -> str:
        row = WithheldQuote.objects.create(
            source_kind=at[0], source_id=at[1], holder_kind=holder[0], holder_id=holder[1], words=words
        )
        return placeholder(row)

    return without_quotes(text, source, keep_aside)


def with_quotes_back(text: str, rows: Iterable[WithheldQuote]) -> str:
    """Where its writer took the line away meanwhile, nothing comes back."""
    for row in rows:
        text = text.replace(placeholder(row), row.words)
    return text


def give_back(holder: Written, rows: QuerySet[WithheldQuote]) -> None:
    """What was withheld in this post and its earlier versions, as far as it is among the rows."""
    mine = list(rows.filter(holder_kind=kind_of_post(holder), holder_id=holder.pk))
    versions = list(Revision.objects.filter(**{kind_of_post(holder): holder}).values_list("pk", flat=True))
    mine += rows.filter(holder_kind="revision", holder_id__in=versions)
    if mine:
        _change(holder, lambda text: with_quotes_back(text, mine))
        rows.filter(pk__in=[row.pk for row in mine]).delete()


def _withheld(kind: str, source_id: int) -> QuerySet[WithheldQuote]:
    return WithheldQuote.objects.filter(source_kind=kind, source_id=source_id)


def _withhold(holder: Written, source: Source, *, kind: str, source_id: int) -> None:
    at = (kind, source_id)
    for revision in Revision.objects.filter(**{kind_of_post(holder): holder}).select_for_update():
        version = ("revision", revision.pk)
        fields = revision.fields.items()
        kept = {name: withheld_in(text, source, at=at, holder=version) for name, text in fields}
        _keep_revision(revision, kept)
    this = (kind_of_post(holder), holder.pk)
    _change_fields(holder, lambda text: withheld_in(text, source, at=at, holder=this))


def _change(holder: Written, change: Callable[[str], str]) -> None:
    for revision in Revision.objects.filter(**{kind_of_post(holder): holder}).select_for_update():
        _keep_revision(revision, {name: change(text) for name, text in revision.fields.items()})
    _change_fields(holder, change)


def _change_fields(holder: Written, change: Callable[[str], str]) -> None:
    """Another version, so that who is editing it is not overtaken; nobody counts it as an edit."""
    names = ("body", *BLOCKS) if isinstance(holder, Question) else ("body",)
    changed = {name: change(text) for name in names if ">" in (text := getattr(holder, name))}
    changed = {name: text for name, text in changed.items() if text != getattr(holder, name)}
    if not changed:
        return
    for name, text in changed.items():
        setattr(holder, name, text)
    holder.version += 1
    holder.save(update_fields=[*changed, "version"])
    question = holder if isinstance(holder, Question) else holder.question
    rerender(holder, question)
    publish(QuoteChanged(kind=kind_of_post(holder), post_id=holder.pk, question_id=question.pk))


def _keep_revision(revision: Revision, fields: dict[str, str]) -> None:
    if fields != revision.fields:
        revision.fields = fields
        revision.save(update_fields=["fields"])


def _in_thread(question_id: int) -> Iterator[Written]:
    """Everything of the thread in which somebody may have quoted, now or before. Five queries."""
    quoting = Q(body__contains=">")
    blocks = Q()
    for name in BLOCKS:
        blocks |= Q(**{f"{name}__contains": ">"})
    edited = Revision.objects.filter(
        Q(question=question_id) | Q(answer__question=question_id) | Q(comment__question=question_id)
    )
    ids = {name: list(edited.exclude(**{name: None}).values_list(name, flat=True)) for name in _MODELS}
    questions = Question.objects.filter(pk=question_id).select_related("theme", "author")
    yield from questions.filter(quoting | blocks | Q(pk__in=ids["question"]))
    for kind, model in (("answer", Answer), ("comment", Comment)):
        posts = model.objects.filter(question=question_id).filter(quoting | Q(pk__in=ids[kind]))
        yield from posts.select_related("question__theme", "author")


def _linking(kind: str, post_id: int) -> Iterator[tuple[str, int]]:
    """The posts that quote something and hold the address of this one."""
    for name, model in _MODELS.items():
        found = model.objects.filter(leads_to(kind, post_id))
        for pk in found.values_list("pk", flat=True):
            if (name, pk) != (kind, post_id):
                yield name, pk


def _locked(kind: str, post_id: int) -> Written | None:
    rows = _MODELS[kind].objects.select_for_update(of=("self",), no_key=True)
    related = ("theme", "author") if kind == "question" else ("question__theme", "author")
    return rows.select_related(*related).filter(pk=post_id).first()


def _question_id(post: Written) -> int:
    return post.pk if isinstance(post, Question) else post.question_id
