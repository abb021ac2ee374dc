"""Where Ana learnt it, and what others may know of that."""

from dataclasses import replace
from datetime import date

import pytest

from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.kit.errors import Conflict, Invalid, NotFound
from marketplace.registry import experience, queries
from marketplace.registry.experience import Employment
from tests.cast import Cast

SHIPYARD = Employment(
    "Secret Ships AG",
    "Payroll lead",
    date(2018, 3, 1),
    date(2024, 9, 1),
    masked=True,
    industry="Manufacturing",
    size_band="500–1,000",
)


def test_a_masked_employer_reads_as_industry_and_size(cast: Cast) -> None:
    row = experience.add(cast.ana.ref, replace(SHIPYARD, product_ref=cast.payroll.ref), by=cast.actor("ana"))
    assert row.shown_employer == "Manufacturing, 500–1,000 people"
    assert row.product == cast.payroll
    open_row = experience.revise(row.ref, replace(SHIPYARD, masked=False), by=cast.actor("ana"))
    assert open_row.shown_employer == "Secret Ships AG"


def test_no_event_ever_names_an_employer(cast: Cast) -> None:
    row = experience.add(cast.ana.ref, SHIPYARD, by=cast.actor("ana"))
    experience.remove(row.ref, by=cast.actor("ana"))
    recorded = [event.payload for event in db.session.query(Event)]
    assert recorded
    assert "Secret" not in str(recorded)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"industry": ""}, "industry"),
        ({"industry": "Piracy"}, "industry"),
        ({"size_band": "two"}, "size_band"),
        ({"title": "Lead at SECRET SHIPS AG"}, "title"),
        ({"summary": "I loved secret ships ag."}, "summary"),
        ({"employer": " "}, "employer"),
        ({"began_on": date(2027, 4, 1), "ended_on": None}, "began_on"),
        ({"began_on": date(1, 1, 1)}, "began_on"),
        ({"ended_on": date(2018, 2, 1)}, "ended_on"),
        ({"ended_on": date(2029, 2, 1)}, "ended_on"),
        ({"summary": "x" * 2_001}, "summary"),
    ],
)
def test_an_employment_that_does_not_add_up_is_refused(
    cast: Cast, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        experience.add(cast.ana.ref, replace(SHIPYARD, **changes), by=cast.actor("ana"))  # type: ignore[arg-type]
    assert set(refusal.value.fields) == {field}


def test_another_experts_past_does_not_exist_here(cast: Cast) -> None:
    row = experience.add(cast.ana.ref, SHIPYARD, by=cast.actor("ana"))
    with pytest.raises(NotFound):
        experience.revise(row.ref, SHIPYARD, by=cast.actor("emil"))
    with pytest.raises(NotFound):
        experience.remove(row.ref, by=cast.actor("emil"))
    with pytest.raises(NotFound):
        experience.add(cast.ana.ref, SHIPYARD, by=cast.actor("emil"))


def test_the_latest_comes_first_and_the_list_has_an_end(cast: Cast) -> None:
    ana = cast.actor("ana")
    for year in range(1980, 2020):
        experience.add(cast.ana.ref, replace(SHIPYARD, began_on=date(year, 1, 1)), by=ana)
    assert queries.public("ana", ana).experience[0].began_on.year == 2019
    with pytest.raises(Conflict):
        experience.add(cast.ana.ref, SHIPYARD, by=ana)
