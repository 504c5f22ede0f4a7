"""What the environment alone cannot tell: whether the database is one that may be served."""

from django.conf import settings

from accounts.models import Member
from config.env import WrongSetting


def refuse_demo_people_in_production() -> None:
    """The demo's people have a sign-in button; nobody may find them in a real community."""
    if settings.PRODUCTION and Member.objects.filter(is_demo=True).exists():
        raise WrongSetting("DATABASE_URL names a database with demo people in it: production needs its own.")
