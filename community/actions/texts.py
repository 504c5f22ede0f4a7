"""What happens to a text on its way to being stored: cleaned, screened, rendered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Member
from community.events import MembersMentioned
from community.limits import MENTIONS_NOTIFIED
from community.models import Post, Question, Visibility
from community.policies import readers_of
from core.errors import AskFirst, Refused
from core.events import publish
from core.screening import Verdict, screen
from core.text import RENDERER_VERSION, Mention, clean_body, render


@dataclass(frozen=True)
class PreparedText:
    """A body that may be stored, with whom it mentions and whether a person has to look first."""

    body: str
    html: str
    held: bool
    mentioned_ids: tuple[int, ...]

    def fill(self, post: Post) -> None:
        """Put the text into the post. A clean text does not free a post that is held already."""
        post.body, post.body_html, post.renderer_version = self.body, self.html, RENDERER_VERSION
        if self.held:
            post.visibility = Visibility.HELD


def prepare_text(
    *, raw: str, author: Member, question: Question, place: str, also: Iterable[str] = (), sure: bool = False
) -> PreparedText:
    """Clean, screen and render a body. `also` are the other texts of the same post (title, blocks).

    `sure`: the author has seen the question of the screening and wants to go on. Raises `Refused` for
    what cannot be taken and `AskFirst` for what needs a yes.
    """
    body = clean_body(raw, field="body")
    verdict = _screen("\n".join([*also, body]), author=author, place=place, sure=sure)
    mentionable: dict[str, int] = {}
    rendered = render(body, resolve_mentions=lambda names: _resolve(names, question, mentionable))
    mentioned = tuple(mentionable[handle] for handle in rendered.mentions if mentionable[handle] != author.pk)
    return PreparedText(
        body=body,
        html=rendered.html,
        held=verdict == Verdict.HOLD,
        mentioned_ids=mentioned[:MENTIONS_NOTIFIED],
    )


def tell_mentioned(kind: str, post: Post, *, question_id: int, member_ids: tuple[int, ...]) -> None:
    """Publish `MembersMentioned` once the post can be read."""
    if member_ids and post.is_published:
        publish(
            MembersMentioned(
                kind=kind,
                post_id=post.pk,
                question_id=question_id,
                author_id=post.author_id,
                member_ids=member_ids,
            )
        )


def preview_html(*, raw: str, question: Question | None) -> str:
    """The HTML that this text would get if it were published at this place now."""
    if question is None:
        return render(clean_body(raw), resolve_mentions=_resolve_any).html
    return render(clean_body(raw), resolve_mentions=lambda names: _resolve(names, question, {})).html


def rerender(post: Post, question: Question) -> bool:
    """Make the stored HTML anew from the stored Markdown; says whether it changed."""
    html = render(post.body, resolve_mentions=lambda names: _resolve(names, question, {})).html
    changed = html != post.body_html
    post.body_html, post.renderer_version = html, RENDERER_VERSION
    post.save(update_fields=["body_html", "renderer_version"])
    return changed


def _screen(text: str, *, author: Member, place: str, sure: bool) -> Verdict:
    screening = screen(text=text, author_id=author.pk, place=place)
    if screening.verdict == Verdict.BLOCK:
        raise Refused(" ".join(screening.sentences), field="body")
    if screening.verdict == Verdict.ASK and not sure:
        raise AskFirst(" ".join(screening.sentences), field="body")
    return screening.verdict


def _resolve(handles: set[str], question: Question, found: dict[str, int]) -> dict[str, Mention]:
    """Links for the handles whose owners can read the question; their ids are put into `found`."""
    members = readers_of(question).filter(handle__in=handles).only("pk", "handle")
    found.update({member.handle: member.pk for member in members})
    return _links(found)


def _resolve_any(handles: set[str]) -> dict[str, Mention]:
    return _links(Member.objects.presentable().filter(handle__in=handles).values_list("handle", flat=True))


def _links(handles: Iterable[str]) -> dict[str, Mention]:
    return {
        handle: Mention(url=reverse("community:person", args=[handle]), label=handle) for handle in handles
    }
