"""Django's admin, for administrators only. Roles are given and taken by the actions; the rest is read."""

from importlib import import_module
from typing import Any, TypeVar

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.roles import grant_role, revoke_role
from accounts.events import SettingChanged
from accounts.http import second_factor_first, signed_in
from accounts.models import Member, Role, RoleGrant
from accounts.topics import topic_choices
from core.errors import DomainError, NotFound
from core.events import publish
from core.screened_admin import ScreenedForm

M = TypeVar("M", bound=Model)


@login_not_required
def enter_admin(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
    """There is one way to sign in. Who is signed in and still comes here may not enter, or not yet."""
    if not request.user.is_authenticated:
        target = request.GET.get("next", reverse("admin:index"))
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")
    return second_factor_first(_hidden)(request)


def _hidden(request: HttpRequest) -> HttpResponse:
    raise NotFound


admin.site.login = enter_admin  # type: ignore[method-assign]
admin.site.site_header = gettext_lazy("Peerplein beheer")
admin.site.site_title = gettext_lazy("Peerplein beheer")
admin.site.index_title = gettext_lazy("Beheer")

# Addresses, connections and keys of members are nobody's to browse; groups are not used here.
# First import what registers them.
for package in ("allauth.account", "allauth.mfa", "allauth.socialaccount", "allauth.usersessions"):
    import_module(f"{package}.admin")
import_module("django.contrib.auth.admin")
admin.site.unregister(
    [EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken, UserSession, Group]
)


class LoggedAdmin(admin.ModelAdmin[M]):
    """What administrators do here stands in the log of the site too, not only in Django's own."""

    def log_addition(self, request: HttpRequest, obj: M, message: Any) -> Any:
        self._tell(request, obj, "added")
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: M, message: Any) -> Any:
        self._tell(request, obj, "changed")
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[M]) -> Any:
        for thing in queryset:
            self._tell(request, thing, "removed")
        return super().log_deletions(request, queryset)

    def _tell(self, request: HttpRequest, thing: M, how: str) -> None:
        with transaction.atomic():
            kind = str(self.opts.model_name)
            publish(SettingChanged(kind, thing.pk, how, changed_by_id=signed_in(request).pk))


def scope_choices() -> list[tuple[str, str]]:
    return [("", _("Alle thema’s")), *topic_choices()]


class RoleGrantForm(ScreenedForm):
    scope = forms.ChoiceField(label=gettext_lazy("Thema"), required=False, choices=scope_choices)

    class Meta:
        model = RoleGrant
        fields = ("member", "role", "scope", "function", "organisation", "expires_on")
        labels = {"member": gettext_lazy("Deelnemer")}

    def clean(self) -> dict[str, Any]:
        """Someone's help rests on checks that expire, so the role does too."""
        cleaned = super().clean() or {}
        if cleaned.get("role") == Role.MENTOR and not cleaned.get("expires_on"):
            self.add_error("expires_on", _("Een maatje heeft een einddatum: die van de verklaring."))
        if cleaned.get("expires_on") and cleaned["expires_on"] < timezone.localdate():
            self.add_error("expires_on", _("Deze datum is al voorbij."))
        return cleaned

    def validate_unique(self) -> None:
        """The same role in the same theme replaces the old one; the action does that."""

    def validate_constraints(self) -> None:
        """See `validate_unique`."""

    def _post_clean(self) -> None:
        """The model is only built and saved by the action."""


@admin.register(RoleGrant)
class RoleGrantAdmin(admin.ModelAdmin[RoleGrant]):
    form = RoleGrantForm
    list_display = (
        "member",
        "role",
        "scope",
        "function",
        "organisation",
        "granted_at",
        "expires_on",
        "revoked_at",
    )
    list_filter = ("role", "scope")
    list_select_related = ("member",)
    search_fields = ("member__handle", "member__name")
    raw_id_fields = ("member",)
    actions = ("revoke",)

    def has_change_permission(self, request: HttpRequest, obj: RoleGrant | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: RoleGrant | None = None) -> bool:
        return False

    def save_form(self, request: HttpRequest, form: Any, *_change: Any, **_named: Any) -> RoleGrant:
        return grant_role(
            member_id=form.cleaned_data["member"].pk,
            role=Role(form.cleaned_data["role"]),
            scope=form.cleaned_data["scope"],
            function=form.cleaned_data["function"],
            organisation=form.cleaned_data["organisation"],
            expires_on=form.cleaned_data["expires_on"],
            granted_by=signed_in(request),
        )

    def save_model(self, *_what: Any, **_named: Any) -> None:
        """`save_form` has stored it."""

    def save_related(self, *_what: Any, **_named: Any) -> None:
        """There is nothing else to store."""

    @admin.action(description=gettext_lazy("Trek deze rollen in"), permissions=["view"])
    def revoke(self, request: HttpRequest, chosen: QuerySet[RoleGrant]) -> None:
        for grant in chosen:
            try:
                revoke_role(grant_id=grant.pk, revoked_by=signed_in(request))
            except DomainError as refusal:
                messages.error(request, f"{grant.member}: {refusal.message}")


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin[Member]):
    list_display = ("handle", "name", "masked_email", "joined_at", "suspended_until", "is_active")
    list_filter = ("is_active", "is_demo")
    search_fields = ("handle", "name")
    fields = ("handle", "name", "masked_email", "language", "joined_at", "suspended_until", "is_active")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("e-mailadres"))
    def masked_email(self, member: Member) -> str:
        """Enough to recognise an address that somebody names, not enough to learn it."""
        local, _at, domain = member.email.partition("@")
        return f"{local[:1]}•••@{domain}"
