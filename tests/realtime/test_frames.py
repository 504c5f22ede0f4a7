import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.frames import FrameError, Ping, Subscribe, Unsubscribe, read_frame


def test_a_frame_is_read_and_unknown_keys_are_ignored() -> None:
    assert read_frame('{"t":"sub","topic":"room:wonen","after":412,"x":1}') == Subscribe("room:wonen", 412)
    assert read_frame('{"t":"unsub","topic":"inbox"}') == Unsubscribe("inbox")
    assert read_frame('{"t":"ping"}') == Ping()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no json",
        "[1]",
        "null",
        "1",
        '"ping"',
        "{}",
        '{"t":1}',
        '{"t":["ping"]}',
        '{"t":{"a":1}}',
        '{"t":null}',
        '{"t":"sub"}',
        '{"t":"sub","topic":7}',
        '{"t":"sub","topic":"inbox\\n"}',
        '{"t":"sub","topic":"Room:x"}',
        '{"t":"sub","topic":"room:../x"}',
        '{"t":"sub","topic":"inbox","after":-1}',
        '{"t":"sub","topic":"inbox","after":true}',
        '{"t":"sub","topic":"inbox","after":1.5}',
        '{"t":"sub","topic":"inbox","after":1e400}',
        '{"t":"sub","topic":"inbox","after":' + "9" * 5000 + "}",
        '{"t":"sub","topic":"inbox","after":NaN}',
        '{"t":"ping","x":"\\ud800"}',
        '{"t":"ping","x":' + "[" * 6000 + "]" * 6000 + "}",
    ],
)
def test_what_does_not_fit_is_a_bad_frame(text: str) -> None:
    with pytest.raises(FrameError) as refused:
        read_frame(text)
    assert refused.value.code == "bad_frame"


def test_a_long_frame_is_too_long() -> None:
    with pytest.raises(FrameError) as refused:
        read_frame(json.dumps({"t": "ping", "x": "é" * 9000}, ensure_ascii=False))
    assert refused.value.code == "too_long"


def test_an_unknown_type_is_named_so() -> None:
    with pytest.raises(FrameError) as refused:
        read_frame('{"t":"dance"}')
    assert refused.value.code == "unknown_type"


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_no_text_gets_further_than_a_refusal(text: str) -> None:
    with pytest.raises(FrameError):
        read_frame(text)
