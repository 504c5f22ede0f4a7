"""Forms of the duty roster: shape only; the actions decide."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from core.weekdays import Weekday
from moderation.actions.roster import Hours
from moderation.limits import ALERT_LONGEST
from moderation.models import DutyShift, Line
from moderation.models.duty import on_the_clock

Choices = Sequence[tuple[int, str]] | Sequence[tuple[str, str]]

AWAY, EXTRA = "away", "extra"


class DayField(forms.DateField):
    """A day that a calendar of people has: the arithmetic of moments ends at the year 9999."""

    def __init__(self, label: object) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d-%m-%Y"])  # type: ignore[arg-type]

    def clean(self, value: object) -> date:
        day: date = super().clean(value)
        if not date(2000, 1, 1) <= day <= date(2999, 1, 1):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def _time(label: object, *, help_text: object = "", initial: time | None = None) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, widget=widget, initial=initial)  # type: ignore[arg-type]


class ShiftForm(forms.Form):
    """A duty of every week, on one or more days."""

    member = forms.TypedChoiceField(
        label=_("Wie?"), coerce=int, error_messages={"required": _("Kies wie dienst heeft.")}
    )
    theme = forms.ChoiceField(label=_("Voor welk thema?"), required=False)
    line = forms.TypedChoiceField(
        label=_("Welke dienst?"),
        coerce=int,
        choices=[
            (Line.FIRST, _("Eerste dienst: hoort het meteen")),
            (Line.BACKUP, _("Achterwacht: hoort het als de eerste dienst stil blijft")),
            (Line.LAST, _("Laatste vangnet: hoort het samen met alle moderatoren en beheerders")),
        ],
        initial=Line.FIRST,
        widget=forms.RadioSelect,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Op welke dagen?"),
        coerce=int,
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies ten minste één dag.")},
    )
    starts = _time(_("Van"))
    ends = _time(
        _("Tot"), help_text=_("Vroeger dan het begin? Dan loopt de dienst door tot de volgende dag.")
    )

    def __init__(
        self,
        *args: object,
        people: Choices,
        themes: Choices,
        shift: DutyShift | None = None,
        **kwargs: object,
    ) -> None:
        if shift is not None:
            kwargs["initial"] = {
                "member": shift.member_id,
                "theme": shift.theme,
                "line": shift.line,
                "weekdays": shift.weekday,
                "starts": shift.starts,
                "ends": shift.ends,
            }
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["member"].choices = [("", _("Kies een naam")), *people]  # type: ignore[attr-defined]
        self.fields["theme"].choices = themes  # type: ignore[attr-defined]
        if shift is not None:
            self._one_day()

    def hours(self) -> Hours:
        fields = self.cleaned_data
        days = fields["weekdays"]
        return Hours(
            member_id=fields["member"],
            theme=fields["theme"],
            line=fields["line"],
            weekdays=days if isinstance(days, list) else [days],
            starts=fields["starts"],
            ends=fields["ends"],
        )

    def _one_day(self) -> None:
        """A duty that is there already is on one day."""
        self.fields["weekdays"] = forms.TypedChoiceField(
            label=_("Op welke dag?"), coerce=int, choices=Weekday.choices
        )
        self.order_fields(["member", "theme", "line", "weekdays", "starts", "ends"])


class ChangeForm(forms.Form):
    """Once different from the week."""

    what = forms.ChoiceField(
        label=_("Wat is er anders?"),
        choices=[(AWAY, _("Deze persoon is er niet")), (EXTRA, _("Deze persoon heeft een extra dienst"))],
        initial=AWAY,
        widget=forms.RadioSelect,
    )
    member = forms.TypedChoiceField(
        label=_("Wie?"), coerce=int, error_messages={"required": _("Kies om wie het gaat.")}
    )
    first_day = DayField(_("Eerste dag"))
    starts = _time(_("Vanaf"), initial=time(0))
    last_day = DayField(_("Laatste dag"))
    ends = _time(_("Tot"), help_text=_("00:00 is het einde van de laatste dag."), initial=time(0))
    theme = forms.ChoiceField(
        label=_("Voor welk thema?"), required=False, help_text=_("Alleen bij een extra dienst.")
    )
    line = forms.TypedChoiceField(
        label=_("Welke dienst?"),
        coerce=int,
        choices=[(line.value, line.label.capitalize()) for line in Line],
        initial=Line.FIRST,
        required=False,
        empty_value=str(Line.FIRST.value),
        help_text=_("Alleen bij een extra dienst."),
    )

    def __init__(self, *args: object, people: Choices, themes: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["member"].choices = [("", _("Kies een naam")), *people]  # type: ignore[attr-defined]
        self.fields["theme"].choices = themes  # type: ignore[attr-defined]

    @property
    def is_extra(self) -> bool:
        return bool(self.cleaned_data["what"] == EXTRA)

    def stretch(self) -> tuple[datetime, datetime]:
        """Both moments on the clock of the municipality; midnight at the end is the end of that day."""
        fields = self.cleaned_data
        last: date = fields["last_day"]
        if fields["ends"] == time(0):
            last += timedelta(days=1)
        return on_the_clock(fields["first_day"], fields["starts"]), on_the_clock(last, fields["ends"])


class TimesForm(forms.Form):
    """How many minutes an alert of one severity waits."""

    backup_after = forms.IntegerField(
        label=_("De achterwacht hoort het na (minuten)"), min_value=1, max_value=ALERT_LONGEST
    )
    everyone_after = forms.IntegerField(
        label=_("Iedereen hoort het na (minuten)"), min_value=2, max_value=ALERT_LONGEST
    )
    again_every = forms.IntegerField(
        label=_("Daarna opnieuw, elke (minuten)"), min_value=5, max_value=ALERT_LONGEST
    )
