"""Numbers of safety and fairness."""

from datetime import timedelta

HELPLINE_VALID = timedelta(days=365)
HELP_STRIP_SECONDS = 300
HELP_STRIP_LENGTH = 3
HELPLINE_CHECK_SECONDS = 60 * 60

RULE_TEXT_LENGTH = 8_000
"""Characters of one box of a danger rule."""
RULE_LINES = 120
RULES_SECONDS = 300
"""So long another process may still use a rule that was changed."""
PANEL_LENGTH = 4
"""Helplines in the panel after a text that tells of danger."""
