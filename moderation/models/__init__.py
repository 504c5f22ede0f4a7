"""Helplines, the rules of screening, reports, cases, decisions, appeals, house rules and the log."""

from moderation.models.appeal import Appeal, Outcome
from moderation.models.case import Case, CaseSnapshot, Origin, Priority
from moderation.models.danger import DangerKind, DangerRule, Severity
from moderation.models.decision import Decision, Ground, Measure, Source, Step
from moderation.models.helpline import Helpline, HelplineTask
from moderation.models.log import LogEntry, LogHead, ShieldedView
from moderation.models.report import Reason, Report
from moderation.models.rule import Category, Rule, RulesAcceptance, RulesComment, RulesVersion
from moderation.models.sanction import Gravity, Intention, Sanction

__all__ = [
    "Appeal",
    "Case",
    "CaseSnapshot",
    "Category",
    "DangerKind",
    "DangerRule",
    "Decision",
    "Gravity",
    "Ground",
    "Helpline",
    "HelplineTask",
    "Intention",
    "LogEntry",
    "LogHead",
    "Measure",
    "Origin",
    "Outcome",
    "Priority",
    "Reason",
    "Report",
    "Rule",
    "RulesAcceptance",
    "RulesComment",
    "RulesVersion",
    "Sanction",
    "Severity",
    "ShieldedView",
    "Source",
    "Step",
]
