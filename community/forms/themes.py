"""Choosing a theme."""

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from community.models import Theme


class ThemeField(forms.ModelChoiceField):
    """One theme by its slug, of `queryset` or of all; `missing` is said when none was chosen."""

    def __init__(
        self,
        label: str | Promise = "",
        *,
        missing: str | Promise = "",
        queryset: QuerySet[Theme] | None = None,
    ) -> None:
        super().__init__(
            queryset=Theme.objects.all() if queryset is None else queryset,
            label=label or _("Thema"),
            to_field_name="slug",
            empty_label=_("Kies een thema"),
            error_messages={"required": missing or _("Kies een thema.")},
        )
