"""The numbers of accounts, with their units."""

from datetime import timedelta

from core.ratelimit import RateLimit

HANDLE_MIN = 3
HANDLE_MAX = 20
NAME_MAX = 40
ABOUT_MAX = 300
EXPERIENCE_MAX = 1_000

PASSWORD_MIN = 10
PASSWORD_MAX = 128
"""A longer password is refused before it reaches the hasher, so that it cannot be used as a CPU flood."""

UNREAD_SHOWN = 100
"""The unread badge stops counting here; above it says "99+"."""

INBOX_PAGE = 30

MAIL_WAIT = timedelta(minutes=2)
"""What happens within this time goes into one mail, and what is read within it is not mailed."""

MAIL_WAIT_DEMO = timedelta(seconds=5)
MAIL_RETRY_WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
"""How long a mail that could not be sent waits before each next try; the last one repeats."""

MAIL_GIVE_UP = timedelta(days=3)
"""A notification that could not be mailed for this long is only found in the inbox."""

MAIL_CLAIM = timedelta(minutes=5)
"""How long a worker may hold the rows it is mailing before another worker may take them."""

MAIL_MEMBERS_PER_RUN = 100
MAIL_ITEMS = 20
"""The most notifications that one bundled mail names; it says how many more there are."""

UNVERIFIED_KEPT = timedelta(days=1)
"""An account whose e-mail address was never confirmed is removed after this time."""

SIGN_UP_LIMITS = (RateLimit(5, timedelta(hours=1)), RateLimit(20, timedelta(days=1)))
"""Completed sign-up forms per connection. Mistakes in the form do not count."""

CODE_LIMITS = (RateLimit(5, timedelta(minutes=5)), RateLimit(20, timedelta(days=1)))
"""Sign-in codes by mail per mailbox."""
