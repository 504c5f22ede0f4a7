"""Keeping the search index: stems beside every post, the words of the public ones, and kin."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from community.limits import RELATED_KEPT, WORDS_KEPT, WORDS_SAMPLE
from community.models import Answer, Comment, Question, RelatedQuestion, SearchEntry, SearchWord
from community.policies import visible_entries
from core.words import STEMS_VERSION, language_of, stems_in, stems_of, words_of

BATCH = 500
BLOCKS = ("situation", "need", "tried", "hope")
SHORTEST_WORD = 3


def index_questions(questions: Iterable[Question]) -> None:
    """Write the entries of these questions anew. One query however many."""
    _write([_question_entry(question) for question in questions])


def index_answers(answers: Iterable[Answer]) -> None:
    """As `index_questions`; needs `answer.question`."""
    _write([_answer_entry(answer) for answer in answers])


def index_comments(comments: Iterable[Comment]) -> None:
    """As `index_questions`; needs `comment.question`."""
    _write([_comment_entry(comment) for comment in comments])


def rebuild_entries() -> int:
    """Write the entries that are missing or were made by other stemmers, in batches; returns how many.

    Searching goes on meanwhile. Who edits a post at the same time waits for one batch at most.
    """
    questions = Question.objects.filter(_without_entry(OuterRef("pk") * 2))
    answers = Answer.objects.select_related("question").filter(_without_entry(OuterRef("pk") * 2 + 1))
    comments = Comment.objects.select_related("question").filter(_without_entry(OuterRef("pk") * -1))
    written = ((questions, index_questions), (answers, index_answers), (comments, index_comments))
    return sum(len(batch) for posts, write in written for batch in _batches(posts, write))


def outdated_everything() -> None:
    """Mark all entries as old, so that `rebuild_entries` writes them again. They are found meanwhile."""
    SearchEntry.objects.update(version="")


def refresh_words() -> int:
    """Count the words of the newest public posts anew; returns how many words are kept.

    Other people's words never become a suggestion: only what a visitor can read is counted.
    """
    texts, counts = 0, Counter[str]()
    for text in _public_texts():
        texts += 1
        counts.update({word.folded for word in words_of(text)})
    words = [
        _search_word(word, per_million=max(1, count * 1_000_000 // texts))
        for word, count in counts.most_common(WORDS_KEPT)
        if len(word) >= SHORTEST_WORD and not word.isdigit()
    ]
    with transaction.atomic():
        SearchWord.objects.all().delete()
        SearchWord.objects.bulk_create(words, batch_size=5_000)
    return len(words)


@transaction.atomic
def store_related(question_id: int, *, scores: dict[int, int]) -> None:
    """`scores` are the public questions that resemble this one most. They learn of it, too."""
    if not Question.objects.select_for_update(no_key=True).filter(pk=question_id).exists():
        return
    RelatedQuestion.objects.filter(question=question_id).delete()
    RelatedQuestion.objects.filter(other=question_id).delete()
    best = sorted(scores.items(), key=lambda pair: -pair[1])[:RELATED_KEPT]
    there = [RelatedQuestion(question_id=question_id, other_id=pk, score=score) for pk, score in best]
    back = [RelatedQuestion(question_id=pk, other_id=question_id, score=score) for pk, score in best]
    RelatedQuestion.objects.bulk_create(there + back, ignore_conflicts=True)


def _search_word(word: str, *, per_million: int) -> SearchWord:
    stem = stems_of(word, "nl")[0]
    return SearchWord(word=word, backwards=stem[::-1], stem=stem, per_million=per_million)


def _without_entry(key: Any) -> Any:
    return ~Exists(SearchEntry.objects.filter(pk=key, version=STEMS_VERSION))


def _batches(posts: QuerySet[Any], write: Any) -> Iterator[Sequence[Any]]:
    """The posts in the order of their ids, written a batch at a time, each locked while it is."""
    last_id = 0
    while True:
        with transaction.atomic():
            locked = posts.filter(pk__gt=last_id).order_by("pk").select_for_update(of=("self",), no_key=True)
            batch = list(locked[:BATCH])
            write(batch)
        if not batch:
            return
        yield batch
        last_id = batch[-1].pk


def _write(entries: list[SearchEntry]) -> None:
    fields = ["question", "answer", "theme", "asked_at", "title_stems", "body_stems", "version"]
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=BATCH
    )


def _question_entry(question: Question) -> SearchEntry:
    body = "\n".join([question.body, *(getattr(question, name) for name in BLOCKS)])
    language = _language(f"{question.title}\n{body}")
    return SearchEntry(
        id=question.pk * 2,
        question=question,
        theme_id=question.theme_id,
        asked_at=question.created_at,
        title_stems=stems_in(question.title, language),
        body_stems=stems_in(body, language),
        version=STEMS_VERSION,
    )


def _answer_entry(answer: Answer) -> SearchEntry:
    return _reply_entry(answer, id=answer.pk * 2 + 1, answer_id=answer.pk)


def _comment_entry(comment: Comment) -> SearchEntry:
    return _reply_entry(comment, id=-comment.pk, answer_id=comment.answer_id, comment_id=comment.pk)


def _reply_entry(post: Answer | Comment, **which: int | None) -> SearchEntry:
    """Of what stands under a question: it has no title, and the place and age of its question."""
    return SearchEntry(
        question_id=post.question_id,
        theme_id=post.question.theme_id,
        asked_at=post.question.created_at,
        title_stems="",
        body_stems=stems_in(post.body, _language(post.body)),
        version=STEMS_VERSION,
        **which,
    )


def _language(text: str) -> str:
    return language_of(word.folded for word in words_of(text))


def _public_texts() -> Iterator[str]:
    entries = visible_entries(AnonymousUser()).newest_first()
    names = [f"question__{name}" for name in ("title", "body", *BLOCKS)]
    rows = entries.values_list("comment__body", "answer__body", *names)[:WORDS_SAMPLE]
    for comment, answer, *question in rows.iterator(chunk_size=2_000):
        yield next((text for text in (comment, answer) if text is not None), "\n".join(question))
