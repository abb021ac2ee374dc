"""Weekly hours as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.calendar import hours
from marketplace.kit.errors import Invalid


@pytest.mark.parametrize(
    "text, stretches",
    [
        ("", []),
        ("9-17", [(540, 1020)]),
        ("9:00–17:00", [(540, 1020)]),
        ("09.30 to 12, 13h15 until 17:45", [(570, 720), (795, 1065)]),
        ("13-17, 9-12", [(540, 720), (780, 1020)]),
        ("9-12 and 12-17", [(540, 720), (720, 1020)]),
        ("0-24", [(0, 1440)]),
    ],
)
def test_many_ways_to_write_the_same(text: str, stretches: list[tuple[int, int]]) -> None:
    assert hours.parse(text) == stretches


@pytest.mark.parametrize(
    "text, said",
    [
        ("mornings", "Write hours like"),
        ("17-9", "ends before it starts"),
        ("9-9", "ends before it starts"),
        ("9-13, 12-17", "overlaps"),
        ("9-25", "not a time of day"),
        ("9:75-17", "not a time of day"),
        ("24:30-25", "not a time of day"),
        ("1-2,3-4,5-6,7-8,9-10,11-12,13-14", "up to 6"),
        ("🦄", "Write hours like"),
    ],
)
def test_what_makes_no_sense_is_explained(text: str, said: str) -> None:
    with pytest.raises(Invalid, match=said):
        hours.parse(text)


@given(st.text())
def test_anything_typed_is_either_hours_or_explained(text: str) -> None:
    try:
        assert hours.parse(hours.written(hours.parse(text))) == hours.parse(text)
    except Invalid as mistake:
        assert mistake.sentence
