"""Who hears that two questions may be one. The filter stands beside the check that must equal it."""

from django.db.models import F, Q

from accounts.models import Role
from accounts.policies import Viewer, can_write, is_member, roles_of
from community.models import MergeSuggestion, Visibility
from community.models.alike import MergeSuggestionQuerySet
from community.policies.threads import can_moderate_thread
from core.policy import Decision, allow, hide


def visible_suggestions(viewer: Viewer) -> MergeSuggestionQuerySet:
    """What `viewer` may still merge; equals `can_see_suggestion` row by row."""
    roles = roles_of(viewer)
    if not is_member(viewer) or not roles.has(Role.MODERATOR) or not can_write(viewer):
        return MergeSuggestion.objects.none()
    shown = Q(question__visibility=Visibility.PUBLISHED, into__visibility=Visibility.PUBLISHED)
    same_readers = Q(question__audience=F("into__audience"))
    found = MergeSuggestion.objects.open().filter(shown & same_readers)
    themes = roles.scopes(Role.MODERATOR)
    if themes is None:
        return found
    slugs = sorted(themes)
    return found.filter(question__theme__slug__in=slugs, into__theme__slug__in=slugs)


def can_see_suggestion(viewer: Viewer, suggestion: MergeSuggestion) -> Decision:
    """Moderators of both themes, while both questions stand there for the same readers."""
    both = (suggestion.question, suggestion.into)
    if suggestion.dismissed_at is not None or both[0].audience != both[1].audience:
        return hide()
    return allow() if all(can_moderate_thread(viewer, question) for question in both) else hide()
