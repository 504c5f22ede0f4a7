"""What every form for writing does with a refusal, a conflict, or somebody who is not signed in."""

from collections.abc import Callable
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from community.actions.drafts import save_draft
from community.forms import DraftForm, KeyedForm
from community.http import draft_owner
from core.errors import AskFirst, Refused, SlowDown


def refuse(form: forms.Form, error: Refused | SlowDown, page: Callable[[int], HttpResponse]) -> HttpResponse:
    """The page again with the sentence at its field and everything that was typed."""
    field = error.field if isinstance(error, Refused) and error.field in form.fields else None
    form.add_error(field, error.message)
    if isinstance(error, AskFirst) and isinstance(form, KeyedForm):
        form.fields["sure"].widget = forms.CheckboxInput()
        form.fields["sure"].label = _("Ja, plaats het toch")
    response = page(error.status)
    if isinstance(error, SlowDown):
        response["Retry-After"] = str(error.retry_after)
    return response


def keep_for_visitor(request: HttpRequest, *, place: str, next_url: str) -> HttpResponse:
    """Keep what was typed and go to sign-up; afterwards it stands in the form at `next_url` again."""
    save_draft(
        owner=draft_owner(request),
        place=place,
        fields=DraftForm(request.POST).fields_to_keep(),
        sequence=None,
    )
    messages.info(request, _("Je tekst is bewaard. Meld je aan of log in, dan staat hij weer klaar."))
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': next_url})}")
