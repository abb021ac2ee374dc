"""Whether certificates keep what they promise shows in the work that follows."""

import csv
import io
from datetime import date, timedelta

from marketplace.bookings.models import BookingState, Side
from marketplace.certification.models import Certificate
from marketplace.kit.money import Money
from marketplace.kit.spreadsheet import written
from marketplace.registry.models import Expert
from marketplace.timesheets import exporting, outcomes, service
from tests import make
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock
from tests.timesheets.stage import hours

MONDAY = date(2027, 3, 8)


def work(cast: Cast, clock: Clock, certificate: Certificate, week: int, *, sent_back: bool = False) -> None:
    """Two days for Nordwind, approved; the second was not needed."""
    days = [MONDAY + timedelta(weeks=week), MONDAY + timedelta(weeks=week, days=1)]
    booking = booked(cast, days, expert=certificate.expert, certificate_id=certificate.id)
    clock.to(booking.ends_at + timedelta(hours=1))
    expert = cast.actor(certificate.expert.name)
    sheet = service.submit(booking.ref, hours(booking, 480, 0), "Payroll is closed.", by=expert)
    if sent_back:
        service.send_back(sheet.ref, "Monday was only the morning.", by=cast.actor("dora"))
        service.submit(booking.ref, hours(booking, 240, 0), "Corrected.", by=expert)
    service.approve(sheet.ref, by=cast.actor("dora"))


def cancelled(cast: Cast, certificate: Certificate, week: int, side: Side) -> None:
    values = {"state": BookingState.CANCELLED, "cancelled_by": side}
    days = [MONDAY + timedelta(weeks=week)]
    booked(cast, days, expert=certificate.expert, certificate_id=certificate.id, **values)


def certified(cast: Cast, name: str) -> Certificate:
    expert: Expert = cast.emil if name == "Emil" else make.expert(name)
    return make.certificate(expert, cast.leave)


def test_nothing_has_happened_yet(cast: Cast) -> None:
    found = outcomes.of_certificate(cast.certificate)
    assert (found.completed, found.days, found.came_back, found.ended) == (0, 0, 0, 0)


def test_a_certificate_counts_its_own_bookings(cast: Cast, clock: Clock) -> None:
    work(cast, clock, cast.certificate, 0)
    work(cast, clock, cast.certificate, 1, sent_back=True)
    cancelled(cast, cast.certificate, 2, Side.EXPERT)
    cancelled(cast, cast.certificate, 3, Side.CUSTOMER)
    booked(cast, [MONDAY + timedelta(weeks=4)])
    found = outcomes.of_certificate(cast.certificate)
    assert (found.completed, found.days, len(found.customers), found.came_back) == (2, 2, 1, 1)
    assert (found.cancelled, found.sent_back, found.troubled, found.ended) == (1, 1, 2, 3)
    assert outcomes.of_certificate(certified(cast, "Emil")).ended == 0


def test_a_call_is_minutes_and_no_day(cast: Cast, clock: Clock) -> None:
    price, fee = Money(6_000, "EUR"), Money(600, "EUR")
    call = booked(cast, [MONDAY], call_minutes=45, rate=Money(8_000, "EUR"), price=price, fee=fee)
    clock.to(call.ends_at + timedelta(hours=1))
    sheet = service.submit(call.ref, hours(call, 50), "Solved.", by=cast.actor("ana"))
    service.approve(sheet.ref, by=cast.actor("dora"))
    work(cast, clock, cast.certificate, 1)
    found = outcomes.of_certificate(cast.certificate)
    assert (found.completed, found.days, found.call_minutes) == (2, 1, 50)
    rows = list(csv.DictReader(io.StringIO(written(exporting.of_expert(cast.ana.id)).decode("utf-8-sig"))))
    told = ("price of the day", "hour rate", "minutes worked", "earned with the sheet", "fee on that")
    assert [tuple(one[each] for each in told) for one in rows] == [
        ("60.00", "80.00", "50", "60.00", "6.00"),
        ("640.00", "", "480", "640.00", "64.00"),
        ("640.00", "", "0", "", ""),
    ]


def test_one_person_never_marks_a_programme(cast: Cast, clock: Clock) -> None:
    for week in range(6):
        cancelled(cast, cast.certificate, week, Side.EXPERT)
    (record,) = outcomes.records(cast.ledgerline.id)
    assert record.outcomes.troubled_percent == 100
    assert not record.judged
    assert not record.disappoints


def test_a_programme_disappoints_when_a_fifth_went_wrong_with_several_people(
    cast: Cast, clock: Clock
) -> None:
    emils = certified(cast, "Emil")
    for week in range(4):
        work(cast, clock, cast.certificate, week)
    (record,) = outcomes.records(cast.ledgerline.id)
    assert not record.disappoints
    cancelled(cast, emils, 5, Side.EXPERT)
    (record,) = outcomes.records(cast.ledgerline.id)
    assert (record.certificates, record.experts, record.outcomes.ended) == (2, 2, 5)
    assert record.disappoints
    for week in range(6, 8):
        work(cast, clock, cast.certificate, week)
    assert not outcomes.records(cast.ledgerline.id)[0].disappoints


def test_a_customer_of_two_people_has_not_come_back(cast: Cast, clock: Clock) -> None:
    work(cast, clock, cast.certificate, 0)
    work(cast, clock, certified(cast, "Emil"), 1)
    (record,) = outcomes.records(cast.ledgerline.id)
    assert (record.came_back, record.customers) == (0, 2)


def test_everybody_reads_what_was_done_and_few_what_went_wrong(cast: Cast, clock: Clock) -> None:
    work(cast, clock, cast.certificate, 0, sent_back=True)
    address = f"/certificates/{cast.certificate.ref}"
    public = cast.browser("visitor").get(address).get_data(as_text=True)
    assert "Bookings completed" in public
    assert "Hours sent back" not in public
    assert "Nordwind" not in public
    for inside in ("ana", "carla"):
        assert "Hours sent back" in cast.browser(inside).get(address).get_data(as_text=True)


def test_staff_see_which_programmes_disappoint(cast: Cast, clock: Clock) -> None:
    emils = certified(cast, "Emil")
    for week in range(3):
        cancelled(cast, cast.certificate, week, Side.EXPERT)
        cancelled(cast, emils, week, Side.EXPERT)
    page = cast.browser("carla").get("/vendors/ledgerline/assessing").get_data(as_text=True)
    assert "Disappoints" in page
    assert "100 %" in page
