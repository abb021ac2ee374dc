"""Bruno may decide about 1,000 EUR alone at Nordwind. A week with Ana costs 3,520, so a colleague looks at it first."""

from datetime import timedelta

import pytest

from marketplace.approvals import queries, service
from marketplace.approvals.errors import NotApproved
from marketplace.approvals.models import Approval, ApprovalState
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import ShiftState
from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from marketplace.kit.money import Money
from marketplace.organizations import team
from marketplace.payments import service as payments
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import service as timesheets
from tests.amendments.changing import MORE, agreed
from tests.booked import booked
from tests.bookings.asking import ask
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.notices.told import notice_for, told
from tests.organizations.test_team import seat
from tests.payments.paying import begin, paid
from tests.timesheets.stage import AFTER, submitted


def limit(cast: Cast, name: str, amount: int | None, currency: str = "EUR") -> None:
    money = None if amount is None else Money(amount, currency)
    team.set_limit(cast.nordwind.ref, seat(cast, name), money, by=cast.actor("olga"))


def wanted(cast: Cast) -> Booking:
    limit(cast, "Bruno", 100_000)
    return ask(cast)


def state(booking: Booking) -> ApprovalState | None:
    db.session.rollback()
    found = queries.of_booking(booking.id)
    return found.state if found else None


@pytest.mark.parametrize(
    ("amount", "currency", "needed"),
    [
        (351_999, "EUR", True),
        (352_000, "EUR", False),
        (900_000, "USD", True),
        (0, "EUR", True),
        (None, "EUR", False),
    ],
)
def test_what_is_above_the_bookers_limit_needs_a_colleague(
    cast: Cast, amount: int | None, currency: str, needed: bool
) -> None:
    limit(cast, "Bruno", amount, currency)
    assert (state(ask(cast)) is ApprovalState.WANTED) is needed


def test_nobody_pays_before_it_is_approved(cast: Cast, simulator: Simulator) -> None:
    booking = wanted(cast)
    bookings.accept(booking.ref, by=cast.actor("ana"))
    for who in ("bruno", "dora", "olga"):
        with pytest.raises(NotApproved, match="above what Bruno may decide alone"):
            payments.start(booking.ref, by=cast.actor(who))
    service.give(booking.ref, by=cast.actor("dora"))
    assert begin(cast, booking).startswith("http")
    assert history(db.session.scalars(db.select(Approval)).one().ref)[-1].by_name == "Dora"


def test_only_somebody_else_with_a_limit_high_enough_decides(cast: Cast) -> None:
    booking = wanted(cast)
    limit(cast, "Dora", 352_000 - 1)
    team.change_roles(cast.nordwind.ref, seat(cast, "Bruno"), ["booker", "approver"], by=cast.actor("olga"))
    for who in ("bruno", "dora"):
        with pytest.raises(NotAllowed):
            service.give(booking.ref, by=cast.actor(who))
    for who in ("ana", "carla", "gus"):
        with pytest.raises((NotFound, NotAllowed)):
            service.give(booking.ref, by=cast.actor(who))
    limit(cast, "Dora", 352_000)
    assert service.give(booking.ref, by=cast.actor("dora")).state is ApprovalState.GIVEN
    with pytest.raises(WrongState):
        service.refuse(booking.ref, "Too late.", by=cast.actor("olga"))


@pytest.mark.parametrize("answered", [False, True])
def test_refused_it_ends_and_the_days_are_free(cast: Cast, answered: bool) -> None:
    booking = wanted(cast)
    if answered:
        bookings.accept(booking.ref, by=cast.actor("ana"))
    with pytest.raises(Invalid):
        service.refuse(booking.ref, " ", by=cast.actor("dora"))
    service.refuse(booking.ref, "Not this quarter.", by=cast.actor("dora"))
    db.session.refresh(booking)
    assert booking.state is (BookingState.CANCELLED if answered else BookingState.WITHDRAWN)
    assert {one.state for one in calendar.shifts_of(booking.ref)} == {ShiftState.RELEASED}
    assert "quarter" not in booking.reason
    assert state(booking) is ApprovalState.REFUSED


def test_it_ends_with_the_booking(cast: Cast, clock: Clock) -> None:
    booking = wanted(cast)
    bookings.accept(booking.ref, by=cast.actor("ana"))
    db.session.refresh(booking)
    assert booking.hold_until
    clock.to(booking.hold_until + timedelta(seconds=1))
    bookings.lapse_unpaid()
    assert state(booking) is ApprovalState.VOID
    with pytest.raises(WrongState, match="ended with the booking"):
        service.give(booking.ref, by=cast.actor("dora"))


def test_colleagues_are_told_and_the_expert_learns_no_reason(cast: Cast, settle: Settle) -> None:
    booking = wanted(cast)
    settle()
    assert told()["approval_wanted"] == {"Dora", "Olga"}
    assert (
        "€3,520.00, which is above the €1,000.00 that Bruno decides alone"
        in notice_for("Dora", "approval_wanted").body
    )
    service.refuse(booking.ref, "Not this quarter.", by=cast.actor("dora"))
    settle()
    assert told()["approval_refused"] == {"Bruno"}
    assert "Not this quarter." in notice_for("Bruno", "approval_refused").body
    assert "Not this quarter." not in notice_for("Ana", "booking_withdrawn").body


def test_a_change_above_the_limit_is_paid_by_somebody_else(cast: Cast, simulator: Simulator) -> None:
    booking = paid(cast)
    one = agreed(cast, booking, MORE)
    limit(cast, "Bruno", 352_000)
    with pytest.raises(NotAllowed, match="more than you may decide alone"):
        payments.start_change(one.ref, by=cast.actor("bruno"))
    assert payments.start_change(one.ref, by=cast.actor("dora"))


def test_hours_worth_more_need_a_higher_limit(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(AFTER)
    sheet = submitted(cast, booking)
    limit(cast, "Dora", 100)
    with pytest.raises(NotAllowed, match="more than you may decide alone"):
        timesheets.approve(sheet.ref, by=cast.actor("dora"))
    timesheets.approve(sheet.ref, by=cast.actor("olga"))


def test_owners_set_limits_and_have_none(cast: Cast) -> None:
    with pytest.raises(Invalid, match="An owner sets the limits"):
        limit(cast, "Olga", 100)
    with pytest.raises(NotAllowed):
        team.set_limit(cast.nordwind.ref, seat(cast, "Bruno"), None, by=cast.actor("bruno"))
    limit(cast, "Dora", 100)
    assert not cast.actor("dora").within_limit(cast.nordwind.id, Money(101, "EUR"))
    assert cast.actor("dora").within_limit(cast.halden.id, Money(101, "EUR"))
    team.change_roles(cast.nordwind.ref, seat(cast, "Dora"), ["owner"], by=cast.actor("olga"))
    assert cast.actor("dora").within_limit(cast.nordwind.id, Money(101, "EUR"))
