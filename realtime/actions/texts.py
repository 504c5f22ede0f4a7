"""What members write outside rooms: cleaned and screened before it is stored."""

from django.utils.translation import gettext as _

from accounts.models import Member
from core.errors import AskFirst, Refused
from core.screening import Verdict, refuse_certain, screen
from core.text import MAX_LINE, clean_body, clean_line, grapheme_count


def checked_text(
    raw: str, *, author: Member, place: str, limit: int, field: str = "body", sure: bool = False
) -> str:
    """The text as it may be stored. Raises `Refused`, and `AskFirst` for what needs a yes.

    A person is waiting at the other end, so what a moderator should see first is refused, not held.
    """
    count = grapheme_count(raw.strip())
    if count > limit:
        sentence = _("Hooguit %(max)d tekens. Jouw tekst heeft er %(count)d.")
        raise Refused(sentence % {"max": limit, "count": count}, field)
    text = clean_body(raw, field=field)
    screening = screen(text=text, author_id=author.pk, place=place)
    sentences = " ".join(screening.sentences)
    if screening.verdict in (Verdict.BLOCK, Verdict.HOLD):
        raise Refused(sentences, field, pieces=screening.pieces, kinds=screening.kinds)
    if screening.verdict == Verdict.ASK and not sure:
        raise AskFirst(sentences, field, pieces=screening.pieces, kinds=screening.kinds)
    return text


def checked_line(
    raw: str, *, author: Member, place: str, limit: int = MAX_LINE, empty: str = "", field: str
) -> str:
    """A line that staff writes, or a title, as it may be stored. Raises `Refused`."""
    line = clean_line(raw, limit=limit, empty=empty, field=field) if empty or raw.strip() else ""
    refuse_certain({field: line}, author_id=author.pk, place=place)
    return line
