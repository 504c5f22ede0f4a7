"""One kind sentence at the right moment: what to say, and whether it was said before. It stops nobody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member
from accounts.policies import Viewer, is_member
from community.limits import IN_A_ROW, MUCH_FROM, MUCH_SHARE, WALL_OF_TEXT
from community.models import Answer, HintKind, HintSeen, Question
from community.queries.states import is_old
from core.templatetags.ui import since_text


@dataclass(frozen=True)
class Hint:
    """`action_url` and `action` are a way to go instead, both empty without one."""

    kind: str
    title: str
    text: str
    action: str = ""
    action_url: str = ""


def with_hints(questions: QuerySet[Question], viewer: Viewer) -> QuerySet[Question]:
    """What the hints in a thread follow from. No query of its own; nothing for who wants no hints."""
    if not is_member(viewer) or not viewer.hints:
        return questions
    answers = Answer.objects.published().filter(author=viewer.pk)
    here = answers.filter(question=OuterRef("pk")).order_by().values("question").annotate(n=Count("pk"))
    kinds = (HintKind.OLD_THREAD, HintKind.IN_A_ROW, HintKind.MUCH_IN_ONE)
    seen = HintSeen.objects.filter(member=viewer.pk)
    return questions.annotate(
        viewer_has_answered=Exists(answers),
        viewer_answers=Coalesce(Subquery(here.values("n")), 0),
        hint_first_answer=Exists(seen.filter(kind=HintKind.FIRST_ANSWER)),
        **{f"hint_{kind}": Exists(seen.filter(kind=kind, question=OuterRef("pk"))) for kind in kinds},
    )


def hint_in_thread(
    viewer: Viewer, question: Question, answers: Iterable[Answer], *, is_last_page: bool
) -> Hint | None:
    """The one hint above the answer box, or None. Reads what `with_hints` gave; no query."""
    if not is_member(viewer) or not hasattr(question, "viewer_has_answered"):
        return None
    own_last = _own_last(viewer, answers) if is_last_page else None
    situations = (
        (HintKind.OLD_THREAD, is_old(question) and question.author_id != viewer.pk),
        (HintKind.FIRST_ANSWER, not question.viewer_has_answered),
        (HintKind.IN_A_ROW, own_last is not None),
        (HintKind.MUCH_IN_ONE, _writes_much(question)),
    )
    for kind, holds in situations:
        if holds and not getattr(question, f"hint_{kind}"):
            return _hint(kind, question, own_last)
    return None


def hint_for_asking(viewer: Viewer) -> Hint | None:
    """Before a member's first question: how a good one looks. One query, none for a visitor."""
    if not is_member(viewer) or not viewer.hints:
        return None
    had = HintSeen.objects.filter(member=viewer.pk, kind=HintKind.FIRST_QUESTION)
    asked = Question.objects.filter(author=viewer.pk)
    if Member.objects.filter(pk=viewer.pk).filter(Exists(had) | Exists(asked)).exists():
        return None
    return Hint(
        HintKind.FIRST_QUESTION,
        _("Een tip voor je eerste vraag"),
        _(
            "Vraag één ding tegelijk. Schrijf wat er speelt, wat je al deed en wat je wilt weten. Namen en "
            "adressen zijn niet nodig."
        ),
    )


def hint_after_writing(member: Member, text: str) -> Hint | None:
    """About what was just posted: a long piece without a blank line. One query, mostly none."""
    if not member.hints or not _is_wall(text):
        return None
    if HintSeen.objects.filter(member=member, kind=HintKind.LONG_TEXT).exists():
        return None
    return Hint(
        HintKind.LONG_TEXT,
        "",
        _(
            "Nog een tip: met een witregel hier en daar leest een lang stuk makkelijker. Je kunt het "
            "aanpassen."
        ),
    )


def is_first_answer(member: Member) -> bool:
    """Whether the member answered exactly once. One query."""
    return Answer.objects.filter(author=member).order_by().values("pk")[:2].count() == 1


def _own_last(viewer: Member, answers: Iterable[Answer]) -> Answer | None:
    """The last answer, when the last few are all the viewer's."""
    published = sorted(
        (each for each in answers if each.is_published), key=lambda each: (each.created_at, each.pk)
    )
    last = published[-IN_A_ROW:]
    in_a_row = len(last) == IN_A_ROW and all(answer.author_id == viewer.pk for answer in last)
    return last[-1] if in_a_row else None


def _writes_much(question: Question) -> bool:
    own: int = getattr(question, "viewer_answers", 0)
    return question.answer_count >= MUCH_FROM and own > MUCH_SHARE * question.answer_count


def _is_wall(text: str) -> bool:
    return any(len(paragraph) >= WALL_OF_TEXT for paragraph in re.split(r"\n\s*\n", text))


def _hint(kind: HintKind, question: Question, own_last: Answer | None) -> Hint:
    match kind:
        case HintKind.OLD_THREAD:
            return Hint(
                kind,
                _("Dit is een oudere vraag"),
                _(
                    "Hier gebeurde %(span)s niets. Regels kunnen veranderd zijn. Zit je zelf hiermee? Stel "
                    "dan liever een nieuwe vraag."
                )
                % {"span": since_text(question.last_activity_at)},
                _("Stel een nieuwe vraag"),
                f"{reverse('community:ask')}?theme={question.theme.slug}",
            )
        case HintKind.FIRST_ANSWER:
            return Hint(
                kind,
                _("Een tip voor je eerste antwoord"),
                _(
                    "Vertel wat jij meemaakte en wat jou hielp. Je hoeft het niet op te lossen. Oordeel niet "
                    "over de ander, en zeg het gerust als je iets niet zeker weet."
                ),
            )
        case HintKind.IN_A_ROW:
            return Hint(
                kind,
                _("Je laatste antwoorden staan hier onder elkaar"),
                _("Wil je iets toevoegen? Dat kan ook bij je vorige antwoord. Zo blijft het overzichtelijk."),
                _("Pas je vorige antwoord aan"),
                reverse("community:edit", args=["answer", own_last.pk]) if own_last else "",
            )
        case _:
            return Hint(
                HintKind.MUCH_IN_ONE,
                _("Je denkt hier al veel mee"),
                _("Fijn. Laat ook anderen aan het woord: wie vraagt, heeft iets aan meer dan één ervaring."),
            )
