"""Following, switches, and how a question ended."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.models import FollowMode, WayOut


class FollowForm(forms.Form):
    mode = forms.ChoiceField(choices=[*FollowMode.choices, ("off", _("Niet volgen"))])


class EmailFollowForm(forms.Form):
    email = forms.EmailField(
        label=_("Jouw e-mailadres"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    mode = forms.ChoiceField(label=_("Waarover?"), choices=FollowMode.choices, initial=FollowMode.ANY)


class SwitchForm(forms.Form):
    """One switch, on or off: thanks, same here, solution."""

    on = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1")


class CloseForm(forms.Form):
    """Which way out helped."""

    way_out = forms.ChoiceField(
        label=_("Wat hielp je verder?"),
        choices=WayOut.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat je het meest hielp.")},
    )


class ReadAllForm(forms.Form):
    """What to call read; no theme means everything."""

    theme = forms.SlugField(required=False, max_length=60)
