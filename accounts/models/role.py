"""Roles: granted by someone, for a theme or all themes, until a date. Expiry is a condition in the query."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    RESIDENT = "resident", _("bewoner")
    MENTOR = "mentor", _("maatje")
    PROFESSIONAL = "professional", _("professional")
    MODERATOR = "moderator", _("moderator")
    ADMINISTRATOR = "administrator", _("beheerder")


STAFF_ROLES = (Role.ADMINISTRATOR, Role.MODERATOR, Role.PROFESSIONAL, Role.MENTOR)
"""Every role that is granted by hand, the highest first. Whoever has one needs a second factor to use it."""


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    def active(self) -> Self:
        """Not revoked, and not past its last day (a grant still counts on `expires_on` itself)."""
        return self.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=timezone.localdate()), revoked_at__isnull=True
        )


class RoleGrant(models.Model):
    """One role of one member. Rows are never changed into another role; they are revoked and granted anew."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="role_grants")
    role = models.CharField(
        _("rol"), max_length=16, choices=[(r.value, r.label) for r in reversed(STAFF_ROLES)]
    )
    scope = models.SlugField(
        _("thema"), max_length=60, blank=True, default="", help_text=_("Leeg betekent: alle thema’s.")
    )
    function = models.CharField(_("functie"), max_length=60, blank=True, default="")
    organisation = models.CharField(_("organisatie"), max_length=80, blank=True, default="")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="granted_roles"
    )
    granted_at = models.DateTimeField(_("gegeven op"), default=timezone.now)
    expires_on = models.DateField(_("geldig tot en met"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("ingetrokken op"), null=True, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("rol")
        verbose_name_plural = _("rollen")
        ordering = ("-granted_at",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in STAFF_ROLES]), name="role_grant_names_a_granted_role"
            ),
            models.UniqueConstraint(
                fields=["member", "role", "scope"],
                condition=Q(revoked_at__isnull=True),
                name="role_grant_once_per_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} ({self.scope or '*'})"


@dataclass(frozen=True)
class Roles:
    """The roles of one person: per role the themes it holds in, `None` for all themes."""

    held: Mapping[Role, frozenset[str] | None] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str | None) -> "Roles":
        """Read what `active_grants` annotates: "mentor:wonen,moderator:"."""
        scopes: dict[Role, set[str]] = {}
        for grant in (text or "").split(","):
            role, _colon, scope = grant.partition(":")
            if role:
                scopes.setdefault(Role(role), set()).add(scope)
        return cls({role: None if "" in names else frozenset(names) for role, names in scopes.items()})

    def __bool__(self) -> bool:
        return bool(self.held)

    def has(self, role: Role, scope: str | None = None) -> bool:
        """Whether the role is held in the theme `scope`; without a theme: anywhere."""
        if role not in self.held:
            return False
        themes = self.held[role]
        return scope is None or themes is None or scope in themes

    def scopes(self, role: Role) -> frozenset[str] | None:
        """The themes of the role: `None` is all of them, an empty set that the role is not held."""
        return self.held.get(role, frozenset())

    @property
    def badge(self) -> Role | None:
        """The role that is shown beside the name: the highest."""
        return next((role for role in STAFF_ROLES if role in self.held), None)


class _JoinTexts(Func):
    """All texts of the rows in one, separated by commas; order is not promised."""

    function = "GROUP_CONCAT"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(compiler, connection, function="STRING_AGG", **context)


def active_grants(member_ref: str) -> Subquery:
    """A text such as "mentor:wonen,moderator:" per row, for `Roles.parse`; `member_ref` leads to a member id.

    One correlated subquery; NULL when there are no grants. The date of today stands in the SQL,
    so a role lapses on its day without a job.
    """
    grants = RoleGrant.objects.active().filter(member_id=OuterRef(member_ref)).order_by()
    joined = _JoinTexts(Concat(F("role"), Value(":"), F("scope"), output_field=models.TextField()))
    return Subquery(grants.annotate(joined=joined).values("joined"), output_field=models.TextField())
