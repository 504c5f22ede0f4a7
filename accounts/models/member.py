"""Anyone with an account. Peers see name, handle and badge; nothing else unless the member shows it."""

from typing import Any, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.limits import ABOUT_MAX, EXPERIENCE_MAX, HANDLE_MAX, HANDLE_MIN, NAME_MAX, UNREAD_SHOWN
from accounts.models.role import Role, Roles, active_grants
from core.names import skeleton

LANGUAGE_CHOICES = [("", _("de taal van mijn browser")), ("nl", "Nederlands"), ("en", "English")]


class StartPage(models.TextChoices):
    """Whether the home page is the member's own."""

    UNASKED = "", _("nog niet gekozen")
    ON = "on", _("mijn eigen startpagina")
    OFF = "off", _("de gewone startpagina")


class _CountOf(Subquery):
    """The number of rows of a (limited) subquery."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = models.IntegerField()


def _second_factor() -> Exists:
    factors = apps.get_model("mfa", "Authenticator").objects.filter(type__in=["totp", "webauthn"])
    return Exists(factors.filter(user_id=OuterRef("pk")))


class MemberQuerySet(models.QuerySet["Member"]):
    def with_standing(self) -> Self:
        """Each member with `grants_text`, `has_second_factor` and `unread_count`, in the same query."""
        unread = apps.get_model("accounts", "Notification").objects.filter(
            member_id=OuterRef("pk"), read_at__isnull=True, dropped_at__isnull=True
        )
        return self.annotate(
            grants_text=active_grants("pk"),
            has_second_factor=_second_factor(),
            unread_count=_CountOf(unread.order_by().values("pk")[:UNREAD_SHOWN]),
        )

    def by_handle(self, handle: str) -> Self:
        return self.filter(handle=handle.lower())

    def presentable(self) -> Self:
        """Whom others may meet: open accounts, and no name of somebody whose address was never confirmed."""
        addresses = apps.get_model("account", "EmailAddress").objects.filter(user_id=OuterRef("pk"))
        unconfirmed = Exists(addresses) & ~Exists(addresses.filter(verified=True))
        return self.filter(~unconfirmed, is_active=True)

    def able_to_act(self) -> Self:
        """Whose roles may be used: those with a second factor (the demo may waive that)."""
        return self if settings.WAIVE_SECOND_FACTOR else self.filter(_second_factor())


class MemberManager(BaseUserManager["Member"].from_queryset(MemberQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, handle: str, password: str | None = None, **fields: Any) -> "Member":
        """Store a member; without a password one cannot sign in by password."""
        fields.setdefault("name", handle)
        member = Member(
            email=email.strip().lower(),
            handle=handle.lower(),
            handle_skeleton=skeleton(handle),
            name_skeleton=skeleton(fields["name"]),
            **fields,
        )
        member.set_password(password)
        member.save(using=self._db)
        return member


class Member(AbstractBaseUser):
    """`handle` is stored in lower case and appears in addresses and mentions; `name` is how it is shown."""

    email = models.EmailField(_("e-mailadres"), unique=True)
    handle = models.CharField(_("schuilnaam"), max_length=HANDLE_MAX, unique=True)
    handle_skeleton = models.CharField(max_length=4 * HANDLE_MAX, unique=True, editable=False)
    name = models.CharField(_("naam die anderen zien"), max_length=NAME_MAX)
    # NULL for members that are made in bulk: their names are not checked, and NULLs may repeat.
    name_skeleton = models.CharField(  # noqa: DJ001
        max_length=4 * NAME_MAX, unique=True, null=True, editable=False
    )
    language = models.CharField(_("taal"), max_length=2, blank=True, default="", choices=LANGUAGE_CHOICES)
    about = models.CharField(_("over mij"), max_length=ABOUT_MAX, blank=True, default="")
    languages = models.JSONField(_("talen die ik spreek"), default=list, blank=True)
    knows_about = models.JSONField(_("hier weet ik iets van"), default=list, blank=True)
    experience = models.TextField(
        _("wat ik heb meegemaakt"), max_length=EXPERIENCE_MAX, blank=True, default=""
    )
    profile_public = models.BooleanField(_("profiel is openbaar"), default=False)
    mail_own_question = models.BooleanField(_("mail over mijn eigen vraag"), default=True)
    mail_followed = models.BooleanField(_("mail over vragen die ik volg"), default=True)
    mail_own_post = models.BooleanField(_("mail over mijn antwoorden en reacties"), default=True)
    start_page = models.CharField(
        _("startpagina"), max_length=3, blank=True, default=StartPage.UNASKED, choices=StartPage
    )
    hints = models.BooleanField(_("tips bij het schrijven"), default=True)
    suspended_until = models.DateTimeField(_("geschorst tot"), null=True, blank=True)
    joined_at = models.DateTimeField(_("deelnemer sinds"), default=timezone.now)
    is_demo = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(_("account is open"), default=True)

    objects = MemberManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["handle"]

    # Annotations of `with_standing`; absent on a member that was loaded otherwise.
    grants_text: str | None
    has_second_factor: bool
    unread_count: int

    class Meta:
        verbose_name = _("deelnemer")
        verbose_name_plural = _("deelnemers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.lookups.GreaterThanOrEqual(Length(F("handle")), HANDLE_MIN),
                name="member_handle_long_enough",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="member_name_not_empty"),
            models.CheckConstraint(condition=Q(language__in=["", "nl", "en"]), name="member_language_known"),
            models.CheckConstraint(
                condition=Q(start_page__in=["", "on", "off"]), name="member_start_page_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @property
    def username(self) -> str:
        return self.handle

    @property
    def is_suspended(self) -> bool:
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    @property
    def granted_roles_now(self) -> Roles:
        """The roles that hold today, also those that wait for a second factor."""
        return Roles.parse(_standing(self).grants_text)

    @property
    def acting_roles(self) -> Roles:
        """The roles that may be used: none before the second factor is set up (the demo may waive that)."""
        standing = _standing(self)
        if standing.has_second_factor or settings.WAIVE_SECOND_FACTOR:
            return Roles.parse(standing.grants_text)
        return Roles()

    @property
    def is_staff(self) -> bool:
        """May enter the Django admin."""
        return self.is_active and not self.is_suspended and self.acting_roles.has(Role.ADMINISTRATOR)

    def has_perm(self, perm: str, obj: object | None = None) -> bool:
        return self.is_staff

    def has_perms(self, perms: list[str], obj: object | None = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


def _standing(member: Member) -> Member:
    """The member itself when annotated, else the same member read again with its standing (one query)."""
    if "grants_text" in member.__dict__:
        return member
    standing: QuerySet[Member] = Member.objects.with_standing()
    return standing.get(pk=member.pk)
