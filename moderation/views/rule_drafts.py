"""Making new house rules: writing a draft, announcing it, answering what members say, withdrawing it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import second_factor_first, signed_in
from core.errors import Conflict
from moderation.actions.rule_drafts import (
    NAMES,
    drop_draft,
    drop_rule,
    start_draft,
    words_seen,
    write_rule,
    write_summary,
)
from moderation.actions.rules import announce_draft, answer_comment, comment_seen, withdraw_rules
from moderation.forms_rules import AnnounceForm, AnswerForm, RuleForm
from moderation.limits import RULES_COMMENT_PERIOD, RULES_NOTICE
from moderation.queries.rule_drafts import (
    announced_version,
    comment_to_answer,
    draft_page,
    draft_rule,
    manage_page,
)
from moderation.views.storing import form_page, sent

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@second_factor_first
def manage(request: HttpRequest) -> HttpResponse:
    return render(request, "moderation/rules_manage.html", {"page": manage_page(signed_in(request))})


@FORM
@second_factor_first
def draft(request: HttpRequest) -> HttpResponse:
    """The draft; sending starts one."""
    member = signed_in(request)
    if request.method == "POST":
        start_draft(administrator=member)
        return redirect("moderation:rules-draft")
    return render(request, "moderation/rules_draft.html", {"page": draft_page(member)})


@FORM
@second_factor_first
def new_rule(request: HttpRequest) -> HttpResponse:
    member = signed_in(request)
    page = draft_page(member)
    form = RuleForm(sent(request))

    def store() -> object:
        category = form.cleaned_data["category"]
        return write_rule(administrator=member, number=None, category=category, words=form.words())

    return _form(request, "moderation/rules_rule.html", form, store, page=page)


@FORM
@second_factor_first
def rule(request: HttpRequest, number: int) -> HttpResponse:
    member = signed_in(request)
    stored = draft_rule(member, number=number)
    initial = {name: getattr(stored, name) for name in (*NAMES, "category")} | {"seen": words_seen(stored)}
    form = RuleForm(sent(request), initial=initial)

    def store() -> object:
        return write_rule(
            administrator=member,
            number=number,
            category=form.cleaned_data["category"],
            words=form.words(),
            seen=form.cleaned_data["seen"],
        )

    return _form(request, "moderation/rules_rule.html", form, store, rule=stored)


@require_POST
@second_factor_first
def drop_one(request: HttpRequest, number: int) -> HttpResponse:
    drop_rule(administrator=signed_in(request), number=number)
    messages.success(request, _("De regel staat niet meer in het concept."))
    return redirect("moderation:rules-draft")


@require_POST
@second_factor_first
def drop(request: HttpRequest) -> HttpResponse:
    drop_draft(administrator=signed_in(request))
    messages.success(request, _("Het concept is weg. De huisregels zijn niet veranderd."))
    return redirect("moderation:manage-rules")


@FORM
@second_factor_first
def announce(request: HttpRequest) -> HttpResponse:
    """The difference with what holds, and the dates."""
    member = signed_in(request)
    page = draft_page(member)
    today = timezone.localdate()
    initial = {
        "summary": page.draft.summary,
        "summary_en": page.draft.summary_en,
        "comments_until": today + RULES_COMMENT_PERIOD,
        "effective_from": today + RULES_NOTICE,
    }
    form = AnnounceForm(sent(request), initial=initial)

    def store() -> object:
        fields = form.cleaned_data
        write_summary(administrator=member, summary=fields["summary"], summary_en=fields["summary_en"])
        comments_until, effective_from = form.moments()
        return announce_draft(
            administrator=member, comments_until=comments_until, effective_from=effective_from
        )

    return _form(
        request,
        "moderation/rules_announce.html",
        form,
        store,
        page=page,
        done=_("Aangekondigd. Iedereen krijgt bericht."),
        to="moderation:manage-rules",
    )


@FORM
@second_factor_first
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    member = signed_in(request)
    version = announced_version(member, number=number)
    if request.method != "POST":
        return render(request, "moderation/rules_withdraw.html", {"version": version})
    try:
        withdraw_rules(administrator=member, number=number)
    except Conflict as conflict:
        context = {"version": version, "message": conflict.message}
        return render(request, "moderation/rules_withdraw.html", context, status=conflict.status)
    messages.success(request, _("Ingetrokken. Iedereen krijgt bericht dat de regels blijven zoals ze zijn."))
    return redirect("moderation:manage-rules")


@FORM
@second_factor_first
def answer(request: HttpRequest, comment_id: int) -> HttpResponse:
    member = signed_in(request)
    comment = comment_to_answer(member, comment_id=comment_id)
    initial = {"answer": comment.answer, "seen": comment_seen(comment)}
    form = AnswerForm(sent(request), initial=initial)

    def store() -> object:
        fields = form.cleaned_data
        return answer_comment(
            administrator=member, comment_id=comment_id, answer=fields["answer"], seen=fields["seen"]
        )

    return _form(
        request,
        "moderation/rules_answer.html",
        form,
        store,
        comment=comment,
        done=_("Je antwoord staat bij de reactie."),
        to="moderation:manage-rules",
    )


def _form(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    store: Callable[[], object],
    *,
    done: str = "",
    to: str = "moderation:rules-draft",
    **context: object,
) -> HttpResponse:
    done = done or _("Bewaard in het concept.")
    return form_page(request, template, form, store, done=done, to=to, context=context)
