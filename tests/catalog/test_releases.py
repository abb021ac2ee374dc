"""Releases of Ledgerline Payroll."""

from datetime import date

import pytest

from marketplace.catalog import queries, service
from marketplace.kit.errors import Invalid, NotAllowed
from tests.cast import Cast


def test_the_newest_release_comes_first(cast: Cast) -> None:
    service.add_release(cast.payroll.ref, version="11.0", released_on=date(2027, 5, 1), by=cast.actor("vera"))
    releases = queries.product(cast.payroll.ref).releases
    assert [one.version for one in releases] == ["11.0", "10.1", "9.2"]


@pytest.mark.parametrize(
    ("version", "released_on", "field"),
    [
        ("10.1", date(2027, 1, 1), "version"),
        ("", date(2027, 1, 1), "version"),
        ("v" * 41, date(2027, 1, 1), "version"),
        ("12", date(2031, 1, 1), "released_on"),
        ("12", date(1, 1, 1), "released_on"),
    ],
)
def test_a_release_that_cannot_be_is_refused(cast: Cast, version: str, released_on: date, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        service.add_release(cast.payroll.ref, version=version, released_on=released_on, by=cast.actor("vera"))
    assert set(refusal.value.fields) == {field}


def test_a_release_is_put_right(cast: Cast) -> None:
    newest = queries.product(cast.payroll.ref).releases[0]
    right = {"version": "10.1", "released_on": date(2026, 10, 2), "notes": "A day later.", "major": True}
    service.revise_release(newest.ref, **right, by=cast.actor("vera"))
    assert queries.release(newest.ref).released_on == date(2026, 10, 2)
    assert queries.release(newest.ref).major
    with pytest.raises(NotAllowed):
        service.revise_release(newest.ref, **right, by=cast.actor("carla"))
