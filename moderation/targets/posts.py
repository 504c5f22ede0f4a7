"""Questions, answers and comments as things that can be decided on."""

from collections.abc import Callable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.policies import Viewer
from community.actions import visibility
from community.models import Answer, Audience, Comment, Question, Visibility
from community.policies import visible_answers, visible_comments, visible_questions
from core.errors import NotFound
from core.text import plain
from moderation.targets import Find, Neighbour, TargetKind, Thing, register

Written = Question | Answer | Comment

BLOCKS = ("situation", "need", "tried", "hope")
GONE = {Visibility.WITHDRAWN, Visibility.REMOVED}
AROUND = 6
"""So many posts before and after a thing are shown with it."""

_MODELS: dict[str, type[Question] | type[Answer] | type[Comment]] = {
    "question": Question,
    "answer": Answer,
    "comment": Comment,
}


def register_posts() -> None:
    labels = {
        "question": (_("vraag"), _("je vraag")),
        "answer": (_("antwoord"), _("je antwoord")),
        "comment": (_("reactie"), _("je reactie")),
    }
    for name, (label, your) in labels.items():
        register(_kind(name, label, your))


def _kind(name: str, label: object, your: object) -> TargetKind:
    return TargetKind(
        name=name,
        label=label,  # type: ignore[arg-type]
        your=your,  # type: ignore[arg-type]
        find=_finder(name),
        readable=_reader(name),
        around=_around,
        hold=lambda pk, rule: visibility.hold_post(kind=name, post_id=pk, rule=rule),
        release=lambda pk: visibility.release_post(kind=name, post_id=pk),
        remove=lambda pk, rule: visibility.remove_post(kind=name, post_id=pk, rule=rule),
        restore=lambda pk, appeal: visibility.restore_post(kind=name, post_id=pk, after_appeal=appeal),
        mask=lambda pk, passages: visibility.mask_post(kind=name, post_id=pk, passages=passages),
        label_it=lambda pk, label: visibility.label_post(kind=name, post_id=pk, label=label),
        note_appeal=lambda pk, running: visibility.note_appeal(kind=name, post_id=pk, running=running),
    )


def _finder(name: str) -> Find:
    def find(pk: int, *, lock: bool = False) -> Thing | None:
        if lock:
            try:
                return _thing(name, visibility.lock_post(name, pk))
            except NotFound:
                return None
        post = _with_question(name).filter(pk=pk).first()
        return _thing(name, post) if post is not None else None

    return find


def _with_question(name: str) -> QuerySet[Written]:
    rows: QuerySet[Written] = _MODELS[name].objects.all()
    return rows.select_related("theme") if name == "question" else rows.select_related("question__theme")


def _reader(name: str) -> Callable[[Viewer, int], bool]:
    def readable(viewer: Viewer, pk: int) -> bool:
        if name == "question":
            return visible_questions(viewer).filter(pk=pk).exists()
        if name == "answer":
            return visible_answers(viewer).filter(pk=pk).exists()
        return visible_comments(viewer).filter(pk=pk).exists()

    return readable


def _thing(kind: str, post: Written) -> Thing:
    question = post if isinstance(post, Question) else post.question
    words = {"body": post.body}
    if isinstance(post, Question):
        blocks = {name: getattr(post, name) for name in BLOCKS if getattr(post, name)}
        words = {"title": post.title, **words, **blocks}
    return Thing(
        kind=kind,
        id=post.pk,
        author_id=post.author_id,
        theme=question.theme.slug,
        url=post.get_absolute_url(),
        place=question.title,
        version=post.version,
        words=words,
        state=post.visibility,
        written_at=post.created_at,
        shielded=not (post.is_published and question.is_published and question.audience == Audience.EVERYONE),
        anonymous=question.anonymous and question.author_id == post.author_id,
        html={"body": post.body_html},
    )


def _around(thing: Thing) -> Sequence[Neighbour]:
    """The question and what was written around it, oldest first. At most four queries."""
    question = _question_of(thing)
    posts: list[Written] = [question, *_near(thing, question)]
    return [_neighbour(post, question, thing) for post in sorted(posts, key=lambda post: post.created_at)]


def _question_of(thing: Thing) -> Question:
    if thing.kind == "question":
        return Question.objects.select_related("author").get(pk=thing.id)
    model = Answer if thing.kind == "answer" else Comment
    question_id = model.objects.values_list("question_id", flat=True).get(pk=thing.id)
    return Question.objects.select_related("author").get(pk=question_id)


def _near(thing: Thing, question: Question) -> list[Written]:
    near: list[Written] = []
    for model in (Answer, Comment):
        joined = ("author", "answer") if model is Comment else ("author",)
        rows = model.objects.filter(question=question).select_related(*joined)
        before = rows.filter(created_at__lte=thing.written_at).order_by("-created_at", "-pk")
        after = rows.filter(created_at__gt=thing.written_at).order_by("created_at", "pk")
        near += [*before[:AROUND], *after[:AROUND]]
    near.sort(key=lambda post: abs((post.created_at - thing.written_at).total_seconds()))
    return near[: 2 * AROUND]


def _neighbour(post: Written, question: Question, thing: Thing) -> Neighbour:
    hidden = question.anonymous and post.author_id == question.author_id
    return Neighbour(
        author=str(_("Anonieme bewoner")) if hidden else post.author.name,
        text=_words_of(post),
        at=post.created_at,
        url=post.get_absolute_url(),
        is_thing=type(post) is _MODELS[thing.kind] and post.pk == thing.id,
    )


def _words_of(post: Written) -> str:
    """What was taken back or away is not context, only that it was there."""
    under = post.answer if isinstance(post, Comment) else None
    if GONE & {post.visibility, under.visibility if under else ""}:
        return str(_("(staat hier niet meer)"))
    return plain(post.body_html, 300)
