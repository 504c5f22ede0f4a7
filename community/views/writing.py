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
from community.forms.writing import DraftForm, KeyedForm
from community.http import draft_owner, viewer_of
from core.errors import AskFirst, Refused, SlowDown
from core.help import offer_help
from core.refused_forms import say_why
from core.screening import masked_fields, screen

OK = 200
UNPROCESSABLE = 422
Page = Callable[[int], HttpResponse]


def refuse(request: HttpRequest, form: forms.Form, error: Refused | SlowDown, page: Page) -> HttpResponse:
    """The page again with the sentence at its field and everything that was typed, which is kept nowhere.

    Where the writer tells of danger, the page shows where to find help.
    """
    say_why(form, error)
    if isinstance(error, Refused):
        offer_help(request, error.kinds)
    if isinstance(error, AskFirst) and isinstance(form, KeyedForm):
        form.fields["sure"].widget = forms.CheckboxInput()
    response = page(error.status)
    if isinstance(error, SlowDown):
        response["Retry-After"] = str(error.retry_after)
    return response


def wants_cleaning(request: HttpRequest, form: KeyedForm, *, place: str) -> bool:
    """Whether the writer asked to take private pieces out; then the form shows the text without them.

    Nothing is sent yet: the writer looks at it first.
    """
    if "clean" not in request.POST:
        return False
    texts = {name: form.data.get(name, "") for name, field in form.fields.items() if _is_text(field)}
    data = dict(form.data.items())
    data.update(masked_fields(texts, author_id=viewer_of(request).pk or 0, place=place))
    form.data, form.was_cleaned = data, True
    form.full_clean()
    return True


def keep_for_visitor(
    request: HttpRequest, *, place: str, next_url: str, form: KeyedForm, page: Page
) -> HttpResponse:
    """Keep what was typed and go to sign-up; afterwards it stands in the form at `next_url` again.

    What belongs to one person is not kept: then it is the same page again, with the text still in it.
    """
    fields = DraftForm(request.POST).fields_to_keep()
    try:
        save_draft(owner=draft_owner(request), place=place, fields=fields, sequence=None)
    except Refused as refusal:
        sentence = _(
            "We bewaren dit niet voor je: er staat iets in dat alleen van jou is. Haal het eerst weg."
        )
        sentence = sentence if refusal.pieces else refusal.message
        return refuse(request, form, Refused(sentence, pieces=refusal.pieces), page)
    offer_help(request, screen(text="\n".join(fields.values()), author_id=0, place="visitor").kinds)
    messages.info(request, _("Je tekst is bewaard. Meld je aan of log in, dan staat hij weer klaar."))
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': next_url})}")


def _is_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField) and not field.widget.is_hidden
