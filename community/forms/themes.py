"""Choosing a theme."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise

from community.models import Theme


class ThemeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One theme by its slug, of `queryset` or of all; `missing` is said when none was chosen."""

    def __init__(
        self,
        label: str | StrPromise = "",
        *,
        missing: str | StrPromise = "",
        queryset: QuerySet[Theme] | None = None,
    ) -> None:
        super().__init__(
            queryset=Theme.objects.all() if queryset is None else queryset,
            label=label or _("Thema"),
            to_field_name="slug",
            empty_label=_("Kies een thema"),
            error_messages={"required": missing or _("Kies een thema.")},
        )
