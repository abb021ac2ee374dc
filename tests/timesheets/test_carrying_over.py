"""Hours from the time when a booking had one sheet become its weeks, and can go back."""

from datetime import date, timedelta

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.kit import clock as kit_clock
from marketplace.kit.money import Money
from marketplace.payouts.models import Transfer
from marketplace.timesheets import queries, service
from marketplace.timesheets.models import Timesheet
from tests import make
from tests.booked import WEEK, booked
from tests.cast import Cast
from tests.conftest import Clock
from tests.timesheets.stage import decided

NEXT = [*WEEK[:2], WEEK[0] + timedelta(days=7)]
MONDAYS = [date(2027, 3, 8), date(2027, 3, 15)]


def transfer(sheet: Timesheet, cause: str) -> None:
    values = {"cause": cause, "release_at": kit_clock.now(), "charge_id": "ch_1"}
    booking = {"booking_id": sheet.booking_id, "expert_id": sheet.booking.expert_id}
    make.row(Transfer, timesheet_id=sheet.id, amount=sheet.earned, **booking, **values)


def rows(statement: str) -> list[tuple[object, ...]]:
    found = [tuple(row) for row in db.session.execute(text(statement))]
    db.session.remove()
    return found


def back() -> None:
    db.session.remove()
    downgrade(revision="0013-1")
    db.engine.dispose()


def test_sheets_go_back_and_come_again(cast: Cast, clock: Clock) -> None:
    done = booked(cast, WEEK[:3], fee=Money(5, "EUR"))
    under_way = booked(cast, NEXT, expert=cast.emil)
    clock.to(under_way.ends_at)
    decided(cast, done, 480, 0, 450)
    transfer(queries.sheets_of(done.id)[0], f"earned:{done.ref}")
    for week in queries.weeks_of(under_way):
        hours_of = {shift.ref: 400 for shift in week.left}
        act = service.submit if week.on == MONDAYS[0] else service.save
        act(under_way.ref, hours_of, "So far.", week_on=week.on, by=cast.actor("emil"))
    ids = done.id, under_way.id
    back()
    assert rows("SELECT state FROM timesheet ORDER BY booking_id") == [("approved",), ("draft",)]
    assert rows("SELECT minutes FROM timesheet_entry ORDER BY id")[-3:] == [(400,)] * 3
    upgrade()
    (approved,) = queries.sheets_of(ids[0])
    assert (approved.week_on, approved.submissions, approved.minutes) == (MONDAYS[0], 1, 930)
    assert (approved.earned_price, approved.back_price) == (128_000, 64_000)
    assert (approved.earned_fee, approved.back_fee) == (3, 2)
    booking = db.session.get_one(Booking, ids[0])
    assert (booking.settled_days, booking.open_price.amount, booking.open_fee.amount) == (3, 0, 0)
    (sent,) = db.session.scalars(db.select(Transfer)).all()
    assert (sent.timesheet_id, sent.cause) == (approved.id, f"earned:{booking.ref}")
    split = queries.sheets_of(ids[1])
    assert [(one.week_on, one.days, one.note) for one in split] == [
        (MONDAYS[0], 2, "So far."),
        (MONDAYS[1], 1, "So far."),
    ]


def test_money_that_left_in_parts_cannot_go_back(cast: Cast, clock: Clock) -> None:
    booking = booked(cast, NEXT)
    clock.to(booking.ends_at)
    decided(cast, booking)
    key = booking.id
    for number, sheet in enumerate(queries.sheets_of(key)):
        transfer(sheet, f"earned:{number}")
    with pytest.raises(SystemExit):
        back()
    upgrade()
    assert len(queries.sheets_of(key)) == 2
