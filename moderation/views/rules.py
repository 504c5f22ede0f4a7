"""The house rules: reading, agreeing, comparing, saying what one thinks of new ones."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.http import signed_in
from community.http import viewer_of
from core.errors import Refused
from core.refused_forms import say_why
from moderation.actions.rules import accept_rules, comment_on_rules
from moderation.forms import RulesCommentForm
from moderation.models.rule import PARTS
from moderation.queries.rules import difference_page, rules_page


@login_not_required
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    return _page(request, None, RulesCommentForm())


@login_not_required
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, number, RulesCommentForm())


@login_not_required
@require_safe
def version_json(request: HttpRequest, number: int) -> JsonResponse:
    """The same rules for machines (Digital Services Act, article 14), in both languages."""
    page = rules_page(viewer_of(request), number=number)
    return JsonResponse(
        {
            "version": page.version.number,
            "effectiveFrom": page.version.effective_from,
            "withdrawnAt": page.version.withdrawn_at,
            "summary": {"nl": page.version.summary, "en": page.version.summary_en},
            "rules": [
                {
                    "number": rule.number,
                    "category": rule.category,
                    "nl": {part: getattr(rule, part) for part in PARTS},
                    "en": {part: getattr(rule, f"{part}_en") for part in PARTS},
                }
                for rule in page.rules
            ],
            "ladder": {
                "warningsBeforeSuspension": page.ladder.warnings,
                "firstSuspensionDays": page.ladder.first_days,
                "nextSuspensionDays": page.ladder.next_days,
            },
        }
    )


@login_not_required
@require_safe
def compare(request: HttpRequest, before: int, after: int) -> HttpResponse:
    page = difference_page(viewer_of(request), before=before, after=after)
    return render(request, "moderation/rules_compare.html", {"page": page})


@require_POST
def accept(request: HttpRequest, number: int) -> HttpResponse:
    accept_rules(member=signed_in(request), number=number)
    messages.success(request, _("Fijn. Zo houden we het samen goed."))
    return redirect("moderation:rules")


@require_POST
def comment(request: HttpRequest, number: int) -> HttpResponse:
    form = RulesCommentForm(request.POST)
    if not form.is_valid():
        return _page(request, number, form, status=422)
    try:
        comment_on_rules(member=signed_in(request), number=number, body=form.cleaned_data["body"])
    except Refused as error:
        say_why(form, error, field="body")
        return _page(request, number, form, status=error.status)
    messages.success(request, _("Dank je wel. We lezen alles voordat de regels gaan gelden."))
    return redirect("moderation:rules-version", number)


def _page(
    request: HttpRequest, number: int | None, form: RulesCommentForm, *, status: int = 200
) -> HttpResponse:
    page = rules_page(viewer_of(request), number=number)
    if page.own_comment and not form.is_bound:
        form = RulesCommentForm(initial={"body": page.own_comment})
    return render(request, "moderation/rules.html", {"page": page, "form": form}, status=status)
