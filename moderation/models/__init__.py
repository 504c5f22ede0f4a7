from moderation.models.appeal import Appeal, Outcome
from moderation.models.case import Case, CaseSnapshot, Origin, Priority
from moderation.models.decision import Decision, Ground, Measure, Source, Step
from moderation.models.helpline import Helpline
from moderation.models.log import LogEntry, LogHead, ShieldedView
from moderation.models.report import Reason, Report
from moderation.models.rule import Category, Rule, RulesAcceptance, RulesComment, RulesVersion
from moderation.models.sanction import Gravity, Intention, Sanction

__all__ = [
    "Appeal",
    "Case",
    "CaseSnapshot",
    "Category",
    "Decision",
    "Gravity",
    "Ground",
    "Helpline",
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
    "ShieldedView",
    "Source",
    "Step",
]
