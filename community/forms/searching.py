"""What is looked for, as it stands in the address."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from community.limits import (
    QUERY_LENGTH,
)
from community.queries.search.filters import Filters


class SearchForm(forms.Form):
    """What is looked for, as it stands in the address. The choices come with the page."""

    q = forms.CharField(
        label=_("Waar zoek je naar?"),
        required=False,
        max_length=QUERY_LENGTH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    theme = forms.ChoiceField(label=_("Thema"), required=False)
    district = forms.ChoiceField(label=_("Wijk"), required=False)
    period = forms.ChoiceField(
        label=_("Gevraagd in"),
        required=False,
        choices=[
            ("", _("Alle tijd")),
            ("week", _("De laatste 7 dagen")),
            ("month", _("De laatste 30 dagen")),
            ("year", _("Het laatste jaar")),
        ],
    )
    author = forms.CharField(
        label=_("Geschreven door"),
        required=False,
        max_length=60,
        help_text=_("De schuilnaam van een deelnemer, zoals @nicole."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    solved = forms.BooleanField(label=_("Opgelost"), required=False)
    highlighted = forms.BooleanField(label=_("Uitgelicht door een professional"), required=False)
    unanswered = forms.BooleanField(label=_("Wacht op antwoord"), required=False)
    sort = forms.ChoiceField(
        label=_("Volgorde"),
        required=False,
        choices=[("relevance", _("Wat het best past")), ("newest", _("Nieuwste eerst"))],
    )

    def offer(self, *, themes: list[tuple[str, str]], districts: list[tuple[str, str]]) -> None:
        for name, choices in (("theme", themes), ("district", districts)):
            cast(forms.ChoiceField, self.fields[name]).choices = [("", _("Alle")), *choices]

    def filters(self) -> Filters:
        """The chosen filters; what was not understood is left out."""
        names = ("theme", "district", "period", "author", "solved", "highlighted", "unanswered")
        return Filters(**{name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)})
