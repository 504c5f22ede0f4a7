"""Forms of help chats and of questions out of chats: shape only; the actions decide on the words."""

from datetime import date, datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.forms.themes import ThemeField
from realtime.actions.chat_questions import QuestionPlan
from realtime.limits import HAND_OVER_LENGTH, HELP_ABOUT_LENGTH, MESSAGE_LENGTH
from realtime.models import Outcome, Wanted


class SureForm(forms.Form):
    """A form that may have to ask whether its writer is sure."""

    sure = forms.BooleanField(required=False, widget=forms.HiddenInput)


class DayField(forms.DateField):
    """A day that a calendar of people has: the arithmetic of moments ends at the year 9999."""

    def __init__(self) -> None:
        super().__init__(label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self, value: object) -> date:
        day: date = super().clean(value)
        if not date(2000, 1, 1) <= day <= date(2999, 1, 1):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class HelpForm(SureForm):
    theme = ThemeField(
        _("Waar gaat het over?"), missing=_("Kies een thema. Dan vinden we de juiste persoon.")
    )
    about = forms.CharField(
        label=_("Vertel in een paar zinnen wat er is"),
        required=False,
        help_text=_("Zet er geen namen, adressen of nummers in."),
        widget=forms.Textarea(attrs={"rows": 3, "data-counter": str(HELP_ABOUT_LENGTH)}),
    )
    wanted = forms.ChoiceField(
        label=_("Met wie wil je praten?"),
        choices=Wanted.choices,
        initial=Wanted.ANYONE,
        required=False,
        widget=forms.RadioSelect,
    )
    anonymous = forms.BooleanField(
        label=_("Praat anoniem"),
        required=False,
        help_text=_("De ander ziet dan ‘Anonieme bewoner’ en niet je schuilnaam."),
    )

    def clean_wanted(self) -> str:
        return self.cleaned_data["wanted"] or Wanted.ANYONE


class HandOverForm(SureForm):
    note = forms.CharField(
        label=_("Wat moet de volgende weten?"),
        required=False,
        help_text=_("Alleen wie het gesprek overneemt, leest dit."),
        widget=forms.Textarea(attrs={"rows": 4, "data-counter": str(HAND_OVER_LENGTH)}),
    )


SELF_TOLD_BY_HELPER = _("De bewoner kan zelf verder")


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Hoe gaat het nu verder?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Kies wat het beste past.")},
    )

    def speak_of_the_resident(self) -> None:
        """For the helper, who does not tell about themselves."""
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (value, SELF_TOLD_BY_HELPER if value == Outcome.SELF else label)
            for value, label in Outcome.choices
        ]


class DutyPlanForm(forms.Form):
    day = DayField()
    starts = forms.TimeField(label=_("Van"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    until = forms.TimeField(label=_("Tot"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def stretch(self) -> tuple[datetime, datetime]:
        """Both moments; an end before the beginning is after midnight."""
        day, fields = self.cleaned_data["day"], self.cleaned_data
        starts = timezone.make_aware(datetime.combine(day, fields["starts"]))
        last_day = day if fields["until"] > fields["starts"] else day + timedelta(days=1)
        return starts, timezone.make_aware(datetime.combine(last_day, fields["until"]))


class ChatQuestionForm(SureForm):
    """Which messages, and what the question is. `messages` are their numbers in the room."""

    title = forms.CharField(
        label=_("Jouw vraag in één zin"),
        required=False,
        widget=forms.TextInput(attrs={"data-counter": "120", "autocomplete": "off"}),
    )
    theme = ThemeField(missing=_("Kies een thema. Dan vinden de juiste mensen je vraag."))
    intro = forms.CharField(
        label=_("Wat wil je er zelf bij schrijven?"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-counter": str(MESSAGE_LENGTH)}),
    )
    anonymous = forms.BooleanField(
        label=_("Vraag dit anoniem"),
        required=False,
        help_text=_("Anderen zien je schuilnaam niet bij deze vraag."),
    )
    messages = forms.TypedMultipleChoiceField(required=False, coerce=int)

    def __init__(self, *args: object, seqs: list[int], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        field = self.fields["messages"]
        field.choices = [(seq, str(seq)) for seq in seqs]  # type: ignore[attr-defined]
        field.label = str(_("Berichten"))

    @property
    def chosen(self) -> set[str]:
        """What is ticked, as it was sent."""
        return {str(value) for value in self["messages"].value() or []}

    def plan(self) -> QuestionPlan:
        fields = self.cleaned_data
        return QuestionPlan(
            title=fields["title"],
            intro=fields["intro"],
            theme=fields["theme"],
            anonymous=fields["anonymous"],
            seqs=fields["messages"],
        )


class ConsentForm(forms.Form):
    agreed = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1")
