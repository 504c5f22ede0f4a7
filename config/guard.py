"""What the environment alone cannot tell: whether this database and these files may be served."""

from django.conf import settings

from accounts.models import Member
from config.env import WrongSetting


def refuse_an_unfit_production() -> None:
    """Raises WrongSetting; says nothing about a site that is not in production."""
    if not settings.PRODUCTION:
        return
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        raise WrongSetting("PEERPLEIN_HOME has no static files yet: run `manage.py collectstatic` first.")
    if Member.objects.filter(is_demo=True).exists():
        # The demo's people have a sign-in button; nobody may find them in a real community.
        raise WrongSetting("DATABASE_URL names a database with demo people in it: production needs its own.")
