"""The words of a message: cleaned, screened and rendered before they are stored."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member
from community.limits import MENTIONS_NOTIFIED
from community.models import Visibility
from core.screening import Screening, Verdict, screen
from core.text import RENDERER_VERSION, clean_body, grapheme_count, render
from core.tokens import Mention
from realtime.limits import MESSAGE_LENGTH
from realtime.models import Message
from realtime.refusals import ChatRefusal


@dataclass(frozen=True)
class Words:
    """Ready to be stored; `mentioned_ids` are the members whose names stand in it, `kinds` and `rules` what
    screening found."""

    body: str
    html: str
    visibility: Visibility
    mentioned_ids: tuple[int, ...]
    kinds: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()

    def put_on(self, message: Message) -> None:
        message.body, message.body_html = self.body, self.html
        message.renderer_version, message.visibility = RENDERER_VERSION, self.visibility


def clean(body: str) -> str:
    """Raises `ChatRefusal` with `too_long`, and `Refused` for what cannot be stored."""
    count = grapheme_count(body.strip())
    if count > MESSAGE_LENGTH:
        raise ChatRefusal(
            "too_long",
            _("Een bericht heeft hooguit %(max)d tekens. Het jouwe heeft er %(count)d.")
            % {"max": MESSAGE_LENGTH, "count": count},
        )
    return clean_body(body, field="body")


def prepare(text: str, author_id: int) -> Words:
    """Screen and render cleaned text. Raises `ChatRefusal` with `blocked` and what was found."""
    found: dict[str, int] = {}
    screening = _screened(text, author_id)
    visibility = Visibility.HELD if screening.verdict == Verdict.HOLD else Visibility.PUBLISHED
    rendered = render(text, resolve_mentions=lambda handles: _resolve(handles, found))
    mentioned = tuple(found[handle] for handle in rendered.mentions if found[handle] != author_id)
    return Words(
        body=text,
        html=rendered.html,
        visibility=visibility,
        mentioned_ids=mentioned[:MENTIONS_NOTIFIED],
        kinds=screening.kinds,
        rules=screening.rules,
    )


def render_again(text: str) -> str:
    """The HTML of words that were screened before."""
    return render(text, resolve_mentions=lambda handles: _resolve(handles, {})).html


def blocked(screening: Screening, sentences: str) -> ChatRefusal:
    findings = [{"kind": f.kind, "start": f.start, "end": f.end} for f in screening.findings]
    return ChatRefusal("blocked", sentences, findings=findings, pieces=screening.pieces)


def _screened(text: str, author_id: int) -> Screening:
    screening = screen(text=text, author_id=author_id, place="message")
    if screening.verdict in (Verdict.BLOCK, Verdict.ASK):
        raise blocked(screening, " ".join(screening.sentences))
    return screening


def _resolve(handles: set[str], found: dict[str, int]) -> dict[str, Mention]:
    members = Member.objects.presentable().filter(handle__in=handles).only("pk", "handle")
    found.update({member.handle: member.pk for member in members})
    return {h: Mention(url=reverse("community:person", args=[h]), label=h) for h in found}
