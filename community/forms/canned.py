"""Answers that helpers keep ready."""

from django import forms
from django.utils.translation import gettext_lazy as _

from community.forms.writing import KeyedForm, long_text
from core.text import MAX_BODY


class CannedForm(KeyedForm):
    """An answer to keep ready."""

    title = forms.CharField(label=_("Naam"), required=False, help_text=_("Zo vind je het terug."))
    body = forms.CharField(
        label=_("Tekst"),
        required=False,
        help_text=_("Deze woorden vullen we voor je in: {naam}, {thema} en {vraag}."),
        widget=long_text(8, **{"data-counter": str(MAX_BODY)}),
    )
    shared = forms.BooleanField(
        label=_("Deel met alle helpers"),
        required=False,
        help_text=_("Maatjes, professionals en moderatoren kunnen het dan gebruiken."),
    )
