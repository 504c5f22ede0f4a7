"""The desk of the moderators: the queue, one case, and deciding about it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import second_factor_first, signed_in
from accounts.models import Member
from core.errors import Conflict, Refused
from core.refused_forms import say_why
from moderation.actions.cases import let_go, open_own_case, read_case
from moderation.actions.decisions import decide_case, decided_before, propose_letter
from moderation.actions.measures import possible_measures
from moderation.actions.sanctions import next_step
from moderation.forms import DecisionForm
from moderation.queries.cases import CasePage, case_page, difference_since, rules_for_form
from moderation.queries.queue import next_case, queue_page
from moderation.reasons import RULE_OF, propose_facts


@require_safe
@second_factor_first
def queue(request: HttpRequest) -> HttpResponse:
    page = queue_page(signed_in(request), show=request.GET.get("show", "all"))
    return render(request, "moderation/queue.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@second_factor_first
def case(request: HttpRequest, case_id: int) -> HttpResponse:
    """Looking shows the others that somebody is at it; sending the form decides, or shows the letter."""
    member = signed_in(request)
    if request.method != "HEAD":
        read_case(moderator=member, case_id=case_id)
    page = case_page(member, case_id=case_id)
    if request.method != "POST":
        return _case_page(request, member, page, _fresh_form(page))
    if page.case.is_open:
        page.can_decide.require()
    form = DecisionForm(request.POST, measures=possible_measures(page.thing), rules=rules_for_form())
    if page.case.is_open and not form.is_valid():
        return _case_page(request, member, page, form, status=422)
    if "letter" in request.POST and page.case.is_open:
        return _with_letter(request, member, page, form)
    return _decide(request, member, page, form)


@require_POST
@second_factor_first
def release(request: HttpRequest, case_id: int) -> HttpResponse:
    let_go(moderator=signed_in(request), case_id=case_id)
    return redirect("moderation:queue")


@require_POST
@second_factor_first
def open_own(request: HttpRequest, kind: str, target_id: int) -> HttpResponse:
    case = open_own_case(moderator=signed_in(request), kind=kind, target_id=target_id)
    return redirect("moderation:case", case.pk)


def _decide(request: HttpRequest, member: Member, page: CasePage, form: DecisionForm) -> HttpResponse:
    if not form.is_valid():
        return _too_late(request, member, page, form, decided_before())
    try:
        decision = decide_case(
            moderator=member,
            case_id=page.case.pk,
            round=form.cleaned_data["round"],
            version=form.cleaned_data["version"],
            verdict=form.verdict(),
        )
    except Conflict as conflict:
        return _too_late(request, member, page, form, conflict)
    except Refused as error:
        say_why(form, error)
        return _case_page(request, member, page, form, status=error.status)
    messages.success(
        request,
        _("Besloten. De brief is onderweg.")
        if decision.letter
        else _("Besloten. Voor de schrijver verandert er niets, dus er gaat geen brief uit."),
    )
    following = next_case(member, besides=page.case.pk)
    return redirect("moderation:case", following) if following else redirect("moderation:queue")


def _with_letter(request: HttpRequest, member: Member, page: CasePage, form: DecisionForm) -> HttpResponse:
    """The letter as it would go out, before anything is decided."""
    try:
        letter = propose_letter(moderator=member, case=page.case, thing=page.thing, verdict=form.verdict())
    except Refused as error:
        say_why(form, error)
        return _case_page(request, member, page, form, status=error.status)
    return _case_page(
        request, member, page, form, letter=letter.split("\n\n") if letter else [], no_letter=not letter
    )


def _too_late(
    request: HttpRequest, member: Member, page: CasePage, form: DecisionForm, conflict: Conflict
) -> HttpResponse:
    """409: who decided what, or what changed, with everything that was typed in a form to go on with."""
    changed = conflict.details.get("changed", False)
    page = case_page(member, case_id=page.case.pk)
    version = form["version"].value()
    read = int(version) if str(version).isdigit() else 0
    typed = {name: form.data[name] for name in form.fields if name in form.data}
    fresh = {"round": page.case.round, "version": page.thing.version}
    again = DecisionForm(
        initial=typed | fresh, measures=possible_measures(page.thing), rules=rules_for_form()
    )
    return _case_page(
        request,
        member,
        page,
        again,
        status=409,
        message=conflict.message,
        diffs=difference_since(page.case.pk, version=read) if changed else [],
        typed=typed.get("facts", ""),
    )


def _fresh_form(page: CasePage) -> DecisionForm:
    """The most ordinary decision is filled in: the facts, and the rule that the reports point at."""
    rules = rules_for_form()
    reason = max(page.reasons, key=lambda reason: page.reasons[reason], default="")
    suggested = next((rule.pk for rule in rules if rule.number == RULE_OF.get(reason)), None)
    initial = {
        "round": page.case.round,
        "version": page.thing.version,
        "facts": propose_facts(page.thing, page.reasons),
        "rule": suggested,
    }
    return DecisionForm(initial=initial, measures=possible_measures(page.thing), rules=rules)


def _case_page(
    request: HttpRequest,
    member: Member,
    page: CasePage,
    form: DecisionForm,
    *,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    author_id = page.thing.author_id
    context = {
        "page": page,
        "form": form,
        "ladder": next_step(author_id) if author_id is not None else None,
        **more,
    }
    return render(request, "moderation/case.html", context, status=status)
