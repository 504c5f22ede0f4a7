"""A member as a thing that can be reported: for how they behave, or what their profile says."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from accounts.policies import Viewer, can_see_profile
from moderation.targets import TargetKind, Thing, register, version_of


def register_members() -> None:
    register(
        TargetKind(
            name="member",
            label=_("deelnemer"),
            your=_("hoe je meedoet"),
            find=_find,
            readable=_readable,
        )
    )


def _find(pk: int, *, lock: bool = False) -> Thing | None:
    members = Member.objects.select_for_update(no_key=True) if lock else Member.objects.all()
    member: Member | None = members.filter(pk=pk).first()
    return _thing(member) if member is not None else None


def _readable(viewer: Viewer, pk: int) -> bool:
    member: Member | None = Member.objects.presentable().filter(pk=pk).first()
    return member is not None and bool(can_see_profile(viewer, member))


def _thing(member: Member) -> Thing:
    words = {"name": member.name, "about": member.about, "experience": member.experience}
    return Thing(
        kind="member",
        id=member.pk,
        author_id=member.pk,
        theme="",
        url=reverse("community:person", args=[member.handle]),
        place=member.name,
        version=version_of(words),
        words={name: text for name, text in words.items() if text},
        state="published",
        written_at=member.joined_at,
        shielded=not member.profile_public,
    )
