"""Who may do what with which post. Each function assumes that the viewer may read the post."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Member, Role
from accounts.policies import Viewer, can_write, is_member, roles_of
from community.limits import COMMENT_EDIT_WINDOW, EDIT_WINDOW, FIRST_POSTS
from community.models import Answer, Comment, Post, Question, Visibility
from community.policies.threads import can_write_in_thread
from core.policy import Decision, allow, deny


def is_new_here(member: Member) -> bool:
    """Whether the member has published less than a newcomer has to; never who has a role. One query."""
    if roles_of(member):
        return False
    questions, answers, comments = (
        model.objects.filter(author=member, visibility=Visibility.PUBLISHED).order_by().values("pk")
        for model in (Question, Answer, Comment)
    )
    return questions.union(answers, comments, all=True)[:FIRST_POSTS].count() < FIRST_POSTS


def can_ask(viewer: Viewer) -> Decision:
    return can_write(viewer)


def can_ask_anonymously(viewer: Viewer) -> Decision:
    """Who speaks with authority does so under their own name."""
    roles = roles_of(viewer)
    if any(roles.has(role) for role in (Role.PROFESSIONAL, Role.MODERATOR, Role.ADMINISTRATOR)):
        return deny(_("Met jouw rol vraag je onder je eigen naam."))
    return allow()


def can_answer(viewer: Viewer, question: Question) -> Decision:
    return _can_write_in(viewer, question) and can_write_in_thread(viewer, question)


def can_comment(viewer: Viewer, question: Question) -> Decision:
    return _can_write_in(viewer, question) and can_write_in_thread(viewer, question)


def can_thank(viewer: Viewer, answer: Answer) -> Decision:
    if is_member(viewer) and answer.author_id == viewer.pk:
        return deny(_("Dit is je eigen antwoord."))
    if not answer.is_published:
        return deny(_("Dit antwoord is niet meer te zien voor anderen."))
    return _can_write_in(viewer, answer.question)


def can_same_here(viewer: Viewer, question: Question) -> Decision:
    if is_member(viewer) and question.author_id == viewer.pk:
        return deny(_("Dit is je eigen vraag. Je telt al mee."))
    return _can_write_in(viewer, question)


def can_follow(viewer: Viewer, question: Question) -> Decision:
    """Following changes nothing for others, so a suspended member may."""
    if not is_member(viewer):
        return deny(_("Log in om deze vraag te volgen."))
    if not question.is_published:
        return deny(_("Deze vraag is niet meer te zien voor anderen."))
    return allow()


def can_mark_solution(viewer: Viewer, question: Question) -> Decision:
    if not is_member(viewer) or question.author_id != viewer.pk:
        return deny(_("Alleen wie de vraag stelde, kiest het antwoord dat hielp."))
    return _can_write_in(viewer, question)


def can_highlight(viewer: Viewer, answer: Answer) -> Decision:
    """Only a professional of the theme can vouch for an answer."""
    if not roles_of(viewer).has(Role.PROFESSIONAL, answer.question.theme.slug):
        return deny(_("Alleen een professional van dit thema kan een antwoord uitlichten."))
    if not answer.is_published or not answer.question.is_published:
        return deny(_("Dit antwoord is niet meer te zien voor anderen."))
    return can_write(viewer)


def can_edit(viewer: Viewer, post: Post) -> Decision:
    if not is_member(viewer) or post.author_id != viewer.pk:
        return deny(_("Je kunt alleen aanpassen wat je zelf schreef."))
    if post.visibility not in (Visibility.PUBLISHED, Visibility.HELD):
        return deny(_("Dit staat niet meer op Peerplein. Je kunt het niet aanpassen."))
    window = COMMENT_EDIT_WINDOW if isinstance(post, Comment) else EDIT_WINDOW
    if timezone.now() > post.created_at + window:
        return deny(_window_sentence(post, window))
    return can_write(viewer)


def can_withdraw(viewer: Viewer, post: Post) -> Decision:
    """Always possible, also for a suspended member: it is their own text."""
    if not is_member(viewer) or post.author_id != viewer.pk:
        return deny(_("Je kunt alleen intrekken wat je zelf schreef."))
    if post.visibility not in (Visibility.PUBLISHED, Visibility.HELD):
        return deny(_("Dit staat niet meer op Peerplein."))
    return allow()


def can_restore(viewer: Viewer, post: Post) -> Decision:
    if not is_member(viewer) or post.author_id != viewer.pk:
        return deny(_("Je kunt alleen terugzetten wat je zelf schreef."))
    if post.visibility != Visibility.WITHDRAWN:
        return deny(_("Dit is niet ingetrokken."))
    return can_write(viewer)


def can_see_history(viewer: Viewer, post: Post, question: Question) -> Decision:
    """The author, and the theme's professionals and moderators.

    Not everybody: people edit their own name or street out of a text, and it must stay out.
    """
    if not is_member(viewer):
        return deny(_("Log in als je je eigen eerdere versies wilt zien."))
    if post.author_id == viewer.pk:
        return allow()
    roles, slug = roles_of(viewer), question.theme.slug
    if post.is_published and (roles.has(Role.PROFESSIONAL, slug) or roles.has(Role.MODERATOR, slug)):
        return allow()
    return deny(_("Eerdere versies ziet alleen de schrijver, en wie het antwoord moet nakijken."))


def _can_write_in(viewer: Viewer, question: Question) -> Decision:
    writing = can_write(viewer)
    if not writing:
        return writing
    if question.visibility == Visibility.WITHDRAWN:
        return deny(_("Deze vraag is ingetrokken. Je kunt hier niets meer plaatsen."))
    if not question.is_published:
        return deny(_("Deze vraag wacht op een moderator. Je kunt hier nog niets plaatsen."))
    return allow()


def _window_sentence(post: Post, window: timedelta) -> str:
    until = date_format(
        timezone.localtime(post.created_at + window), pgettext("format of a moment", "j F Y H.i")
    )
    if window < timedelta(days=1):
        hours = int(window.total_seconds() // 3600)
        return _(
            "Je kunt een reactie tot %(hours)d uur na het plaatsen aanpassen. Dat was tot %(until)s uur."
        ) % {
            "hours": hours,
            "until": until,
        }
    return _("Je kunt dit tot %(days)d dagen na het plaatsen aanpassen. Dat was tot %(until)s uur.") % {
        "days": window.days,
        "until": until,
    }
