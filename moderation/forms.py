"""Forms: shape and length. What the words may be, the actions decide."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.text import MAX_BODY
from moderation.actions.danger_rules import RuleWords
from moderation.actions.decisions import Verdict
from moderation.actions.reports import Filing
from moderation.actions.sanctions import Weighing
from moderation.limits import (
    APPEAL_LENGTH,
    EXPLANATION_LENGTH,
    FACTS_LENGTH,
    LABEL_LENGTH,
    LONGEST_SUSPENSION,
    REPORT_EXPLANATION,
    RULE_TEXT_LENGTH,
    RULES_COMMENT_LENGTH,
)
from moderation.models import DangerKind, Gravity, Intention, Measure, Outcome, Reason, Rule, Severity, Step
from moderation.screeners.danger import RuleText


def _text(rows: int, limit: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "data-counter": str(limit)})


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Wat is er mis?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat er mis is. “Iets anders” mag ook.")},
    )
    explanation = forms.CharField(
        label=_("Wil je er iets bij zeggen?"),
        required=False,
        help_text=_("Alleen moderatoren lezen dit."),
        widget=_text(4, REPORT_EXPLANATION),
    )
    good_faith = forms.BooleanField(
        label=_("Ik meld dit te goeder trouw: wat ik zeg, klopt volgens mij."),
        required=False,
    )


class VisitorReportForm(ReportForm):
    """Who has no account may leave an address, to hear what was decided."""

    name = forms.CharField(
        label=_("Je naam"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Je e-mailadres"),
        max_length=254,
        required=False,
        help_text=_("Dan krijg je een bewijs van ontvangst en ons besluit. Niemand anders ziet het."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    field_order = ("reason", "explanation", "name", "email", "good_faith")


def filing_of(form: ReportForm) -> Filing:
    fields = form.cleaned_data
    return Filing(
        reason=fields["reason"],
        good_faith=fields["good_faith"],
        explanation=fields["explanation"],
        name=fields.get("name", ""),
        email=fields.get("email", ""),
    )


class DecisionForm(forms.Form):
    """What a moderator decides; `round` and `version` are of what they read."""

    round = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    measure = forms.ChoiceField(
        label=_("Wat doen we ermee?"),
        widget=forms.RadioSelect(attrs={"data-key-numbers": ""}),
        error_messages={"required": _("Kies wat we ermee doen.")},
    )
    rule = forms.ModelChoiceField(
        label=_("Welke huisregel?"), queryset=Rule.objects.none(), required=False, empty_label=_("Geen")
    )
    legal_ground = forms.CharField(
        label=_("Of welke wet?"),
        required=False,
        max_length=500,
        help_text=_("Alleen als het strafbaar is."),
    )
    passages = forms.CharField(
        label=_("Wat moet onleesbaar worden?"),
        required=False,
        help_text=_("Alleen bij gegevens weghalen. Precies zoals het er staat, elk op een eigen regel."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    label = forms.CharField(
        label=_("De opmerking erbij"),
        required=False,
        help_text=_("Alleen bij een opmerking. Iedereen leest die."),
        widget=forms.TextInput(attrs={"maxlength": str(LABEL_LENGTH)}),
    )
    facts = forms.CharField(
        label=_("Wat zag je?"),
        help_text=_("Staat in de brief. Noem feiten, geen oordeel over de persoon."),
        widget=_text(4, FACTS_LENGTH),
        error_messages={"required": _("Schrijf wat je zag. Zonder feiten is er geen besluit.")},
    )
    explanation = forms.CharField(
        label=_("Waarom past dit niet bij de regel?"),
        required=False,
        help_text=_("Laat je dit leeg, dan staat in de brief waarom we deze regel hebben."),
        widget=_text(3, EXPLANATION_LENGTH),
    )
    extra = forms.CharField(
        label=_("Nog iets om in de brief te zeggen"), required=False, widget=_text(2, EXPLANATION_LENGTH)
    )
    step = forms.ChoiceField(
        label=_("En de schrijver?"), choices=Step.choices, initial=Step.NONE, required=False
    )
    days = forms.IntegerField(
        label=_("Hoeveel dagen?"),
        required=False,
        min_value=1,
        max_value=LONGEST_SUSPENSION.days,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    gravity = forms.ChoiceField(
        label=_("Hoe ernstig?"), choices=Gravity.choices, initial=Gravity.LIGHT, required=False
    )
    intention = forms.ChoiceField(
        label=_("Met opzet?"), choices=Intention.choices, initial=Intention.UNCLEAR, required=False
    )

    MORE = ("legal_ground", "explanation", "extra")
    SANCTION = ("step", "days", "gravity", "intention")

    def __init__(
        self, *args: object, measures: Sequence[str], rules: Sequence[Rule], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        labels = dict(Measure.choices)
        self.fields["measure"].choices = [(measure, labels[measure]) for measure in measures]  # type: ignore[attr-defined]
        self.fields["rule"].queryset = Rule.objects.filter(pk__in=[rule.pk for rule in rules])  # type: ignore[attr-defined]

    @property
    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def sanction(self) -> list[forms.BoundField]:
        return [self[name] for name in self.SANCTION]

    @property
    def sanction_open(self) -> bool:
        return self["step"].value() not in (None, "", Step.NONE)

    def verdict(self) -> Verdict:
        fields = self.cleaned_data
        lines = (line.strip() for line in fields["passages"].splitlines())
        return Verdict(
            measure=fields["measure"],
            facts=fields["facts"],
            step=fields["step"] or Step.NONE,
            rule=fields["rule"],
            legal_ground=fields["legal_ground"],
            explanation=fields["explanation"],
            extra=fields["extra"],
            label=fields["label"],
            passages=tuple(line for line in lines if line),
            days=fields["days"],
            weighing=Weighing(
                gravity=fields["gravity"] or Gravity.LIGHT,
                intention=fields["intention"] or Intention.UNCLEAR,
            ),
        )


class AppealForm(forms.Form):
    body = forms.CharField(
        label=_("Waarom klopt dit besluit niet?"),
        help_text=_("Schrijf het in je eigen woorden. Iemand anders leest het."),
        widget=_text(5, APPEAL_LENGTH),
        error_messages={"required": _("Schrijf in een paar woorden waarom je het er niet mee eens bent.")},
    )


class AppealDecisionForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Wat besluit je?"),
        choices=[
            (Outcome.REVERSED, _("Het bezwaar klopt: draai het terug")),
            (Outcome.UPHELD, _("Het besluit blijft")),
        ],
        widget=forms.RadioSelect(attrs={"data-key-numbers": ""}),
        error_messages={"required": _("Kies wat je besluit.")},
    )
    reasons = forms.CharField(
        label=_("Waarom?"),
        help_text=_("Wie bezwaar maakte, leest dit."),
        widget=_text(5, APPEAL_LENGTH),
        error_messages={"required": _("Schrijf waarom. Zonder reden is er geen besluit.")},
    )


class RulesCommentForm(forms.Form):
    body = forms.CharField(label=_("Wat vind je hiervan?"), widget=_text(4, RULES_COMMENT_LENGTH))


class TryOutForm(forms.Form):
    """A text to see what screening says; it is not stored."""

    text = forms.CharField(
        label=_("Een tekst"), max_length=MAX_BODY, widget=forms.Textarea(attrs={"rows": 4})
    )


class DangerRuleForm(forms.Form):
    """One rule of the safety net. Boxes hold one phrase or sentence a line."""

    key = forms.SlugField(
        label=_("Naam van de regel"),
        max_length=60,
        help_text=_("Kleine letters en streepjes, zoals geweld-thuis."),
    )
    kind = forms.ChoiceField(label=_("Soort gevaar"), choices=DangerKind.choices)
    severity = forms.ChoiceField(label=_("Hoe erg"), choices=Severity.choices, widget=forms.RadioSelect)
    phrases = forms.CharField(
        label=_("Een van deze woorden of zinsdelen"),
        help_text=_(
            "Eén op een regel. wil|wou is een van beide, zelfmoord* is elk woord dat zo begint, "
            "_ is nul tot drie woorden ertussen, een . aan het eind: daarna komt geen woord meer in die zin."
        ),
        widget=_text(10, RULE_TEXT_LENGTH),
    )
    also = forms.CharField(
        label=_("Samen met een van deze"),
        required=False,
        help_text=_("In dezelfde zin, of in de zin ervoor of erna."),
        widget=_text(4, RULE_TEXT_LENGTH),
    )
    unless = forms.CharField(
        label=_("Maar niet als dit in de zin staat"), required=False, widget=_text(4, RULE_TEXT_LENGTH)
    )
    found = forms.CharField(
        label=_("Zinnen die de regel moet vinden"),
        help_text=_("Zonder deze zinnen kunnen we de regel niet nakijken."),
        widget=_text(4, RULE_TEXT_LENGTH),
    )
    passed = forms.CharField(
        label=_("Zinnen die de regel moet laten gaan"), required=False, widget=_text(4, RULE_TEXT_LENGTH)
    )
    is_active = forms.BooleanField(label=_("In gebruik"), required=False, initial=True)
    text = forms.CharField(
        label=_("Probeer de regel op een tekst"),
        required=False,
        max_length=MAX_BODY,
        help_text=_("Wat je hier typt, bewaren we niet."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def rule(self) -> RuleText:
        fields = self.cleaned_data
        names = ("key", "kind", "severity", "phrases", "also", "unless")
        return RuleText(**{name: fields[name] for name in names})

    def words(self) -> RuleWords:
        names = ("kind", "severity", "phrases", "also", "unless", "found", "passed", "is_active")
        return RuleWords(**{name: self.cleaned_data[name] for name in names})


class PeriodForm(forms.Form):
    """`from` is a word of Python, so the fields are named here. `months` are first days of months."""

    def __init__(self, *args: object, months: Sequence[date] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(f"{month:%Y-%m-%d}", date_format(month, "F Y")) for month in months]
        for name, label in (("from", _("Van")), ("to", _("Tot en met"))):
            self.fields[name] = forms.DateField(
                label=label,
                required=False,
                widget=forms.Select(choices=choices),
                input_formats=["%Y-%m-%d", "%Y-%m", "%d-%m-%Y"],
            )
