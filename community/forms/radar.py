"""The forms of the radar: shape and length."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role
from community.actions.hand_overs import Receiver
from community.forms.writing import KeyedForm
from community.limits import CLAIMS_AT_MOST, CLAIMS_USUAL, NOTE_LENGTH
from community.models import District, Passport
from community.queries.hand_overs import PERSON, ROLE

Groups = list[tuple[str, list[tuple[str, str]]]]


class HandOverForm(KeyedForm):
    """To whom, and what they should know."""

    to = forms.ChoiceField(
        label=_("Aan wie geef je de vraag door?"),
        error_messages={
            "required": _("Kies aan wie je de vraag doorgeeft."),
            "invalid_choice": _("Deze helper kan de vraag nu niet krijgen. Kies iemand anders."),
        },
    )
    note = forms.CharField(
        label=_("Wat moet de volgende weten?"),
        help_text=_("Alleen helpers lezen dit, de vraagsteller niet. Zet er geen namen of nummers in."),
        widget=forms.Textarea(attrs={"rows": 4, "data-counter": str(NOTE_LENGTH)}),
        error_messages={"required": _("Schrijf in een paar woorden waarom je de vraag doorgeeft.")},
    )

    def __init__(self, *args: Any, receivers: Groups, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Kies een helper of een rol")), *receivers]  # type: ignore[attr-defined]
        self.fields["sure"].label = _("Ja, geef het toch door")

    def receiver(self) -> Receiver:
        to = self.cleaned_data["to"]
        if to.startswith(ROLE):
            return Receiver(role=Role(to.removeprefix(ROLE)))
        return Receiver(handle=to.removeprefix(PERSON))


class PassportForm(forms.Form):
    """How much at once, not for a while, and where one knows the way."""

    most_claims = forms.IntegerField(
        label=_("Hoeveel vragen pak je tegelijk op?"),
        min_value=1,
        max_value=CLAIMS_AT_MOST,
        initial=CLAIMS_USUAL,
        widget=forms.NumberInput(attrs={"min": 1, "max": CLAIMS_AT_MOST, "inputmode": "numeric"}),
    )
    paused_until = forms.DateField(
        label=_("Pauze tot en met"),
        required=False,
        help_text=_("Zolang krijg je geen vragen en kun je er geen oppakken. Leeg betekent: geen pauze."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Schrijf de dag zoals 31-12-2026.")},
    )
    district = forms.ModelChoiceField(
        label=_("De wijk waar je de weg weet"),
        required=False,
        queryset=District.objects.all(),
        to_field_name="slug",
        empty_label=_("Geen wijk"),
    )

    @classmethod
    def of(cls, passport: Passport | None) -> "PassportForm":
        if passport is None:
            return cls()
        district = passport.district.slug if passport.district is not None else ""
        paused = passport.paused_until if passport.is_paused else None
        return cls(
            initial={"most_claims": passport.most_claims, "paused_until": paused, "district": district}
        )
