"""Both sides of a booking hear what concerns them, and nobody hears of their own doing."""

from datetime import timedelta

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings import service as bookings
from marketplace.bookings.events import BookingCancelled, BookingCompleted, BookingConfirmed
from marketplace.bookings.models import Booking
from marketplace.calendar.rules import Rules, set_rules
from marketplace.db.session import atomic, locked
from marketplace.events.facts import Fact
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.kit import clock as kit_clock
from marketplace.notices import about_bookings
from tests.booked import booked
from tests.bookings.asking import accepted, ask
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.notices.told import notice_for, told


def noted(fact: Fact, cast: Cast, by: str | None = None) -> Event:
    with atomic():
        return record(fact, by=cast.actor(by) if by else SYSTEM)


def test_a_request_reaches_the_expert_in_her_time_zone(cast: Cast, settle: Settle) -> None:
    with atomic():
        cast.user("ana").timezone = "Asia/Tokyo"
    ask(cast)
    settle()
    assert told() == {"booking_requested": {"Ana"}}
    notice = notice_for("Ana", "booking_requested")
    for said in ("Nordwind", "5 days from Monday, 15 March 2027", "€3,200.00", "JST", "Close March with us."):
        assert said in notice.title + notice.body


def test_a_yes_reaches_those_who_can_pay_and_a_no_the_one_who_asked(cast: Cast, settle: Settle) -> None:
    accepted(cast)
    settle()
    assert told()["booking_accepted"] == {"Bruno", "Dora", "Olga"}
    assert "€3,520.00" in notice_for("Dora", "booking_accepted").body
    other = ask(cast, [kit_clock.today() + timedelta(days=10)])
    bookings.decline(other.ref, reason="I am away that day.", by=cast.actor("ana"))
    settle()
    assert told()["booking_declined"] == {"Bruno"}
    assert "I am away that day." in notice_for("Bruno", "booking_declined").body


def test_days_booked_at_once_are_told_to_those_who_pay_and_to_the_expert_once_they_have(
    cast: Cast, clock: Clock, settle: Settle
) -> None:
    set_rules(cast.ana.ref, Rules(at_once=True), by=cast.actor("ana"))
    booking = ask(cast)
    settle()
    assert told() == {"booked_at_once": {"Dora", "Olga"}}
    assert "Pay €3,520.00" in notice_for("Dora", "booked_at_once").body
    with atomic():
        bookings.confirm(locked(Booking, booking.ref))
    settle()
    assert "Close March with us." in notice_for("Ana", "booking_confirmed").body, "nobody asked her before"
    ask(cast, [kit_clock.today() + timedelta(days=10)])
    clock.forward(minutes=16)
    bookings.lapse_unpaid()
    settle()
    assert "Ana" not in told()["booking_lapsed"]


def test_a_withdrawal_reaches_the_expert(cast: Cast, settle: Settle) -> None:
    bookings.withdraw(ask(cast).ref, by=cast.actor("bruno"))
    settle()
    assert told()["booking_withdrawn"] == {"Ana"}


def test_running_out_is_told_to_both(cast: Cast, clock: Clock, settle: Settle) -> None:
    ask(cast)
    accepted(cast, [kit_clock.today() + timedelta(days=10)])
    clock.forward(days=4)
    bookings.expire_unanswered()
    bookings.lapse_unpaid()
    settle()
    assert told()["booking_expired"] == {"Ana", "Bruno"}
    assert {"Ana", "Bruno", "Dora"} <= told()["booking_lapsed"]


def test_payment_is_told_to_both_with_each_side_s_figure(cast: Cast) -> None:
    fact = BookingConfirmed(booked(cast).ref, cast.ana.ref)
    about_bookings.confirmed(fact, noted(fact, cast))
    assert "€1,920.00" in notice_for("Ana", "booking_confirmed").body
    assert "€2,112.00" in notice_for("Bruno", "booking_confirmed").body


def test_a_cancellation_tells_the_other_side_what_it_costs(cast: Cast) -> None:
    fact = BookingCancelled(
        booked(cast).ref, cast.ana.ref, "customer", "The project moves.", 96_000, 96_000, 9_600, "EUR"
    )
    about_bookings.cancelled(fact, noted(fact, cast, "bruno"))
    assert "Bruno" not in told()["booking_cancelled"]
    assert "€960.00 is owed to you" in notice_for("Ana", "booking_cancelled").body
    assert "€1,056.00 goes back" in notice_for("Dora", "booking_cancelled").body


def test_completion_is_told_to_who_asked_and_by_lapse_of_time_to_approvers_too(cast: Cast) -> None:
    fact = BookingCompleted(booked(cast).ref, cast.ana.ref)
    about_bookings.completed(fact, noted(fact, cast, "dora"))
    assert told()["booking_completed"] == {"Bruno"}
    about_bookings.completed(fact, noted(fact, cast))
    assert told()["booking_completed"] == {"Bruno", "Dora", "Olga"}


def test_when_bruno_has_left_his_colleagues_are_told(cast: Cast) -> None:
    booking = booked(cast)
    with atomic() as session:
        (his,) = (one for one in cast.nordwind.memberships if one.user.name == "Bruno")
        session.delete(his)
    fact = BookingCompleted(booking.ref, cast.ana.ref)
    about_bookings.completed(fact, noted(fact, cast, "dora"))
    assert told()["booking_completed"] == {"Olga"}
