"""Helplines, screening, reports, cases, alerts and their roster, decisions, appeals, house rules, the log."""

from moderation.models.alert import Alert, AlertStep, Told
from moderation.models.appeal import Appeal, Outcome
from moderation.models.case import Case, CaseSnapshot, Origin, Priority
from moderation.models.danger import DangerKind, DangerRule, Severity
from moderation.models.decision import Decision, Ground, Measure, Source, Step
from moderation.models.duty import AlertTimes, DutyChange, DutyShift, Line
from moderation.models.helpline import Helpline, HelplineTask
from moderation.models.log import LogEntry, LogHead, ShieldedView
from moderation.models.report import Reason, Report
from moderation.models.rule import Category, Rule, RulesAcceptance, RulesComment, RulesVersion
from moderation.models.sanction import Gravity, Intention, Sanction

__all__ = [
    "Alert",
    "AlertStep",
    "AlertTimes",
    "Appeal",
    "Case",
    "CaseSnapshot",
    "Category",
    "DangerKind",
    "DangerRule",
    "Decision",
    "DutyChange",
    "DutyShift",
    "Gravity",
    "Ground",
    "Helpline",
    "HelplineTask",
    "Intention",
    "Line",
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
    "Told",
]
