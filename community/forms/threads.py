"""The forms of moderators for a thread: shape and length."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms.themes import ThemeField
from community.limits import PARTS_AT_ONCE, REASON_LENGTH, TITLE_LENGTH

ADDRESS = re.compile(r"^\s*(?:\S*/questions/)?([1-9][0-9]{0,17})(?:/\S*)?\s*$")
"""A number, or the address of a question."""
ROW_ID = re.compile(r"[1-9][0-9]{0,17}")


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Waarom?"),
        help_text=_("Deze zin staat bij de vraag. Iedereen die de vraag leest, ziet hem."),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Schrijf in één zin waarom. De zin staat straks bij de vraag.")},
    )


class MoveForm(forms.Form):
    theme = ThemeField(_("Naar welk thema?"))
    reason = _reason()


class LockForm(forms.Form):
    reason = _reason()


class PinForm(forms.Form):
    until = forms.DateField(
        label=_("Tot en met welke dag?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Kies een dag."),
            "invalid": _("Schrijf de dag zoals 31-12-2026."),
        },
    )


class MergeForm(forms.Form):
    into = forms.CharField(
        label=_("Bij welke vraag?"),
        help_text=_("Het adres of het nummer van die vraag."),
        max_length=300,
        error_messages={"required": _("Schrijf het adres of het nummer van die vraag.")},
    )
    reason = _reason()

    def clean_into(self) -> int:
        found = ADDRESS.match(self.cleaned_data["into"])
        if found is None:
            raise forms.ValidationError(_("Dit is geen adres van een vraag."))
        return int(found[1])


class SplitForm(forms.Form):
    title = forms.CharField(
        label=_("De nieuwe vraag in één zin"),
        max_length=4 * TITLE_LENGTH,
        error_messages={"required": _("Geef de vraag een titel.")},
        widget=forms.TextInput(attrs={"data-counter": str(TITLE_LENGTH), "autocomplete": "off"}),
    )


class PartsForm(forms.Form):
    """Which parts of a question's page somebody wants anew; `answers` become a list of ids."""

    answers = forms.CharField(required=False, max_length=800)
    head = forms.BooleanField(required=False)
    form = forms.BooleanField(required=False)
    last = forms.BooleanField(required=False, help_text="No answer stands on a later page.")

    def clean_answers(self) -> list[int]:
        ids = [word for word in self.cleaned_data["answers"].split(",") if word]
        if len(ids) > PARTS_AT_ONCE or not all(ROW_ID.fullmatch(word) for word in ids):
            raise forms.ValidationError(_("Zo’n antwoord is er niet."))
        return [int(word) for word in ids]
