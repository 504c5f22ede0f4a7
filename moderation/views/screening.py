"""How the screening does, a box to try it, and the rules of the safety net."""

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.http import second_factor_first, signed_in
from core.errors import Refused
from core.refused_forms import say_why
from moderation.actions.danger_rules import add_rule, change_rule
from moderation.forms import DangerRuleForm, TryOutForm
from moderation.models import DangerRule
from moderation.queries.screening import (
    RulePage,
    RuleTrial,
    figures_now,
    rule_page,
    screening_page,
    try_out,
    try_rule,
)
from moderation.screeners.phrases import BadPhrase

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_first
def overview(request: HttpRequest) -> HttpResponse:
    """The figures and rules; what is posted is a text to try, and is not stored."""
    page = screening_page(signed_in(request))
    form = TryOutForm(request.POST if request.method == "POST" else None)
    tried = try_out(form.cleaned_data["text"]) if form.is_valid() else None
    status = UNPROCESSABLE if form.errors else 200
    return render(
        request, "moderation/screening.html", {"page": page, "form": form, "tried": tried}, status=status
    )


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_first
def new_rule(request: HttpRequest) -> HttpResponse:
    member = signed_in(request)
    page = rule_page(member, rule_id=None)
    if request.method != "POST":
        return _rule_page(request, page, DangerRuleForm())
    form = DangerRuleForm(request.POST)
    if not form.is_valid():
        return _rule_page(request, page, form, status=UNPROCESSABLE)
    if "try" in request.POST:
        return _tried(request, page, form)
    try:
        stored = add_rule(by=member, key=form.cleaned_data["key"], words=form.words())
    except Refused as refusal:
        return _refused(request, page, form, refusal)
    return _stored(request, stored)


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_first
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    member = signed_in(request)
    page = rule_page(member, rule_id=rule_id)
    if request.method != "POST":
        return _rule_page(request, page, _form_of(page.rule) if page.rule else DangerRuleForm())
    form = DangerRuleForm(request.POST)
    if not form.is_valid():
        return _rule_page(request, page, form, status=UNPROCESSABLE)
    if "try" in request.POST:
        return _tried(request, page, form)
    try:
        seen = form.cleaned_data["seen"]
        stored = change_rule(by=member, rule_id=rule_id, words=form.words(), seen=seen)
    except Refused as refusal:
        return _refused(request, page, form, refusal)
    return _stored(request, stored)


def _form_of(rule: DangerRule) -> DangerRuleForm:
    return DangerRuleForm(initial={**model_to_dict(rule), "seen": rule.changed_at.isoformat()})


def _stored(request: HttpRequest, rule: DangerRule) -> HttpResponse:
    found, sentences, alarms = figures_now()
    text = _(
        "Regel %(key)s is bewaard. Op onze zinnen vindt het vangnet nu %(found)d van %(sentences)d, "
        "met %(alarms)d keer vals alarm."
    )
    words = {"key": rule.key, "found": found, "sentences": sentences, "alarms": alarms}
    messages.success(request, text % words)
    return redirect("moderation:screening")


def _refused(request: HttpRequest, page: RulePage, form: DangerRuleForm, refusal: Refused) -> HttpResponse:
    say_why(form, refusal)
    return _rule_page(request, page, form, status=refusal.status)


def _tried(request: HttpRequest, page: RulePage, form: DangerRuleForm) -> HttpResponse:
    """What the rule would do as it stands in the form, which goes on with everything that was typed."""
    fields = form.cleaned_data
    try:
        trial = try_rule(form.rule(), found=fields["found"], passed=fields["passed"], text=fields["text"])
    except BadPhrase as bad:
        form.add_error(None, _("Deze regel kunnen we niet lezen: %(line)s") % {"line": bad})
        return _rule_page(request, page, form, status=UNPROCESSABLE)
    return _rule_page(request, page, form, trial=trial)


def _rule_page(
    request: HttpRequest,
    page: RulePage,
    form: DangerRuleForm,
    status: int = 200,
    trial: RuleTrial | None = None,
) -> HttpResponse:
    context = {"page": page, "form": form, "trial": trial}
    return render(request, "moderation/danger_rule.html", context, status=status)
