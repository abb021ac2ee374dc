"""The words that documents have, and what a misspelled one probably was."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA
from sqlalchemy import func, select

from marketplace.db.base import db
from marketplace.search import slips, typos, vocabulary
from marketplace.search.vocabulary import LONGEST, Word
from tests.counting import statements

LETTERS = st.text("abcdeß東", min_size=1, max_size=14)


def test_words_are_learned_once(app: Flask) -> None:
    vocabulary.learn({"payroll", "ana", "x" * 41, ""}, ["ana"])
    vocabulary.learn({"payroll", "year"})
    assert db.session.scalar(select(func.count()).select_from(Word)) == 3


def test_a_word_can_turn_out_to_be_a_name(app: Flask) -> None:
    vocabulary.learn({"florence"})
    assert not vocabulary.known(["florence"])["florence"].name
    vocabulary.learn(set(), ["florence"])
    assert vocabulary.known(["florence"])["florence"].name


def test_the_same_word_twice_does_no_harm(app: Flask) -> None:
    """As when two transactions learn it at the same time."""
    vocabulary._add(["payroll"], ())
    vocabulary._add(["payroll"], ())
    db.session.commit()
    assert vocabulary.known(["payroll"])["payroll"].exact
    assert typos.nearest("payrol") == ["payroll"]


def test_other_forms_and_beginnings_are_known(app: Flask) -> None:
    vocabulary.learn({"closing", "東京都"})
    known = vocabulary.known(["closings", "closing", "clos", "閉"])
    assert [(one.exact, one.inflected) for one in known.values()] == [
        (False, True),
        (True, True),
        (False, False),
        (False, False),
    ]
    assert vocabulary.begun(["clos", "closingx", "東京", "京", "", "y" * 41]) == {"clos", "東京"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("payrol", ["payroll"]),
        ("payrolll", ["payroll"]),
        ("apyroll", ["payroll"]),
        ("paysoll", ["payroll"]),
        ("payslp", ["payslip"]),
        ("warehuse", ["warehouse"]),
        ("wearhouse", ["warehouse"]),
        ("warhuose", ["warehouse"]),
        ("complaicne", ["compliance"]),
        ("pay", []),
        ("dick", ["deck", "dock"]),
        ("pyarlol", []),
        ("2027x", []),
        ("payroll", []),
    ],
)
def test_the_nearest_word(app: Flask, typed: str, meant: list[str]) -> None:
    vocabulary.learn({"payroll", "payslip", "warehouse", "compliance", "dock", "deck", "pay2027", "play"})
    assert typos.nearest(typed) == meant


def test_many_words_cost_one_statement(app: Flask) -> None:
    vocabulary.learn({"payroll", "warehouse"})
    with statements() as seen:
        assert typos.corrected(["payrol", "warehuse", "it"], ["dock"]) == {
            "payrol": ["payroll"],
            "warehuse": ["warehouse"],
        }
    assert len(seen) == 1


@given(word=LETTERS, other=LETTERS)
def test_whatever_is_near_enough_has_a_deletion_in_common(word: str, other: str) -> None:
    most = min(slips.allowed(word), slips.allowed(other))
    if most and word.isalpha() and OSA.distance(word, other) <= most:
        assert slips.deletions(word) & slips.deletions(other)


@given(word=st.text("abcdefgh", min_size=4, max_size=12), data=st.data())
def test_a_slip_anywhere_is_found(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    typed = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + "x" + word[at:],
                word[:at] + "x" + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            ]
        )
    )
    if typed != word and slips.allowed(typed):
        assert slips.deletions(word) & slips.deletions(typed)
        assert slips.nearest(typed, [word]) == [word]


def test_a_long_key_is_nobodys_word(app: Flask) -> None:
    vocabulary.learn({"k" * LONGEST})
    assert vocabulary.known(["k" * (LONGEST + 1)])["k" * (LONGEST + 1)].found is False
