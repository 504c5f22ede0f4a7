"""Who may change how a thread stands. Each function assumes that the viewer may read the question."""

from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.policies import Viewer, can_write, is_member, roles_of
from community.models import Question, ThreadAct
from core.policy import Decision, allow, deny

HELPERS = (Role.MENTOR, Role.PROFESSIONAL, Role.MODERATOR)


def is_helper(viewer: Viewer, question: Question) -> bool:
    """Whether the viewer has a role in this theme, and did not ask the question."""
    if not is_member(viewer) or question.author_id == viewer.pk:
        return False
    roles = roles_of(viewer)
    return any(roles.has(role, question.theme.slug) for role in HELPERS)


def can_write_in_thread(viewer: Viewer, question: Question) -> Decision:
    """A closed thread takes nothing new, but from the theme's professionals and moderators."""
    if not question.is_locked:
        return allow()
    roles, slug = roles_of(viewer), question.theme.slug
    if roles.has(Role.PROFESSIONAL, slug) or roles.has(Role.MODERATOR, slug):
        return allow()
    if not question.locked_for_silence:
        return deny(_("Een moderator sloot deze vraag: %(reason)s") % {"reason": question.lock_reason})
    if is_member(viewer) and question.author_id == viewer.pk:
        return deny(_("Deze vraag is gesloten omdat er lang niets gebeurde. Je kunt haar weer openen."))
    return deny(_("Deze vraag is gesloten omdat er lang niets gebeurde. Stel gerust zelf een nieuwe vraag."))


def can_ask_information(viewer: Viewer, question: Question) -> Decision:
    if not is_helper(viewer, question):
        return deny(_("Alleen maatjes, professionals en moderatoren van dit thema vragen zo om meer."))
    if question.is_solved or question.is_locked:
        return deny(_("Deze vraag is al afgerond."))
    if not question.is_published:
        return deny(_("Deze vraag is niet meer te zien voor anderen."))
    return can_write(viewer)


def can_close(viewer: Viewer, question: Question) -> Decision:
    """Only who asked knows whether it is done."""
    if not is_member(viewer) or question.author_id != viewer.pk:
        return deny(_("Alleen wie de vraag stelde, kan zeggen of het klaar is."))
    if not question.is_published:
        return deny(_("Deze vraag is niet meer te zien voor anderen."))
    if question.is_locked:
        return deny(_("Deze vraag is gesloten."))
    return can_write(viewer)


def can_reopen(viewer: Viewer, question: Question) -> Decision:
    """The asker; what a moderator closed, only a moderator opens."""
    if not is_member(viewer) or question.author_id != viewer.pk:
        return deny(_("Alleen wie de vraag stelde, kan haar weer openen."))
    if not question.is_published:
        return deny(_("Deze vraag is niet meer te zien voor anderen."))
    if question.is_locked and not question.locked_for_silence:
        return deny(_("Een moderator sloot deze vraag: %(reason)s") % {"reason": question.lock_reason})
    if not question.is_solved and not question.is_locked:
        return deny(_("Deze vraag staat nog open."))
    return can_write(viewer)


def can_moderate_thread(viewer: Viewer, question: Question) -> Decision:
    """Move, merge, split, lock and pin: moderators of the theme."""
    if not roles_of(viewer).has(Role.MODERATOR, question.theme.slug):
        return deny(_("Alleen een moderator van dit thema kan dit."))
    if not question.is_published:
        return deny(_("Deze vraag is niet meer te zien voor anderen."))
    return can_write(viewer)


def can_undo(viewer: Viewer, act: ThreadAct) -> Decision:
    """Who did it, while they moderate; also where they moved it to a theme that is not theirs."""
    if not is_member(viewer) or act.moderator_id != viewer.pk:
        return deny(_("Alleen wie dit deed, kan het ongedaan maken."))
    if not roles_of(viewer).has(Role.MODERATOR):
        return deny(_("Alleen een moderator van dit thema kan dit."))
    return can_write(viewer)
