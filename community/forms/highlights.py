"""What a professional signs for."""

from datetime import timedelta

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from community.actions.highlights import Vouching
from community.forms.writing import long_text
from community.limits import (
    CORRECTION_LENGTH,
    DEFAULT_REVIEW_PERIOD,
)
from community.models import Highlight


class WebAddressField(forms.URLField):
    """An address that a browser opens as a page."""

    default_validators = [URLValidator(schemes=["http", "https"])]


class SourceForm(forms.Form):
    """On what a professional bases what they sign for, and until when."""

    organisation = forms.CharField(label=_("Namens welke organisatie?"), max_length=120)
    source_title = forms.CharField(
        label=_("Bron"),
        max_length=200,
        help_text=_("Wet, regel of afspraak. Bijvoorbeeld: Participatiewet, artikel 31."),
    )
    source_url = WebAddressField(
        label=_("Link naar de bron"), max_length=500, required=False, assume_scheme="https"
    )
    review_on = forms.DateField(
        label=_("Wanneer kijk je dit opnieuw na?"),
        help_text=_("Na deze dag staat er ‘wordt nagekeken’, tot je het weer bevestigt."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Schrijf de dag zoals 31-12-2026.")},
    )

    SIGNED: tuple[str, ...] = ("organisation", "source_title", "source_url", "review_on")

    def vouching(self) -> Vouching:
        return Vouching(**{name: self.cleaned_data[name] for name in self.SIGNED})


class HighlightForm(SourceForm):
    """What a professional signs for."""

    function = forms.CharField(label=_("Jouw functie"), max_length=80, required=False)
    correction = forms.CharField(
        label=_("Aanvulling of verbetering"),
        required=False,
        help_text=_("Staat onder het antwoord, met jouw naam erbij."),
        widget=long_text(3, **{"data-counter": str(CORRECTION_LENGTH)}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    SIGNED = ("organisation", "function", "source_title", "source_url", "correction", "review_on")
    field_order = SIGNED


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
