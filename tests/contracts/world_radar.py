"""Questions that nobody answered, one of them taken on by joke and given on before."""

from django.db import transaction
from django.utils import timezone

from community.actions.waiting import note_waiting
from community.limits import CLAIM_LONGEST
from community.models import Audience, Claim, MergeSuggestion, QuestionHandOver
from tests.contracts.people import MEMBERS, MODERATORS, OTHER_THEME, PROFESSIONALS, THEME
from tests.contracts.world import World, readers_of_question
from tests.factories import make_question, make_theme

HELPERS = frozenset({"joke", "otto", "wil", *PROFESSIONALS, *MODERATORS})


def add_radar(world: World) -> None:
    _waiting(world, "unanswered")
    _waiting(world, "unanswered-members", audience=Audience.MEMBERS)
    _waiting(world, "unanswered-professionals", audience=Audience.PROFESSIONALS)
    _waiting(world, "unanswered-anonymous", asker="eric", anonymous=True)
    _waiting(world, "unanswered-elsewhere", asker="noor", theme=OTHER_THEME)
    _waiting(world, "claimed", asker="noor")
    Claim.objects.create(
        question=world.questions["claimed"],
        helper=world.members["joke"],
        until=timezone.now() + CLAIM_LONGEST,
    )
    _given_on(world, "claimed", HELPERS)
    pair = {"question": world.questions["unanswered-anonymous"], "into": world.questions["unanswered"]}
    world.ids["suggestion"] = MergeSuggestion.objects.create(likeness=90, **pair).pk
    hidden = world.questions["unanswered-professionals"]
    MergeSuggestion.objects.create(question=hidden, into=world.questions["professionals"], likeness=80)
    _given_on(world, "unanswered-professionals", frozenset({*PROFESSIONALS, *MODERATORS}))


def radar_pages(world: World) -> list[str]:
    """The radar in every way, and who is on each question."""
    themes = ("", "mine", THEME, OTHER_THEME)
    states = (f"/questions/{question.pk}/claim/state/" for question in world.questions.values())
    forms = (f"/questions/{question.pk}/hand-over/" for question in world.questions.values())
    return [*(f"/radar/?theme={theme}" for theme in themes), *states, *forms, "/me/helping/", *_beside(world)]


def _beside(world: World) -> list[str]:
    """Moderators' page of every question, with another question beside it."""
    hidden = world.ids["unanswered-professionals"]
    pages = (f"/questions/{question.pk}/moderate/?into={hidden}" for question in world.questions.values())
    return ["/questions/alike/", *pages]


def _waiting(
    world: World,
    name: str,
    *,
    asker: str = "fatima",
    audience: str = Audience.EVERYONE,
    anonymous: bool = False,
    theme: str = THEME,
) -> None:
    readers = readers_of_question("published", audience, asker=asker, theme=theme)
    secrets = {part: world.secret(f"{name} question, {part}", readers) for part in ("title", "body", "need")}
    question = make_question(
        world.members[asker],
        theme=make_theme(theme),
        audience=audience,
        anonymous=anonymous,
        **secrets,
    )
    world.questions[name], world.ids[name], world.ids[f"{name}-slug"] = question, question.pk, question.slug
    with transaction.atomic():
        note_waiting(question.pk)


def _given_on(world: World, name: str, readers: frozenset[str]) -> None:
    note = world.secret(f"{name}, note for helpers", readers & frozenset(MEMBERS))
    giver = world.members["daan"]
    QuestionHandOver.objects.create(
        question=world.questions[name], giver=giver, receiving_role="professional", note=note
    )
