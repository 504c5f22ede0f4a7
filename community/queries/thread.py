"""The question page: the question, its answers with what vouches for them, and the comments."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models.role import active_grants
from accounts.policies import Viewer
from accounts.queries.blocks import blocked_by
from community.limits import COMMENTS_SHOWN
from community.models import Answer, Follow, Highlight, Post, Question, SameHere
from community.policies import (
    can_answer,
    can_ask_information,
    can_close,
    can_comment,
    can_edit,
    can_follow,
    can_highlight,
    can_mark_solution,
    can_moderate_thread,
    can_reopen,
    can_restore,
    can_same_here,
    can_see_history,
    can_thank,
    can_use_canned,
    can_withdraw,
    visible_answers,
    visible_comments,
    visible_questions,
    who_can_read,
)
from community.queries.acts import lines_of, with_asked_anonymously
from community.queries.alike import with_alike
from community.queries.answers import answers_of_page, highlight_of, some_answers, with_viewer
from community.queries.bylines import Byline, byline
from community.queries.claims import claim_state, with_claim
from community.queries.drafts import body_of, drafts_in_thread
from community.queries.gaps import Gap, between, gaps_in, with_gaps
from community.queries.hints import hint_in_thread, with_hints
from community.queries.reading import is_new_for, seen_until, unread_in, with_unread
from community.queries.search.similar import related_to, with_related
from community.queries.thread_page import PostCan, QuestionPage, ShownAnswer, ShownComment
from community.queries.track import expectation_of, is_waiting_long, steps_of
from core.errors import NotFound
from core.policy import Decision


def question_page(viewer: Viewer, *, question_id: int, cursor: str = "") -> QuestionPage:
    """The page of one question. Four queries however many answers, a fifth for a member's drafts; one more
    when a moderator took something out of it, and one when a highlighted answer stands on a later page.

    Raises `NotFound` and `OutOfDate`.
    """
    question = _question(viewer, question_id)
    answers, next_cursor = answers_of_page(viewer, question, cursor)
    gaps = gaps_in(viewer, question)
    before, after = between(gaps[None], answers, starts=not cursor, ends=next_cursor is None)
    return _page_with(
        viewer, question, answers, gaps, before, after, next_cursor=next_cursor, is_first_page=not cursor
    )


def question_parts(viewer: Viewer, *, question_id: int, answer_ids: Sequence[int]) -> QuestionPage:
    """The page of a question with these answers only, as far as the viewer may read them, for whoever has
    the rest open: `gaps_after` are those of them that a moderator removed. As many queries as the page.

    Raises `NotFound`.
    """
    question = _question(viewer, question_id)
    answers = some_answers(viewer, question, answer_ids)
    gaps = gaps_in(viewer, question)
    gone = [gap for gap in gaps[None] if gap.kind == "answer" and gap.post_id in answer_ids]
    return _page_with(viewer, question, answers, gaps, defaultdict(list), gone)


def _page_with(
    viewer: Viewer,
    question: Question,
    answers: list[Answer],
    gaps: dict[int | None, list[Gap]],
    before: dict[int, list[Gap]],
    after: list[Gap],
    *,
    next_cursor: str | None = None,
    is_first_page: bool = True,
) -> QuestionPage:
    comments = _comments(viewer, question, _under(answers, on_first_page=is_first_page))
    drafts = drafts_in_thread(viewer, question, answers)
    draft = drafts.get(f"answer:{question.pk}")
    author = byline(question, question=question, viewer=viewer)
    return QuestionPage(
        question=question,
        author=author,
        can=_question_can(viewer, question),
        comments=comments[None],
        answers=[
            _shown_answer(
                viewer,
                question,
                answer,
                highlight_of(answer),
                comments[answer.pk],
                body_of(drafts.get(f"comment:answer:{answer.pk}")),
                gaps=gaps[answer.pk],
                gaps_before=before[answer.pk],
            )
            for answer in answers
        ],
        next_cursor=next_cursor,
        is_first_page=is_first_page,
        same_here=bool(getattr(question, "viewer_same_here", False)),
        follow_mode=getattr(question, "viewer_follow_mode", None) or "",
        readers=who_can_read(question.audience, theme_label=question.theme.label),
        steps=steps_of(question, viewer),
        expectation=expectation_of(question, viewer),
        unread=unread_in(viewer, question, answers, next_cursor),
        seen_until=seen_until(question, answers, next_cursor),
        hint=hint_in_thread(viewer, question, answers, is_last_page=next_cursor is None),
        lines=lines_of(question, viewer),
        is_named_here=bool(getattr(question, "viewer_asked_anonymously", False)),
        claim=claim_state(viewer, question),
        waits_long=is_waiting_long(question, viewer),
        draft=draft.fields if draft else {},
        draft_sequence=draft.sequence if draft else 0,
        comment_draft=body_of(drafts.get(f"comment:question:{question.pk}")),
        gaps=[gap for gap in gaps[None] if gap.kind == "comment"],
        gaps_after=after,
        related=related_to(question),
        folded=_folded(question, author),
    )


def one_answer(viewer: Viewer, answer_id: int) -> ShownAnswer:
    """One answer as it stands on its page, for a fragment. Five queries at most. Raises `NotFound`."""
    question_id = visible_answers(viewer).filter(pk=answer_id).values_list("question_id", flat=True).first()
    if question_id is None:
        raise NotFound
    question = _question(viewer, question_id)
    answer = with_viewer(visible_answers(viewer).filter(pk=answer_id), viewer).get()
    answer.question = question
    highlight = Highlight.objects.open().filter(answer=answer).select_related("professional").first()
    comments = _comments(viewer, question, Q(answer=answer))
    gaps = gaps_in(viewer, question)[answer.pk]
    return _shown_answer(viewer, question, answer, highlight, comments[answer.pk], gaps=gaps)


def _question(viewer: Viewer, question_id: int) -> Question:
    questions = visible_questions(viewer).select_related("theme__pace", "district", "life_event", "author")
    in_force = Highlight.objects.in_force().filter(question=OuterRef("pk")).order_by()
    questions = questions.annotate(
        author_grants=active_grants("author_id"),
        viewer_blocked=blocked_by(viewer),
        in_force=Coalesce(Subquery(in_force.values("question").annotate(n=Count("pk")).values("n")), 0),
    )
    if viewer.is_authenticated:
        mine = {"member_id": viewer.pk, "question": OuterRef("pk")}
        questions = questions.annotate(
            viewer_same_here=Exists(SameHere.objects.filter(**mine)),
            viewer_follow_mode=Subquery(Follow.objects.filter(**mine).values("mode")[:1]),
        )
    unread = with_unread(with_related(with_gaps(with_hints(questions, viewer)), viewer), viewer)
    annotated = with_asked_anonymously(with_alike(with_claim(unread), viewer), viewer)
    question = annotated.filter(pk=question_id).first()
    if question is None:
        raise NotFound
    return question


def _under(answers: Iterable[Answer], *, on_first_page: bool) -> Q:
    """The comments that stand on this page: the question's own are on the first one."""
    under = Q(answer__in=[answer.pk for answer in answers])
    return under | Q(answer__isnull=True) if on_first_page else under


def _comments(viewer: Viewer, question: Question, under: Q) -> dict[int | None, list[ShownComment]]:
    """The comments by the answer they stand under; under None those of the question itself."""
    comments = (
        visible_comments(viewer)
        .filter(under, question=question)
        .select_related("author")
        .annotate(author_grants=active_grants("author_id"), viewer_blocked=blocked_by(viewer))
        .order_by("created_at", "id")[:COMMENTS_SHOWN]
    )
    grouped: dict[int | None, list[ShownComment]] = defaultdict(list)
    for comment in comments:
        comment.question = question
        author = byline(comment, question=question, viewer=viewer)
        can = PostCan(**_own_can(viewer, comment, question))
        shown = ShownComment(post=comment, author=author, can=can, folded=_folded(comment, author))
        grouped[comment.answer_id].append(shown)
    return grouped


def _shown_answer(
    viewer: Viewer,
    question: Question,
    answer: Answer,
    highlight: Highlight | None,
    comments: list[ShownComment],
    comment_draft: str = "",
    gaps: list[Gap] | None = None,
    gaps_before: list[Gap] | None = None,
) -> ShownAnswer:
    in_force = highlight if highlight is not None and highlight.in_force else None
    author = byline(answer, question=question, viewer=viewer)
    return ShownAnswer(
        post=answer,
        author=author,
        can=PostCan(
            **_own_can(viewer, answer, question),
            comment=can_comment(viewer, question),
            thank=can_thank(viewer, answer),
            mark_solution=can_mark_solution(viewer, question),
            highlight=can_highlight(viewer, answer),
            moderate=can_moderate_thread(viewer, question),
        ),
        comments=comments,
        thanked=bool(getattr(answer, "viewer_thanked", False)),
        is_solution=question.solution_id == answer.pk,
        highlight=in_force,
        under_review=highlight if in_force is None else None,
        comment_draft=comment_draft,
        is_new=is_new_for(viewer, question, answer),
        gaps=gaps or [],
        gaps_before=gaps_before or [],
        folded=_folded(answer, author),
    )


def _folded(post: Post, author: Byline) -> bool:
    """Never for who is anonymous here: it would tell who they are."""
    return bool(getattr(post, "viewer_blocked", False)) and not author.anonymous


def _question_can(viewer: Viewer, question: Question) -> PostCan:
    return PostCan(
        **_own_can(viewer, question, question),
        comment=can_comment(viewer, question),
        mark_solution=can_mark_solution(viewer, question),
        answer=can_answer(viewer, question),
        follow=can_follow(viewer, question),
        same_here=can_same_here(viewer, question),
        ask_information=can_ask_information(viewer, question),
        close=can_close(viewer, question),
        reopen=can_reopen(viewer, question),
        use_canned=can_use_canned(viewer),
        moderate=can_moderate_thread(viewer, question),
    )


def _own_can(viewer: Viewer, post: Post, question: Question) -> dict[str, Decision]:
    return {
        "edit": can_edit(viewer, post),
        "withdraw": can_withdraw(viewer, post),
        "restore": can_restore(viewer, post),
        "history": can_see_history(viewer, post, question),
    }
