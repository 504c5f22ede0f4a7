"""What a new member is told before writing."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.policies import Viewer, is_member
from community.limits import FIRST_POSTS, FIRST_POSTS_WITHIN_HOURS
from community.models import FirstPosts, Theme
from community.policies import is_new_here


def first_posts_note(viewer: Viewer, theme: Theme) -> str:
    """What happens to a post in this theme by somebody new; empty for others. At most one query."""
    if theme.first_posts == FirstPosts.OPEN or not is_member(viewer) or not is_new_here(viewer):
        return ""
    if theme.first_posts == FirstPosts.HELD:
        return _(
            "Je bent hier nieuw. Een moderator leest je eerste %(n)d berichten voordat anderen ze zien, "
            "meestal binnen %(hours)d uur."
        ) % {"n": FIRST_POSTS, "hours": FIRST_POSTS_WITHIN_HOURS}
    return _(
        "Je bent hier nieuw. Je bericht staat er meteen. Een moderator kijkt mee bij je eerste "
        "%(n)d berichten."
    ) % {"n": FIRST_POSTS}


def first_question_note(viewer: Viewer) -> str:
    """As `first_posts_note`, before a theme is chosen. At most two queries."""
    if not is_member(viewer):
        return ""
    held = list(Theme.objects.filter(first_posts=FirstPosts.HELD))
    if not held or not is_new_here(viewer):
        return ""
    if len(held) == Theme.objects.count():
        return first_posts_note(viewer, held[0])
    return _(
        "Je bent hier nieuw. Bij %(themes)s leest een moderator je eerste %(n)d berichten voordat anderen ze "
        "zien, meestal binnen %(hours)d uur."
    ) % {
        "themes": get_text_list([theme.label for theme in held], _("en")),
        "n": FIRST_POSTS,
        "hours": FIRST_POSTS_WITHIN_HOURS,
    }
