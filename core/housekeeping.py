"""What the kernel throws away by itself."""

from django.contrib.sessions.models import Session
from django.utils import timezone

from core.jobs import every, forget_old_results, job
from core.ratelimit import forget_old_buckets

DAILY = 24 * 60 * 60


@every(DAILY)
@job()
def clean_up() -> None:
    """Ended sessions, spent rate limits and old job results."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    forget_old_buckets()
    forget_old_results()
