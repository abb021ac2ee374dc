import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kit.text import apart, clean, clean_line, fold, slug


def test_control_and_direction_override_characters_are_dropped() -> None:
    assert clean("Ana\u202e txt.exe\x00\x07") == "Ana txt.exe"


def test_emoji_families_and_right_to_left_text_stay_whole() -> None:
    assert clean("👩‍👧 مرحبا") == "👩‍👧 مرحبا"


def test_a_name_written_from_right_to_left_leaves_the_figures_behind_it_alone() -> None:
    assert apart("مصنع 3") == "\u2068مصنع 3\u2069"
    assert apart("Nordwind 😀") == "Nordwind 😀"


def test_line_ends_become_one_kind() -> None:
    assert clean("one\r\ntwo\rthree") == "one\ntwo\nthree"
    assert clean_line("  one \n two ") == "one two"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ana Þórsdóttir", "ana-thorsdottir"), ("Łukasz Ż.", "lukasz-z"), ("山田", "expert"), ("—", "expert")],
)
def test_a_slug_is_plain_latin(name: str, expected: str) -> None:
    assert slug(name, "expert") == expected


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_folding_forgets_case(text: str) -> None:
    assert fold(text) == fold(text.casefold())
