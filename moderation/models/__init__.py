"""Helplines; cases, decisions and appeals come beside them."""

from moderation.models.helpline import Helpline

__all__ = ["Helpline"]
