"""What happens to a text on its way to being stored: cleaned, screened, rendered."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Member
from community.actions.quotable import refuse_hidden_quotes
from community.events import MembersMentioned, PostScreened
from community.limits import MENTIONS_NOTIFIED
from community.models import Post, Question, Visibility
from community.policies import readers_of
from core.errors import AskFirst, Refused
from core.events import publish
from core.screening import Screening, Verdict, require_nothing_private, screen
from core.text import RENDERER_VERSION, Mention, clean_body, render


@dataclass(frozen=True)
class PreparedText:
    """A body that may be stored, with whom it mentions and what was found in it."""

    body: str
    html: str
    screening: Screening
    mentioned_ids: tuple[int, ...]

    def fill(self, post: Post) -> None:
        """Put the text into the post. A clean text does not free a post that is held already."""
        post.body, post.body_html, post.renderer_version = self.body, self.html, RENDERER_VERSION
        post.noticed = self.screening.kinds
        if self.screening.verdict == Verdict.HOLD:
            post.visibility = Visibility.HELD


def refuse_certain(author: Member, *texts: str) -> None:
    """Raise `Refused` when a private piece is certainly in the texts of one post.

    For who compares the words with stored ones first: a question to the database may stand in its log.
    """
    require_nothing_private(
        {"body": "\n".join(texts)}, author_id=author.pk, place="comparison", least=Verdict.BLOCK
    )


def prepare_text(
    *,
    raw: str,
    author: Member,
    question: Question,
    place: str,
    also: Iterable[str] = (),
    sure: bool = False,
    replaces: int | None = None,
) -> PreparedText:
    """Clean, screen and render a body. `also` are the other texts of the same post (title, blocks).

    `replaces` is the id of the post when it stands already.

    `sure`: the author has seen the question of the screening and wants to go on. Raises `Refused` for
    what cannot be taken and `AskFirst` for what needs a yes.
    """
    body = clean_body(raw, field="body")
    refuse_hidden_quotes(body, question_id=question.pk, author_id=author.pk)
    screening = screen(
        text="\n".join([*also, body]),
        author_id=author.pk,
        place=place,
        theme=question.theme.slug,
        replaces=replaces,
    )
    require_passed(screening, sure=sure)
    mentionable: dict[str, int] = {}
    rendered = render(body, resolve_mentions=lambda names: _resolve(names, question, mentionable))
    mentioned = tuple(mentionable[handle] for handle in rendered.mentions if mentionable[handle] != author.pk)
    return PreparedText(
        body=body,
        html=rendered.html,
        screening=screening,
        mentioned_ids=mentioned[:MENTIONS_NOTIFIED],
    )


def tell_screened(kind: str, post: Post, *, question_id: int, screening: Screening) -> None:
    """Publish `PostScreened` when something was found; the post is stored by now."""
    if screening.findings:
        publish(
            PostScreened(
                kind=kind,
                post_id=post.pk,
                question_id=question_id,
                author_id=post.author_id,
                kinds=screening.kinds,
                rules=screening.rules,
            )
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


def require_passed(screening: Screening, *, sure: bool) -> None:
    """Raise `Refused` for what cannot be taken, `AskFirst` for what needs a yes that was not said yet."""
    refusal: type[Refused] | None = None
    if screening.verdict == Verdict.BLOCK:
        refusal = Refused
    elif Verdict.ASK in {finding.verdict for finding in screening.findings} and not sure:
        refusal = AskFirst
    if refusal is not None:
        sentences = " ".join(screening.sentences)
        raise refusal(sentences, field="body", pieces=screening.pieces, kinds=screening.kinds)


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
