"""Forms of the next house rules: shape only; the actions decide."""

from datetime import datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.actions.rule_drafts import NAMES
from moderation.forms_roster import DayField
from moderation.limits import (
    RULE_PART_LENGTH,
    RULE_TITLE_LENGTH,
    RULES_COMMENT_LENGTH,
    RULES_SUMMARY_LENGTH,
)
from moderation.models import Category
from moderation.models.duty import on_the_clock
from moderation.models.rule import PARTS

LABELS = {
    "title": (_("De regel"), _("Eén zin, zoals je hem tegen iemand zou zeggen.")),
    "why": (_("Waarom"), _("Waarom hebben we deze regel? Deze tekst komt ook in brieven.")),
    "example": (_("Voorbeeld"), _("Wat mag wel, wat mag niet?")),
    "measure": (_("Wat we doen"), _("Wat gebeurt er als iemand zich er niet aan houdt?")),
    "borderline": (_("Grensgeval"), _("Wat lijkt erop, maar mag wel? Of andersom?")),
}


class RuleForm(forms.Form):
    """One rule: five parts in Dutch, and the same in English."""

    category = forms.ChoiceField(
        label=_("Waar valt de regel onder?"),
        choices=Category.choices,
        initial=Category.OTHER,
        help_text=_("Voor de jaarcijfers en de databank van de EU."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for part in PARTS:
            label, help_text = LABELS[part]
            self.fields[part] = _part(part, label, help_text)
            self.fields[f"{part}_en"] = _part(part, _("Hetzelfde in het Engels"), "")

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[part], self[f"{part}_en"]) for part in PARTS]

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NAMES}


class AnnounceForm(forms.Form):
    summary = forms.CharField(
        label=_("Wat verandert er, in een paar zinnen?"),
        help_text=_("Iedereen krijgt bericht en leest dit als eerste."),
        widget=forms.Textarea(attrs={"rows": 3, "data-counter": str(RULES_SUMMARY_LENGTH)}),
        error_messages={"required": _("Schrijf wat er verandert.")},
    )
    summary_en = forms.CharField(
        label=_("Hetzelfde in het Engels"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-counter": str(RULES_SUMMARY_LENGTH)}),
    )
    comments_until = DayField(_("Deelnemers kunnen reageren tot en met"))
    effective_from = DayField(_("De regels gaan in op"))

    def moments(self) -> tuple[datetime, datetime]:
        """The end of the one day, the beginning of the other."""
        fields = self.cleaned_data
        last_minute = on_the_clock(fields["comments_until"], time(23, 59))
        return last_minute, on_the_clock(fields["effective_from"], time(0))


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Jouw antwoord"),
        help_text=_("Iedereen leest het. Zeg wat jullie met de reactie doen."),
        widget=forms.Textarea(attrs={"rows": 4, "data-counter": str(RULES_COMMENT_LENGTH)}),
        error_messages={"required": _("Schrijf een antwoord.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


def _part(part: str, label: object, help_text: object) -> forms.CharField:
    limit = RULE_TITLE_LENGTH if part == "title" else RULE_PART_LENGTH
    attrs = {"rows": "2" if part == "title" else "3", "data-counter": str(limit)}
    missing = {"required": _("Vul dit in. Elke regel heeft vijf delen, in twee talen.")}
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.Textarea(attrs=attrs),
        error_messages=missing,
    )
