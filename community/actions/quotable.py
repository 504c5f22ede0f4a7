"""A post as something that others quote, and the refusal of what a moderator took away."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from community.models import Answer, Comment, Question, Visibility
from core.errors import Refused
from core.quotes import Source, comes_from, quotes_in
from core.text import MAX_BODY, plain

Written = Question | Answer | Comment

ANCHORS = {"answer": "antwoord", "comment": "reactie"}
BLOCKS = ("situation", "need", "tried", "hope")
HIDDEN = (Visibility.HELD, Visibility.REMOVED)
"""What nobody but its writer and the moderators may read."""


def kind_of_post(post: Written) -> str:
    return type(post).__name__.lower()


def leads_to(kind: str, post_id: int) -> Q:
    """Bodies that quote something and hold the address of this post."""
    name = "question-short" if kind == "question" else kind
    address = Q(body__contains=reverse(f"community:{name}", args=[post_id]))
    if kind in ANCHORS:
        address |= Q(body__contains=f"#{ANCHORS[kind]}-{post_id}")
    return address & Q(body__contains=">")


def source_of(post: Written) -> Source:
    texts = [post.body, plain(post.body_html, MAX_BODY)]
    if isinstance(post, Question):
        texts += [getattr(post, name) for name in BLOCKS if getattr(post, name)]
    return Source(post.author.name, tuple(texts))


def refuse_hidden_quotes(body: str, *, question_id: int | None, author_id: int) -> None:
    """Nobody brings back by quoting what was taken away. Raises `Refused`. No query without a quotation."""
    quotes = list(quotes_in(body))
    if not quotes or question_id is None:
        return
    for model in (Answer, Comment):
        hidden = model.objects.filter(question=question_id, visibility__in=HIDDEN).select_related("author")
        for post in hidden.exclude(author=author_id):
            source = source_of(post)
            if any(comes_from(quote, source) for quote in quotes):
                raise Refused(
                    _("Je citeert iets dat een moderator heeft weggehaald. Haal het citaat uit je tekst."),
                    field="body",
                )
