"""Forms of the chat pages: shape and length. What the words may be, the actions decide."""

import uuid
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from realtime.limits import LONGEST_SLOW_MODE, MESSAGE_LENGTH
from realtime.models.message import EMOJI
from realtime.models.room import RoomAudience


class MessageForm(forms.Form):
    """`cid` is the browser's own id of the message; without script the page gives one."""

    body = forms.CharField(
        label=_("Jouw bericht"),
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 1, "data-counter": str(MESSAGE_LENGTH), "placeholder": _("Schrijf een bericht")}
        ),
    )
    cid = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**53, widget=forms.HiddenInput)

    def clean_cid(self) -> uuid.UUID:
        cid: uuid.UUID | None = self.cleaned_data["cid"]
        return cid or uuid.uuid4()


class ReactForm(forms.Form):
    """One of two buttons: put this emoji under it, or take it away."""

    add = forms.ChoiceField(choices=[(emoji, emoji) for emoji in EMOJI], required=False)
    drop = forms.ChoiceField(choices=[(emoji, emoji) for emoji in EMOJI], required=False)

    def clean(self) -> dict[str, str]:
        fields = super().clean() or {}
        if bool(fields.get("add")) == bool(fields.get("drop")):
            raise forms.ValidationError("one of two")
        return fields

    @property
    def emoji(self) -> str:
        return str(self.cleaned_data["add"] or self.cleaned_data["drop"])

    @property
    def on(self) -> bool:
        return bool(self.cleaned_data["add"])


class EditForm(forms.Form):
    body = forms.CharField(
        label=_("Jouw bericht"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "data-counter": str(MESSAGE_LENGTH)}),
    )


class ReadForm(forms.Form):
    seq = forms.IntegerField(min_value=0, max_value=2**53)


class HistoryForm(forms.Form):
    """What part of the history to show; anything odd shows the newest."""

    before = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    reply_to = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    on = forms.DateField(
        label=_("Ga naar een dag"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    q = forms.CharField(label=_("Zoek in dit gesprek"), required=False, max_length=100)

    def clean_on(self) -> date | None:
        """Before the year 2000 nobody chatted here, and the first days of time are no dates to a database."""
        on: date | None = self.cleaned_data["on"]
        return on if on is not None and 2000 <= on.year < 9999 else None


class RoomForm(forms.Form):
    name = forms.CharField(label=_("Naam"), max_length=80)
    slug = forms.SlugField(label=_("Kenmerk in het adres"), max_length=60)
    line = forms.CharField(label=_("Waarover, in één regel"), max_length=160, required=False)

    audience = forms.ChoiceField(
        label=_("Wie kan meelezen?"),
        choices=RoomAudience.choices,
        initial=RoomAudience.MEMBERS,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Schrijven doen alleen deelnemers. Later openzetten kan niet als er al iets staat."),
    )

    def clean_audience(self) -> str:
        return self.cleaned_data["audience"] or RoomAudience.MEMBERS


class AudienceForm(forms.Form):
    audience = forms.ChoiceField(
        label=_("Wie kan meelezen?"), choices=RoomAudience.choices, widget=forms.RadioSelect
    )


class SlowModeForm(forms.Form):
    seconds = forms.IntegerField(
        label=_("Seconden tussen twee berichten"), min_value=0, max_value=LONGEST_SLOW_MODE
    )


class DutyForm(forms.Form):
    hours = forms.IntegerField(label=_("Hoeveel uur ben je er?"), min_value=1, max_value=12, initial=2)
