"""Search goes by an expert's own rules: full weeks, notice, horizon, other hours, holidays, and whether they book at once."""

from datetime import date

import pytest

from marketplace.bookings import service as bookings
from marketplace.calendar import other_hours, public_holidays
from marketplace.calendar.rules import Rules, set_rules
from marketplace.search import checking, projection
from marketplace.search.queries import search
from marketplace.search.query import Query
from marketplace.search.results import Found
from tests import make
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast

DAYS = {"first": WEEK[0].isoformat(), "last": WEEK[-1].isoformat()}
SATURDAY = {"first": "2027-03-20", "last": "2027-03-20", "weekdays": "sat"}


def look(**args: str) -> Found:
    """What was changed through use cases is found without building anything anew."""
    found = search(Query.parse(args))
    assert not [one for batch in checking.differences() for one in batch]
    return found


def finds(**args: str) -> bool:
    return bool(look(**args).items)


@pytest.fixture(autouse=True)
def built(cast: Cast) -> None:
    make.change(cast.ana, hour_rate_amount=8_000)
    projection.refresh(cast.ana.id)


def rule(cast: Cast, **rules: object) -> None:
    set_rules(cast.ana.ref, Rules(**rules), by=cast.actor("ana"))  # type: ignore[arg-type]


def test_nobody_is_shown_for_more_days_than_they_work_in_a_week(cast: Cast) -> None:
    rule(cast, week_days=3)
    assert not finds(**DAYS)
    assert finds(**DAYS, share="60") and not finds(**DAYS, share="70")
    assert finds(**DAYS, per_week="3") and not finds(**DAYS, per_week="4")
    accepted(cast, [WEEK[0]])
    assert finds(**DAYS, per_week="2") and not finds(**DAYS, per_week="3")
    assert not finds(**DAYS, share="50"), "two of five are left"
    assert finds(first=WEEK[1].isoformat(), last=WEEK[2].isoformat())
    assert not finds(first=WEEK[1].isoformat(), last=WEEK[3].isoformat())


def test_a_full_week_holds_no_free_day_until_something_is_given_back(cast: Cast) -> None:
    rule(cast, week_days=1)
    booking = accepted(cast, [WEEK[0]])
    friday = {"first": WEEK[4].isoformat(), "last": WEEK[4].isoformat()}
    assert not finds(**friday) and not finds(**DAYS, call="30")
    assert finds(first="2027-03-22", last="2027-03-22")
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    assert finds(**friday)
    rule(cast)
    assert finds(**DAYS)


@pytest.mark.parametrize(
    "rules, found",
    [
        ({"notice_hours": 14 * 24}, True),
        ({"notice_hours": 14 * 24 + 1}, False),
        ({"horizon_days": 18}, True),
        ({"horizon_days": 17}, False),
    ],
)
def test_notice_and_horizon_of_their_own(cast: Cast, rules: dict[str, int], found: bool) -> None:
    """It is 1 March; the days asked for are the 15th to the 19th."""
    rule(cast, **rules)
    assert finds(**DAYS) is found


def test_an_extra_day_is_found_and_a_short_one_has_no_more_hours_than_it_has(cast: Cast) -> None:
    ana = cast.actor("ana")
    assert not finds(**SATURDAY)
    other_hours.set_hours(cast.ana.ref, date(2027, 3, 20), [(540, 660)], by=ana)
    assert finds(**SATURDAY) and finds(**SATURDAY, call="120") and finds(**SATURDAY, hours="2")
    assert not finds(**SATURDAY, hours="3")
    monday = {"first": WEEK[0].isoformat(), "last": WEEK[0].isoformat()}
    assert finds(**monday, hours="8")
    row = other_hours.set_hours(cast.ana.ref, WEEK[0], [(540, 585), (600, 660)], by=ana)
    assert finds(**monday) and not finds(**monday, hours="8") and not finds(**monday, call="90")
    assert not finds(**DAYS, hours="8") and finds(**DAYS, hours="8", share="80")
    other_hours.remove(row.ref, by=ana)
    assert finds(**monday, hours="8")


def test_public_holidays_are_off_unless_she_works(cast: Cast) -> None:
    easter = {"first": "2027-03-29", "last": "2027-03-29"}
    public_holidays.choose(cast.ana.ref, "DE", by=cast.actor("ana"))
    assert not finds(**easter)
    public_holidays.change(cast.ana.ref, date(2027, 3, 29), True, by=cast.actor("ana"))
    assert finds(**easter)


def test_whoever_books_at_once_is_shown_so_and_can_be_asked_for(cast: Cast) -> None:
    assert not finds(at_once="1")
    rule(cast, at_once=True)
    [hit] = look(at_once="1").items
    assert "books at once" in hit.why
    booking = ask(cast)
    assert booking.at_once
    assert not finds(**DAYS)
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    assert finds(**DAYS)
