"""Asking whether the writer means it, for forms that hold `sure`."""

from django import forms

from core.errors import AskFirst, DomainError


def ask_whether_sure(form: forms.Form, error: DomainError, label: str) -> None:
    """Show the box that was hidden; without `AskFirst` nothing changes."""
    if isinstance(error, AskFirst):
        form.fields["sure"].widget = forms.CheckboxInput()
        form.fields["sure"].label = label
