"""Forms of what people write: questions, answers, comments, and what is kept of them while they write."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.policies import Viewer, is_member
from community.actions.questions import QuestionText
from community.forms.themes import ThemeField
from community.limits import (
    BLOCK_LENGTH,
    COMMENT_LENGTH,
    TITLE_LENGTH,
)
from community.models import Audience, District, LifeEvent, Question, Theme
from core.text import MAX_BODY


def long_text(rows: int, **attrs: object) -> forms.Textarea:
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
        widget=long_text(7, **{"data-editor": "", "data-counter": str(MAX_BODY)}),
    )
    situation = forms.CharField(
        label=_("Wat is je situatie?"),
        required=False,
        widget=long_text(2, **{"data-counter": str(BLOCK_LENGTH)}),
    )
    need = forms.CharField(
        label=_("Wat heb je nodig?"),
        required=False,
        widget=long_text(2, **{"data-counter": str(BLOCK_LENGTH)}),
    )
    tried = forms.CharField(
        label=_("Wat heb je al geprobeerd?"),
        required=False,
        widget=long_text(2, **{"data-counter": str(BLOCK_LENGTH)}),
    )
    hope = forms.CharField(
        label=_("Wat hoop je?"), required=False, widget=long_text(2, **{"data-counter": str(BLOCK_LENGTH)})
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

    theme = ThemeField(missing=_("Kies een thema. Dan vinden de juiste mensen je vraag."))
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
        widget=long_text(
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
        widget=long_text(2, **{"data-counter": str(COMMENT_LENGTH)}),
    )


class EditTextForm(KeyedForm):
    """The words of an answer or comment that stands already."""

    body = forms.CharField(
        label=_("Jouw tekst"),
        required=False,
        widget=long_text(8, **{"data-editor": "", "data-counter": str(MAX_BODY)}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


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
