"""What members write outside rooms: cleaned and screened before it is stored."""

from django.utils.translation import gettext as _

from accounts.models import Member
from core.errors import AskFirst, Refused
from core.screening import Verdict, screen
from core.text import clean_body, grapheme_count


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
    if screening.verdict in (Verdict.BLOCK, Verdict.HOLD):
        raise Refused(" ".join(screening.sentences), field)
    if screening.verdict == Verdict.ASK and not sure:
        raise AskFirst(" ".join(screening.sentences), field)
    return text
