"""core.paging: never a row twice, never a row left out, never another list's link."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Member
from community.models import Question
from core.errors import OutOfDate
from core.paging import MAX_CURSOR_LENGTH, cursor_after, keyset_page
from tests.factories import make_member, make_question

pytestmark = pytest.mark.django_db

NEWEST = ("-created_at", "-id")
OLDEST = ("created_at", "id")
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
SENTENCE = "Deze link is verouderd. Begin opnieuw bij de eerste bladzijde."


@pytest.fixture
def rows() -> list[Question]:
    """Seven questions, of which five came in the same microsecond."""
    author = make_member()
    moments = [NOON - timedelta(hours=1), *[NOON] * 5, NOON + timedelta(microseconds=1)]
    return [make_question(author, created_at=moment) for moment in moments]


def walk(order: tuple[str, ...], size: int, between: Callable[[], object] = lambda: None) -> list[int]:
    """The ids of all pages one after the other."""
    ids: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = keyset_page(Question.objects.all(), list_name="q", order=order, cursor=cursor, size=size)
        assert len(page.items) <= size
        ids += [row.pk for row in page.items]
        cursor = page.next_cursor
        between()
    return ids


@pytest.mark.parametrize("size", [1, 2, 3, 6, 7, 8])
def test_every_row_comes_once_also_when_moments_are_equal(rows: list[Question], size: int) -> None:
    newest = [row.pk for row in reversed(rows)]
    assert walk(NEWEST, size) == newest
    assert walk(OLDEST, size) == newest[::-1]


def test_a_row_that_comes_meanwhile_neither_repeats_nor_pushes_out_another(rows: list[Question]) -> None:
    def add() -> None:
        make_question(rows[0].author, created_at=NOON + timedelta(hours=1))

    assert walk(NEWEST, 2, between=add) == [row.pk for row in reversed(rows)]


def test_a_row_that_goes_meanwhile_takes_no_other_with_it(rows: list[Question]) -> None:
    first = keyset_page(Question.objects.all(), list_name="q", order=NEWEST, cursor="", size=3)
    Question.objects.filter(pk=first.items[-1].pk).delete()
    second = keyset_page(
        Question.objects.all(), list_name="q", order=NEWEST, cursor=first.next_cursor or "", size=9
    )
    assert [row.pk for row in second.items] == [row.pk for row in reversed(rows)][3:]


def test_the_last_page_has_no_next(rows: list[Question]) -> None:
    page = keyset_page(Question.objects.all(), list_name="q", order=NEWEST, cursor="", size=7)
    assert page.next_cursor is None


def test_a_page_costs_one_query(
    rows: list[Question], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cursor = cursor_after(rows[3], list_name="q", order=NEWEST)
    with django_assert_num_queries(1):
        keyset_page(Question.objects.all(), list_name="q", order=NEWEST, cursor=cursor, size=2)


def _flipped(cursor: str) -> str:
    return cursor[:-1] + ("A" if cursor[-1] != "A" else "B")


def _forged(cursor: str) -> str:
    """Other values under the old signature."""
    return (
        base64.urlsafe_b64encode(b'[{"at":"2020-01-01"},1]').decode().rstrip("=")
        + cursor[cursor.index(":") :]
    )


BROKEN: dict[str, Callable[[str], str]] = {
    "truncated": lambda cursor: cursor[: len(cursor) // 2],
    "one letter shorter": lambda cursor: cursor[:-1],
    "bit-flipped": _flipped,
    "forged": _forged,
    "10 kB": lambda cursor: cursor * (10_000 // len(cursor)),
    "no signature": lambda cursor: cursor.split(":")[0],
    "not base64": lambda _cursor: "%%%:%%%",
    "other letters": lambda _cursor: "ошибка:☠",
    "NUL": lambda cursor: f"{cursor}\x00",
    "a number": lambda _cursor: "2",
    "a space": lambda _cursor: " ",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_cursor_is_refused_in_words(rows: list[Question], name: str) -> None:
    cursor = BROKEN[name](cursor_after(rows[3], list_name="q", order=NEWEST))
    with pytest.raises(OutOfDate) as error:
        keyset_page(Question.objects.all(), list_name="q", order=NEWEST, cursor=cursor, size=2)
    assert error.value.message == SENTENCE


def test_the_cursor_of_another_list_or_of_another_order_is_refused(rows: list[Question]) -> None:
    other = cursor_after(rows[3], list_name="other", order=NEWEST)
    longer = cursor_after(rows[3], list_name="q", order=("-created_at", "-last_activity_at", "-id"))
    for cursor in (other, longer):
        with pytest.raises(OutOfDate):
            keyset_page(Question.objects.all(), list_name="q", order=NEWEST, cursor=cursor, size=2)


def test_our_own_cursors_are_far_shorter_than_the_longest_that_is_read(rows: list[Question]) -> None:
    assert len(cursor_after(rows[3], list_name="q", order=NEWEST)) < MAX_CURSOR_LENGTH / 2


@pytest.mark.parametrize("address", ["/questions/", "/me/questions/", "/inbox/"])
@pytest.mark.parametrize("name", BROKEN)
def test_a_list_with_a_broken_cursor_answers_400_with_the_sentence(
    rows: list[Question], fatima: Member, signed_in: Callable[[Member], Client], address: str, name: str
) -> None:
    cursor = BROKEN[name](cursor_after(rows[3], list_name="active:", order=("-last_activity_at", "-id")))
    answer = signed_in(fatima).get(address, {"cursor": cursor})
    assert answer.status_code == 400
    assert SENTENCE in answer.content.decode()


def test_a_question_with_a_broken_cursor_answers_400_with_the_sentence(
    rows: list[Question], client: Client
) -> None:
    answer = client.get(rows[0].get_absolute_url(), {"cursor": "kapot"})
    assert answer.status_code == 400
    assert SENTENCE in answer.content.decode()


def test_the_inbox_of_one_member_does_not_take_the_cursor_of_another(
    fatima: Member, nicole: Member, signed_in: Callable[[Member], Client]
) -> None:
    foreign = cursor_after(make_question(nicole), list_name=f"inbox:{nicole.pk}", order=NEWEST)
    assert signed_in(fatima).get("/inbox/", {"cursor": foreign}).status_code == 400
    assert signed_in(nicole).get("/inbox/", {"cursor": foreign}).status_code == 200
