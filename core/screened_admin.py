"""Django's admin takes nothing private either: a form for models whose texts administrators write."""

from typing import Any

from django import forms

from core.errors import Refused
from core.screening import refuse_certain


class ScreenedForm(forms.ModelForm):  # type: ignore[type-arg]
    """Says at each field why its text cannot be stored."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, text in list(cleaned.items()):
            if not isinstance(text, str):
                continue
            try:
                refuse_certain({name: text}, author_id=0, place="admin")
            except Refused as error:
                self.add_error(name, error.message)
        return cleaned
