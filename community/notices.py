"""How the notifications of the community read. What may no longer be seen has no words."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from accounts import notices
from accounts.models import Member, Notification
from accounts.notices import Category, Notice, NoticeKind
from community.helped_link import helped_path
from community.models import Answer, Comment, Question, Visibility
from community.policies import visible_answers, visible_comments, visible_questions
from core.text import plain

QUOTE_LENGTH = 160
ABOUT_QUESTIONS = frozenset(
    {
        "answer_split",
        "fell_silent",
        "followed_closing",
        "mention_in_question",
        "question_locked",
        "question_merged",
        "question_moved",
        "reminder",
        "still_current",
        "still_waiting",
        "waiting_long",
    }
)
"""Kinds whose `thing_id` is a question."""


KINDS: dict[str, Category] = {
    "answer": "own_question",
    "comment": "own_question",
    "question_highlight": "own_question",
    "reminder": "own_question",
    "still_current": "own_question",
    "still_waiting": "own_question",
    "waiting_long": "own_post",
    "fell_silent": "own_question",
    "question_moved": "own_question",
    "question_locked": "own_question",
    "question_merged": "own_question",
    "answer_split": "own_post",
    "followed_closing": "followed",
    "followed_answer": "followed",
    "followed_solution": "followed",
    "followed_highlight": "followed",
    "comment_on_answer": "own_post",
    "mention_in_question": "own_post",
    "mention_in_answer": "own_post",
    "mention_in_comment": "own_post",
    "solution": "own_post",
    "highlight": "own_post",
    "highlight_suspended": "own_post",
}
"""What members hear of in threads, by what it concerns. A notification's place is the question."""


def register_kinds() -> None:
    for name, category in KINDS.items():
        notices.register(NoticeKind(name=name, category=category, describe=describe))


def describe(viewer: Member, notifications: list[Notification]) -> dict[int, Notice]:
    """Words for those whose post the viewer can read now. At most four queries for any number."""
    posts = _Posts(viewer, notifications)
    described: dict[int, Notice] = {}
    for notification in notifications:
        post = posts.of(notification)
        if post is not None:
            described[notification.pk] = _notice(notification, post)
    return described


class _Posts:
    """The posts of a batch of notifications that the viewer may read, and the names of who acted."""

    def __init__(self, viewer: Member, notifications: list[Notification]) -> None:
        ids: dict[str, set[int]] = {"question": set(), "answer": set(), "comment": set()}
        for notification in notifications:
            if notification.thing_id is not None:
                ids[_thing(notification.kind)].add(notification.thing_id)
        # An empty list of ids costs no query.
        shown = {"question__visibility": Visibility.PUBLISHED}
        questions = visible_questions(viewer).published().filter(pk__in=ids["question"])
        answers = visible_answers(viewer).published().filter(pk__in=ids["answer"], **shown)
        comments = visible_comments(viewer).published().filter(pk__in=ids["comment"], **shown)
        self.questions = {question.pk: question for question in questions}
        self.answers = {answer.pk: answer for answer in answers.select_related("question")}
        self.comments = {comment.pk: comment for comment in comments.select_related("question")}

    def of(self, notification: Notification) -> Question | Answer | Comment | None:
        thing_id = notification.thing_id
        if thing_id is None:
            return None
        match _thing(notification.kind):
            case "question":
                return self.questions.get(thing_id)
            case "answer":
                return self.answers.get(thing_id)
        return self.comments.get(thing_id)


def _thing(kind: str) -> str:
    """What `thing_id` names for this kind."""
    if kind in ABOUT_QUESTIONS:
        return "question"
    if kind in ("comment", "comment_on_answer", "mention_in_comment"):
        return "comment"
    return "answer"


def _notice(notification: Notification, post: Question | Answer | Comment) -> Notice:
    question = post if isinstance(post, Question) else post.question
    kind = notification.kind
    if kind == "reminder" and question.needs_info_at is not None:
        kind = "reminder_of_more"
    icon, sentence = _SENTENCES[kind]
    words = {"who": _who(notification, question), "title": question.title}
    return Notice(
        text=sentence() % words,
        url=post.get_absolute_url(),
        icon=icon,
        quote=plain(post.body_html, QUOTE_LENGTH),
        mail_action=_helped(notification, post),
    )


def _helped(notification: Notification, post: Question | Answer | Comment) -> tuple[str, str] | None:
    """Under an answer to one's own open question: one press says that it helped."""
    if notification.kind != "answer" or not isinstance(post, Answer) or post.question.is_solved:
        return None
    return _("Dit antwoord hielp mij"), helped_path(post.pk)


def _who(notification: Notification, question: Question) -> str:
    """The name of who did it; an anonymous asker stays anonymous here too."""
    if notification.actor_id == question.author_id and question.anonymous:
        return _("De vraagsteller")
    return notification.actor.name if notification.actor is not None else _("Iemand")


_SENTENCES: dict[str, tuple[str, Callable[[], str]]] = {
    "answer": ("message-circle", lambda: _("%(who)s beantwoordde je vraag “%(title)s”.")),
    "comment": ("message-square", lambda: _("%(who)s reageerde bij je vraag “%(title)s”.")),
    "question_highlight": (
        "shield-check",
        lambda: _("%(who)s lichtte een antwoord uit op je vraag “%(title)s”."),
    ),
    "followed_answer": ("message-circle", lambda: _("%(who)s gaf een antwoord op “%(title)s”.")),
    "followed_solution": ("check", lambda: _("“%(title)s” is opgelost.")),
    "followed_highlight": ("shield-check", lambda: _("%(who)s lichtte een antwoord uit op “%(title)s”.")),
    "followed_closing": ("check", lambda: _("“%(title)s” is afgerond.")),
    "reminder": (
        "clock",
        lambda: _("Hielp dit bij je vraag “%(title)s”? Laat weten of je verder kunt, of wat je nog mist."),
    ),
    "reminder_of_more": (
        "message-circle-question-mark",
        lambda: _(
            "Iemand wil meer weten over je vraag “%(title)s”. Schrijf terug, dan kan iemand je helpen."
        ),
    ),
    "still_waiting": (
        "hourglass",
        lambda: _(
            "Je wacht langer op antwoord dan we willen. We zijn je vraag “%(title)s” niet vergeten: "
            "de moderatoren kijken nu wie kan helpen."
        ),
    ),
    "waiting_long": (
        "hourglass",
        lambda: _("Niemand antwoordde nog op “%(title)s”, al een dag lang. Weet jij wie kan helpen?"),
    ),
    "still_current": ("clock", lambda: _("Is je vraag “%(title)s” nog actueel?")),
    "fell_silent": (
        "lock",
        lambda: _("Je vraag “%(title)s” is gesloten omdat er lang niets gebeurde. Je kunt haar weer openen."),
    ),
    "question_moved": ("folder-input", lambda: _("Een moderator verplaatste je vraag “%(title)s”.")),
    "question_locked": ("lock", lambda: _("Een moderator sloot je vraag “%(title)s”. Lees waarom.")),
    "question_merged": (
        "merge",
        lambda: _("Een moderator voegde je vraag bij “%(title)s”. Je volgt die vraag nu."),
    ),
    "answer_split": ("split", lambda: _("Een moderator maakte van je antwoord een vraag: “%(title)s”.")),
    "comment_on_answer": (
        "message-square",
        lambda: _("%(who)s reageerde op je antwoord bij “%(title)s”."),
    ),
    "mention_in_question": ("at-sign", lambda: _("%(who)s noemde je in de vraag “%(title)s”.")),
    "mention_in_answer": ("at-sign", lambda: _("%(who)s noemde je in een antwoord op “%(title)s”.")),
    "mention_in_comment": ("at-sign", lambda: _("%(who)s noemde je in een reactie bij “%(title)s”.")),
    "solution": ("check", lambda: _("Jouw antwoord hielp bij “%(title)s”.")),
    "highlight": ("shield-check", lambda: _("%(who)s lichtte jouw antwoord uit bij “%(title)s”.")),
    "highlight_suspended": (
        "shield-alert",
        lambda: _("Een antwoord dat jij uitlichtte, is aangepast. Kijk het na: “%(title)s”."),
    ),
}
