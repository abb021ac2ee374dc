"""How good the search is: the judged queries, asked of the product's own search, and measured as nDCG@10.

`pytest -s tests/search/relevance` prints each query that is not answered ideally, and the mean.
"""

from math import log2

from flask import Flask

from marketplace.search.queries import search
from marketplace.search.query import Query
from tests.search.relevance.judged import JUDGED, Grades
from tests.search.relevance.people import people
from tests.search.relevance.world import build

SHOWN = 10
FLOOR = 0.85
"""What the whole set may not fall below; raise it when the search gets better."""


def grade(name: str, grades: Grades) -> int:
    one = EVERYBODY[name]
    return max((grade for grade, wish in grades.items() if wish.fits(one)), default=0)


EVERYBODY = {one.name: one for one in people()}


def gain(grades: list[int]) -> float:
    """Discounted cumulative gain of the first ten, with 2^grade − 1 as gain (Burges et al. 2005)."""
    return sum((2**each - 1) / log2(place + 1) for place, each in enumerate(grades[:SHOWN], 1))


def ndcg(found: list[str], grades: Grades) -> float:
    """1 for the best possible order. Where nobody is wanted, nobody found is right."""
    best = gain(sorted((grade(name, grades) for name in EVERYBODY), reverse=True))
    if not best:
        return float(not found)
    return gain([grade(name, grades) for name in found]) / best


def test_the_set_is_large_and_every_query_can_be_answered() -> None:
    assert len(EVERYBODY) == 60
    assert len({text for text, _ in JUDGED}) == len(JUDGED) >= 60
    for text, grades in JUDGED:
        if grades:
            assert any(grade(name, grades) for name in EVERYBODY), text


def test_measured_against_the_judges(app: Flask) -> None:
    build()
    scores = {}
    lines = []
    for text, grades in JUDGED:
        found = [hit.expert.name for hit in search(Query(words=text)).items]
        scores[text] = ndcg(found, grades)
        if scores[text] < 0.95:
            first = ", ".join(f"{name} ({grade(name, grades)})" for name in found[:5])
            lines.append(f"{scores[text]:.2f}  {text}: {first or 'nobody'}")
    mean = sum(scores.values()) / len(scores)
    print("\n".join(["", *lines, f"nDCG@{SHOWN} of {len(scores)} queries: {mean:.3f}"]))
    assert mean >= FLOOR
