"""Accounts come, change and, when never confirmed, go."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.events import MemberSignedIn, MemberSignedOut, MemberSignedUp
from accounts.limits import ABOUT_MAX, EXPERIENCE_MAX, UNVERIFIED_KEPT
from accounts.models import Member, StartPage
from core.errors import Refused
from core.events import publish
from core.names import LOOKS_THE_SAME, clean_handle, clean_name, skeleton
from core.screening import require_nothing_private
from core.text import clean_body, clean_line


@dataclass(frozen=True)
class Profile:
    """What a member tells about themselves."""

    name: str
    about: str
    languages: Sequence[str]
    knows_about: Sequence[str]
    experience: str
    profile_public: bool


def claim_handle(member: Member, typed: str) -> None:
    """Give a new, unsaved member its handle in every stored form, shown as it was typed.

    Raises `Refused` when the name may not be used or somebody has one that looks the same.
    """
    member.handle = clean_handle(typed)
    member.name = typed.strip()
    member.handle_skeleton = member.name_skeleton = skeleton(member.handle)
    _require_free(member)


def store_new_member(member: Member) -> None:
    """Save; of two who take the same name at the same moment, the second reads why."""
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        raise Refused(str(LOOKS_THE_SAME), field="username") from error


@transaction.atomic
def record_sign_up(member_id: int) -> None:
    publish(MemberSignedUp(member_id))


@transaction.atomic
def record_sign_in(member_id: int, *, visitor_key: str) -> None:
    """Tell who signed in, and under which key that person wrote before."""
    publish(MemberSignedIn(member_id, visitor_key))


@transaction.atomic
def record_sign_out(member_id: int) -> None:
    publish(MemberSignedOut(member_id))


@transaction.atomic
def change_profile(member: Member, profile: Profile) -> None:
    """Store the profile as cleaned text. Raises `Refused` with the field whose text cannot be taken.

    A profile stands for long, so nothing in it may tell who its owner is, also what is only likely.
    """
    member.name = clean_name(profile.name)
    member.name_skeleton = skeleton(member.name)
    _require_free(member)
    member.about = _text(clean_line, profile.about, limit=ABOUT_MAX, field="about")
    member.experience = _text(clean_body, profile.experience, limit=EXPERIENCE_MAX, field="experience")
    texts = {"name": member.name, "about": member.about, "experience": member.experience}
    require_nothing_private(texts, author_id=member.pk, place="profile")
    member.languages = list(profile.languages)
    member.knows_about = list(profile.knows_about)
    member.profile_public = profile.profile_public
    fields = ["name", "name_skeleton", "about", "experience", "languages", "knows_about", "profile_public"]
    try:
        with transaction.atomic():
            member.save(update_fields=fields)
    except IntegrityError as error:
        raise Refused(str(LOOKS_THE_SAME), field="name") from error


@dataclass(frozen=True)
class Preferences:
    """Language of the site and of mail, which mail to send (the inbox keeps everything), and hints."""

    language: str
    mail_own_question: bool
    mail_followed: bool
    mail_own_post: bool
    hints: bool


@transaction.atomic
def change_preferences(member: Member, preferences: Preferences) -> None:
    chosen = asdict(preferences)
    for name, value in chosen.items():
        setattr(member, name, value)
    member.save(update_fields=list(chosen))


@transaction.atomic
def choose_start_page(member: Member, choice: StartPage) -> None:
    """The member's own start page, or the ordinary one. Repeating it changes nothing."""
    member.start_page = choice
    member.save(update_fields=["start_page"])


@transaction.atomic
def choose_language(member: Member, language: str) -> None:
    member.language = language
    member.save(update_fields=["language"])


@transaction.atomic
def stop_mail(member_id: int) -> None:
    """No mail about what happens on the site any more. Repeating it changes nothing."""
    Member.objects.filter(pk=member_id).update(
        mail_own_question=False, mail_followed=False, mail_own_post=False
    )


@transaction.atomic
def remove_unconfirmed_members() -> int:
    """Delete accounts whose address was never confirmed; nobody has ever been signed in to them."""
    stale = Member.objects.filter(
        joined_at__lt=timezone.now() - UNVERIFIED_KEPT,
        last_login__isnull=True,
        is_demo=False,
        emailaddress__verified=False,
    ).exclude(emailaddress__verified=True)
    ids = list(stale.values_list("pk", flat=True)[:500])
    Member.objects.filter(pk__in=ids).delete()
    return len(ids)


def _text(clean: Callable[..., str], raw: str, *, limit: int, field: str) -> str:
    """The cleaned text of a field that may stay empty."""
    return clean(raw, limit=limit, field=field) if raw.strip() else ""


def _require_free(member: Member) -> None:
    """No other member has a handle or a name that looks like one of this member's."""
    looks = {member.handle_skeleton, member.name_skeleton}
    others = Member.objects.exclude(pk=member.pk)
    if others.filter(Q(handle_skeleton__in=looks) | Q(name_skeleton__in=looks)).exists():
        raise Refused(str(LOOKS_THE_SAME), field="name" if member.pk else "username")
