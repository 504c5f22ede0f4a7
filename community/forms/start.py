"""What somebody wants to see on their start page, and hints that they put away."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.actions.start import StartChoices
from community.models import District, LifeEvent, Theme


class StartForm(forms.Form):
    """What somebody wants to see on their start page."""

    themes = forms.ModelMultipleChoiceField(
        label=_("Welke thema’s?"),
        queryset=Theme.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    life_events = forms.ModelMultipleChoiceField(
        label=_("Maak je zoiets mee?"),
        help_text=_("Dan laten we ook vragen van anderen zien die dit meemaken."),
        queryset=LifeEvent.objects.all(),
        to_field_name="slug",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    district = forms.ModelChoiceField(
        label=_("In welke wijk woon je?"),
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("Zeg ik liever niet"),
    )

    def chosen(self) -> StartChoices:
        return StartChoices(
            **{name: self.cleaned_data[name] for name in ("themes", "life_events", "district")}
        )


class HintForm(forms.Form):
    """The hint that somebody had, and in which thread."""

    hint = forms.CharField(max_length=16)
    question = forms.IntegerField(required=False, min_value=1, max_value=10**17)
