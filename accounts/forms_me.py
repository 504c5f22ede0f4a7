"""Forms in which members say who they are and how they want it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.languages import SPOKEN_LANGUAGES
from accounts.limits import (
    ABOUT_MAX,
    EXPERIENCE_MAX,
    NAME_MAX,
)
from accounts.models.member import LANGUAGE_CHOICES


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Naam die anderen zien"),
        max_length=NAME_MAX,
        help_text=_("Je schuilnaam, of een andere naam. Je echte naam hoeft niet."),
    )
    about = forms.CharField(
        label=_("Over mij"),
        max_length=ABOUT_MAX,
        required=False,
        help_text=_("Eén of twee zinnen. Noem geen adres of nummer."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Talen die ik spreek"),
        choices=SPOKEN_LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    experience = forms.CharField(
        label=_("Wat ik heb meegemaakt"),
        max_length=EXPERIENCE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Vertel alleen wat anderen mogen lezen."),
    )
    profile_public = forms.ChoiceField(
        label=_("Wie mag dit lezen?"),
        choices=[("", _("Alleen deelnemers")), ("1", _("Iedereen"))],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, topics: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """`topics` are the themes that can be chosen, as slug and name."""
        super().__init__(*args, **kwargs)
        self.fields["knows_about"] = forms.MultipleChoiceField(
            label=_("Hier weet ik iets van"),
            required=False,
            choices=topics,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["name", "about", "languages", "knows_about"])

    def clean_profile_public(self) -> bool:
        return bool(self.cleaned_data["profile_public"])


class PreferencesForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Taal van de site en van mail"),
        choices=LANGUAGE_CHOICES,
        required=False,
        widget=forms.RadioSelect,
    )
    mail_own_question = forms.BooleanField(
        label=_("Als er iets gebeurt met mijn eigen vraag"), required=False
    )
    mail_followed = forms.BooleanField(
        label=_("Als er iets gebeurt met een vraag die ik volg"), required=False
    )
    mail_own_post = forms.BooleanField(label=_("Als iemand reageert op wat ik schreef"), required=False)
    hints = forms.BooleanField(
        label=_("Laat me tips zien als ik iets schrijf"),
        required=False,
        help_text=_("Kort, en elke tip maar één keer."),
    )
