"""Forms of office hours: shape only; what the words may be, the actions decide."""

import uuid
from datetime import datetime, timedelta

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.forms.highlights import SourceForm
from community.forms.themes import ThemeField
from community.limits import DEFAULT_REVIEW_PERIOD
from community.models import Theme
from realtime.actions.office_hours import OfficePlan
from realtime.actions.office_queue import QueueEntry
from realtime.help_forms import DayField, SureForm
from realtime.limits import OFFICE_ABOUT_LENGTH, OFFICE_TEXT_LENGTH
from realtime.models import OfficeHour


class OfficeHourForm(forms.Form):
    title = forms.CharField(
        label=_("Waar gaat het over?"),
        max_length=400,
        help_text=_("Bijvoorbeeld: brieven over schulden."),
        widget=forms.TextInput(attrs={"data-counter": "120", "autocomplete": "off"}),
    )
    about = forms.CharField(
        label=_("Vertel er iets meer over"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-counter": str(OFFICE_ABOUT_LENGTH)}),
    )
    day = DayField()
    starts = forms.TimeField(label=_("Van"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    until = forms.TimeField(label=_("Tot"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def plan(self) -> OfficePlan:
        fields = self.cleaned_data
        starts, until = (
            timezone.make_aware(datetime.combine(fields["day"], fields[name])) for name in ("starts", "until")
        )
        return OfficePlan(title=fields["title"], about=fields["about"], starts_at=starts, ends_at=until)


class NewOfficeHourForm(OfficeHourForm):
    """`themes` are those in which the host is a professional."""

    theme = ThemeField(queryset=Theme.objects.none())
    field_order = ("theme", "title", "about", "day", "starts", "until")

    def __init__(self, *args: object, themes: list[Theme], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        mine: QuerySet[Theme] = Theme.objects.filter(pk__in=[theme.pk for theme in themes])
        self.fields["theme"].queryset = mine  # type: ignore[attr-defined]


def initial_of(office_hour: OfficeHour) -> dict[str, object]:
    starts, ends = timezone.localtime(office_hour.starts_at), timezone.localtime(office_hour.ends_at)
    return {
        "title": office_hour.title,
        "about": office_hour.about,
        "day": starts.date(),
        "starts": starts.time(),
        "until": ends.time(),
    }


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Waarom?"), max_length=200)


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("Waarom? De vrager leest dit."),
        max_length=200,
        error_messages={"required": _("Schrijf waarom. De vrager leest dit.")},
    )


class QueueForm(SureForm):
    """A question for the queue."""

    key = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)
    body = forms.CharField(
        label=_("Jouw vraag"),
        required=False,
        help_text=_("Zet er geen namen, adressen of nummers in."),
        widget=forms.Textarea(attrs={"rows": 3, "data-counter": str(OFFICE_TEXT_LENGTH)}),
    )
    anonymous = forms.BooleanField(
        label=_("Vraag dit anoniem"),
        required=False,
        help_text=_("Anderen zien je schuilnaam niet bij deze vraag."),
    )
    may_publish = forms.BooleanField(
        label=_("Mijn vraag en het antwoord mogen blijven staan"),
        required=False,
        help_text=_("Zo helpt het ook anderen. Je kunt je nog bedenken tot het spreekuur is bewaard."),
    )

    def clean_key(self) -> uuid.UUID:
        key: uuid.UUID | None = self.cleaned_data["key"]
        return key or uuid.uuid4()

    def entry(self) -> QueueEntry:
        fields = self.cleaned_data
        return QueueEntry(fields["body"], anonymous=fields["anonymous"], may_publish=fields["may_publish"])


class AnswerQueuedForm(SureForm):
    body = forms.CharField(
        label=_("Jouw antwoord"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-counter": str(OFFICE_TEXT_LENGTH * 3)}),
    )


class PairForm(SourceForm):
    """What the host signs for when a pair becomes a question with a highlighted answer."""

    title = forms.CharField(
        label=_("Titel van de vraag"), max_length=400, widget=forms.TextInput(attrs={"data-counter": "120"})
    )

    field_order = ("title", *SourceForm.SIGNED)


def pair_initial(office_hour: OfficeHour, title: str) -> dict[str, object]:
    return {
        "title": title,
        "organisation": office_hour.organisation,
        "review_on": timezone.localdate() + DEFAULT_REVIEW_PERIOD - timedelta(days=1),
    }
