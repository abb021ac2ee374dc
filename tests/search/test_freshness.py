"""Search knows at once that a calendar was confirmed, and from which day that no longer counts."""

from datetime import date

from marketplace.calendar import confirming
from marketplace.search import projection
from marketplace.search.queries import matching, place_of, search
from marketplace.search.query import Query
from tests.cast import Cast
from tests.conftest import Clock

CONFIRMED = ("Calendar confirmed lately", 10)
PAYROLL = {"product": "ledgerline/ledgerline-payroll"}


def points(cast: Cast, **args: str) -> list[tuple[str, int]]:
    found = place_of(Query.parse(PAYROLL | args), cast.ana.id)
    return list(found.points) if found else []


def test_confirming_counts_at_once_and_for_fourteen_days(cast: Cast, clock: Clock) -> None:
    projection.refresh(cast.ana.id)
    assert CONFIRMED not in points(cast)
    confirming.confirm(cast.ana.ref, by=cast.actor("ana"))
    assert CONFIRMED in points(cast)
    (hit,) = search(Query.parse(PAYROLL)).items
    assert hit.confirmed_on == date(2027, 3, 1)
    clock.forward(days=13)
    assert CONFIRMED in points(cast)
    assert matching(Query.parse(PAYROLL | {"fresh": "1"}), 5) == [cast.ana.id]
    clock.forward(days=1)
    assert CONFIRMED not in points(cast)
    assert matching(Query.parse(PAYROLL | {"fresh": "1"}), 5) == []
    assert matching(Query.parse(PAYROLL), 5) == [cast.ana.id], "ranks lower, is never hidden"
