"""Numbers of safety and fairness."""

from datetime import timedelta

HELPLINE_VALID = timedelta(days=365)
HELP_STRIP_SECONDS = 300
HELP_STRIP_LENGTH = 3
