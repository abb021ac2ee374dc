"""Words and their stems, whoever else is reading at the same moment."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest

from marketplace.search import words

THREADS = 4
ENDED = ("ations", "ingly", "fulness", "ization", "ousness", "ally", "eed", "ies", "s", "")
SPOKEN = [
    "".join(each)
    for each in product(("pay", "clos", "report", "plan", "stock"), ("", "r", "al", "iv"), ENDED)
]


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hurried")
def test_searches_at_the_same_moment_do_not_mix_up_their_words() -> None:
    alone = [words.stem.__wrapped__(one) for one in SPOKEN]
    with ThreadPoolExecutor(THREADS) as pool:
        together = pool.map(lambda _: [words.stem.__wrapped__(one) for one in SPOKEN], range(THREADS))
        assert all(found == alone for found in together)
