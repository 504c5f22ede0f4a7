"""Helplines and the rules of screening; cases, decisions and appeals come beside them."""

from moderation.models.danger import DangerKind, DangerRule, Severity
from moderation.models.helpline import Helpline, HelplineTask

__all__ = ["DangerKind", "DangerRule", "Helpline", "HelplineTask", "Severity"]
