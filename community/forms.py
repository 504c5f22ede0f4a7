"""Forms: shape and length. What the words may be, the actions decide."""

import uuid
from datetime import timedelta
from typing import cast

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.policies import Viewer, is_member
from community.actions.highlights import Vouching
from community.actions.questions import QuestionText
from community.actions.start import StartChoices
from community.limits import (
    BLOCK_LENGTH,
    COMMENT_LENGTH,
    CORRECTION_LENGTH,
    DEFAULT_REVIEW_PERIOD,
    QUERY_LENGTH,
    TITLE_LENGTH,
)
from community.models import Audience, District, FollowMode, Highlight, LifeEvent, Question, Theme, WayOut
from community.queries.search.filters import Filters
from core.text import MAX_BODY


def _long_text(rows: int, **attrs: object) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, **attrs})


class KeyedForm(forms.Form):
    """A form that knows itself again when it is sent twice."""

    key = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("Ja, plaats het toch"), required=False, widget=forms.HiddenInput)

    pieces: tuple[str, ...] = ()
    """What screening found, masked, when it refused the form."""
    offers_cleaning = True
    """The template shows what was found beside a button that takes it out."""
    was_cleaned = False
    """Whether private pieces were just taken out."""

    def clean_key(self) -> uuid.UUID:
        key: uuid.UUID | None = self.cleaned_data["key"]
        return key or uuid.uuid4()


class QuestionWordsForm(KeyedForm):
    """The words of a question."""

    title = forms.CharField(
        label=_("Jouw vraag in één zin"),
        required=False,
        help_text=_("Bijvoorbeeld: mag ik werken naast mijn bijstand?"),
        widget=forms.TextInput(
            attrs={"data-counter": str(TITLE_LENGTH), "data-similar": "", "autocomplete": "off"}
        ),
    )
    body = forms.CharField(
        label=_("Vertel er iets meer over"),
        required=False,
        help_text=_(
            "Schrijf zoals je het een buur zou vertellen. Zet er geen namen, adressen of nummers in."
        ),
        widget=_long_text(7, **{"data-editor": "", "data-counter": str(MAX_BODY)}),
    )
    situation = forms.CharField(
        label=_("Wat is je situatie?"),
        required=False,
        widget=_long_text(2, **{"data-counter": str(BLOCK_LENGTH)}),
    )
    need = forms.CharField(
        label=_("Wat heb je nodig?"),
        required=False,
        widget=_long_text(2, **{"data-counter": str(BLOCK_LENGTH)}),
    )
    tried = forms.CharField(
        label=_("Wat heb je al geprobeerd?"),
        required=False,
        widget=_long_text(2, **{"data-counter": str(BLOCK_LENGTH)}),
    )
    hope = forms.CharField(
        label=_("Wat hoop je?"), required=False, widget=_long_text(2, **{"data-counter": str(BLOCK_LENGTH)})
    )

    BLOCKS = ("situation", "need", "tried", "hope")

    def text(self) -> QuestionText:
        words = ("title", "body", *self.BLOCKS)
        return QuestionText(**{name: self.cleaned_data[name] for name in words})

    @property
    def blocks(self) -> list[forms.BoundField]:
        return [self[name] for name in self.BLOCKS]


class AskForm(QuestionWordsForm):
    """A new question."""

    theme = forms.ModelChoiceField(
        label=_("Thema"),
        queryset=Theme.objects.all(),
        to_field_name="slug",
        empty_label=_("Kies een thema"),
        error_messages={"required": _("Kies een thema. Dan vinden de juiste mensen je vraag.")},
    )
    audience = forms.ChoiceField(
        label=_("Wie mag dit lezen?"),
        choices=Audience.choices,
        initial=Audience.EVERYONE,
        required=False,
        widget=forms.RadioSelect,
    )
    anonymous = forms.BooleanField(
        label=_("Vraag dit anoniem"),
        required=False,
        help_text=_("Anderen zien je schuilnaam niet bij deze vraag."),
    )
    life_event = forms.ModelChoiceField(
        label=_("Gebeurtenis"),
        queryset=LifeEvent.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("Geen of iets anders"),
    )
    district = forms.ModelChoiceField(
        label=_("Wijk"),
        queryset=District.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label=_("Zeg ik liever niet"),
    )

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or Audience.EVERYONE


class EditQuestionForm(QuestionWordsForm):
    """The words of a question that stands already."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class AnswerForm(KeyedForm):
    body = forms.CharField(
        label=_("Jouw antwoord"),
        required=False,
        widget=_long_text(
            6,
            **{
                "data-editor": "",
                "data-counter": str(MAX_BODY),
                "placeholder": _("Schrijf zoals je het een buur zou vertellen"),
            },
        ),
    )


class CommentForm(KeyedForm):
    body = forms.CharField(
        label=_("Jouw reactie"),
        required=False,
        widget=_long_text(2, **{"data-counter": str(COMMENT_LENGTH)}),
    )


class EditTextForm(KeyedForm):
    """The words of an answer or comment that stands already."""

    body = forms.CharField(
        label=_("Jouw tekst"),
        required=False,
        widget=_long_text(8, **{"data-editor": "", "data-counter": str(MAX_BODY)}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class WebAddressField(forms.URLField):
    """An address that a browser opens as a page."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class HighlightForm(forms.Form):
    """What a professional signs for."""

    organisation = forms.CharField(label=_("Namens welke organisatie?"), max_length=120)
    function = forms.CharField(label=_("Jouw functie"), max_length=80, required=False)
    source_title = forms.CharField(
        label=_("Bron"),
        max_length=200,
        help_text=_("Wet, regel of afspraak. Bijvoorbeeld: Participatiewet, artikel 31."),
    )
    source_url = WebAddressField(
        label=_("Link naar de bron"), max_length=500, required=False, assume_scheme="https"
    )
    correction = forms.CharField(
        label=_("Aanvulling of verbetering"),
        required=False,
        help_text=_("Staat onder het antwoord, met jouw naam erbij."),
        widget=_long_text(3, **{"data-counter": str(CORRECTION_LENGTH)}),
    )
    review_on = forms.DateField(
        label=_("Wanneer kijk je dit opnieuw na?"),
        help_text=_("Na deze dag staat er ‘wordt nagekeken’, tot je het weer bevestigt."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Schrijf de dag zoals 31-12-2026.")},
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def vouching(self) -> Vouching:
        names = ("organisation", "function", "source_title", "source_url", "correction", "review_on")
        return Vouching(**{name: self.cleaned_data[name] for name in names})


def highlight_initial(current: Highlight | None, *, version: int) -> dict[str, object]:
    """What stands in a fresh highlight form: the earlier confirmation, or a review date a year ahead."""
    initial: dict[str, object] = {
        "version": version,
        "review_on": timezone.localdate() + DEFAULT_REVIEW_PERIOD - timedelta(days=1),
    }
    if current is not None:
        for name in ("organisation", "function", "source_title", "source_url", "correction"):
            initial[name] = getattr(current, name)
    return initial


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


class CannedForm(KeyedForm):
    """An answer to keep ready."""

    title = forms.CharField(label=_("Naam"), required=False, help_text=_("Zo vind je het terug."))
    body = forms.CharField(
        label=_("Tekst"),
        required=False,
        help_text=_("Deze woorden vullen we voor je in: {naam}, {thema} en {vraag}."),
        widget=_long_text(8, **{"data-counter": str(MAX_BODY)}),
    )
    shared = forms.BooleanField(
        label=_("Deel met alle helpers"),
        required=False,
        help_text=_("Maatjes, professionals en moderatoren kunnen het dan gebruiken."),
    )


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


class ReadAllForm(forms.Form):
    """What to call read; no theme means everything."""

    theme = forms.SlugField(required=False, max_length=60)


class DraftForm(forms.Form):
    """The fields of another form, to keep. Everything is text; unknown names are left out."""

    FIELDS = (
        "title", "body", "situation", "need", "tried", "hope", "theme", "audience", "anonymous",
        "district", "life_event",
    )  # fmt: skip
    sequence = forms.IntegerField(min_value=0, required=False)

    def fields_to_keep(self) -> dict[str, str]:
        return {name: str(self.data[name]) for name in self.FIELDS if name in self.data}


class PreviewForm(forms.Form):
    body = forms.CharField(required=False)
    question = forms.IntegerField(required=False, min_value=1, max_value=10**17)
    theme = forms.SlugField(required=False)
    audience = forms.ChoiceField(required=False, choices=Audience.choices)

    def unasked(self, author: Viewer) -> Question | None:
        """The question that is being written, as far as it decides who can be mentioned in it."""
        if self.cleaned_data["audience"] != Audience.PROFESSIONALS or not is_member(author):
            return None
        theme = Theme(slug=self.cleaned_data["theme"])
        return Question(author=author, theme=theme, audience=Audience.PROFESSIONALS)


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
