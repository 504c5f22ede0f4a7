"""A form that an action did not take, with the reason where it belongs."""

from django import forms

from core.errors import DomainError, Refused


def say_why(form: forms.Form, error: DomainError, *, field: str | None = None) -> None:
    """Put the sentence at its field, and what screening found, masked, where the template shows it.

    `field` is for an error that names none of the form.
    """
    named = error.field if isinstance(error, Refused) else None
    form.add_error(named if named in form.fields else field, error.message)
    form.pieces = getattr(error, "pieces", ())  # type: ignore[attr-defined]
