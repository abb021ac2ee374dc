"""The day's draw, which decides between equals and which newcomers stand on the first page."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import pytest

from marketplace.search import ranking

DAYS = range(740_000, 743_000)


@pytest.mark.parametrize("people", [range(43, 55), range(900, 912), range(50, 650, 50)])
def test_over_the_days_nobody_is_favoured(people: Sequence[int]) -> None:
    chosen = Counter[int]()
    for day in DAYS:
        chosen.update(sorted(people, key=lambda one: ranking.draw(one, day))[: ranking.NEWCOMERS])
    fair = len(DAYS) * ranking.NEWCOMERS / len(people)
    assert [one for one in people if abs(chosen[one] - fair) > 0.1 * fair] == []


def test_a_draw_says_nothing_about_the_next_days() -> None:
    first = [sorted(range(43, 55), key=lambda one: ranking.draw(one, day))[0] for day in DAYS]
    again = sum(one == other for one, other in pairwise(first))
    assert 0.06 < again / len(DAYS) < 0.11
