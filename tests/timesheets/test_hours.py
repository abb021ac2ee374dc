"""Hours as people write them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kit.errors import Invalid
from marketplace.timesheets.hours import clock, minutes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7:30", 450),
        ("07:05", 425),
        ("7.5", 450),
        ("7,5", 450),
        ("7.25", 435),
        ("7.33", 440),
        ("8", 480),
        ("8h", 480),
        ("8 h", 480),
        ("7h30", 450),
        ("7 h 30", 450),
        ("7 h 30 min", 450),
        ("450 min", 450),
        ("  7 : 30 ", 450),
        ("0", 0),
        ("", 0),
        ("24:00", 1440),
    ],
)
def test_many_spellings_of_the_same_hours(text: str, expected: int) -> None:
    assert minutes(text) == expected


@pytest.mark.parametrize(
    "text", ["24:01", "25", "7:60", "-1", "eight", "7.5.5", "1e3", "∞", "7:30 pm", "99999 min"]
)
def test_anything_else_is_asked_again(text: str) -> None:
    with pytest.raises(Invalid):
        minutes(text)


@given(st.text(max_size=12))
def test_no_text_is_too_odd_to_answer(text: str) -> None:
    with suppress(Invalid):
        assert 0 <= minutes(text) <= 1440


@given(st.integers(0, 1440))
def test_what_is_shown_reads_back_the_same(worked: int) -> None:
    assert minutes(clock(worked)) == worked
