"""Bruno asks Ana for days, for Nordwind."""

from datetime import UTC, date, datetime, timedelta

import pytest

from marketplace.bookings import service as bookings
from marketplace.bookings.errors import NotCertified, PriceChanged, TooLate
from marketplace.bookings.models import BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar import service as hours
from marketplace.calendar.errors import DatesTaken
from marketplace.calendar.models import ShiftState
from marketplace.events.log import history
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.kit.money import Money
from tests import make
from tests.bookings.asking import WEEK, ask
from tests.cast import Cast
from tests.conftest import Clock


def test_a_week_costs_five_days_and_the_fee(cast: Cast) -> None:
    booking = ask(cast)
    assert (booking.rate, booking.price) == (Money(64_000, "EUR"), Money(320_000, "EUR"))
    assert (booking.fee, booking.total) == (Money(32_000, "EUR"), Money(352_000, "EUR"))
    assert booking.state is BookingState.REQUESTED
    assert booking.policy == "standard"


def test_the_days_are_asked_for_with_the_experts_own_hours(cast: Cast) -> None:
    booking = ask(cast)
    shifts = calendar.shifts_of(booking.ref)
    assert [shift.on for shift in shifts] == WEEK
    assert {shift.state for shift in shifts} == {ShiftState.REQUESTED}
    assert booking.starts_at == datetime(2027, 3, 15, 8, 0, tzinfo=UTC)
    assert booking.ends_at == datetime(2027, 3, 19, 16, 0, tzinfo=UTC)


def test_a_price_that_changed_since_it_was_shown_is_shown_again(cast: Cast) -> None:
    make.change(cast.ana, day_rate_amount=90_000)
    with pytest.raises(PriceChanged):
        bookings.request(
            cast.ana.slug,
            cast.certificate.ref,
            WEEK,
            "Close March with us.",
            organization_ref=cast.nordwind.ref,
            shown=352_000,
            by=cast.actor("bruno"),
        )


def test_the_terms_of_the_day_stay_when_the_vendor_changes_its_own(cast: Cast) -> None:
    booking = ask(cast)
    make.change(
        cast.ledgerline,
        hold_hours=1,
        approval_business_days=9,
        release_business_days=9,
        expenses_percent=0,
    )
    assert booking.expenses_percent == 50
    assert (booking.hold_hours, booking.approval_business_days, booking.release_business_days) == (72, 5, 2)


def test_what_was_agreed_does_not_follow_a_new_rate(cast: Cast) -> None:
    booking = ask(cast)
    make.change(cast.ana, day_rate_amount=99_000)
    make.change(cast.ledgerline, fee_basis_points=2_500)
    assert booking.total == Money(352_000, "EUR")


def test_the_request_is_on_record(cast: Cast) -> None:
    booking = ask(cast)
    (event,) = history(booking.ref)
    assert event.kind == "BookingRequested"
    assert event.by_name == "Bruno"
    assert event.payload["total"] == 352_000


def test_days_may_be_named_in_any_order_and_twice(cast: Cast) -> None:
    assert ask(cast, [WEEK[2], WEEK[0], WEEK[2]]).days == 2


def test_an_expert_has_three_days_to_answer(cast: Cast, clock: Clock) -> None:
    assert ask(cast).respond_by == clock.now + timedelta(hours=72)


def test_but_never_longer_than_until_the_start(cast: Cast) -> None:
    booking = ask(cast, [date(2027, 3, 3)])
    assert booking.respond_by == booking.starts_at


def test_a_request_must_leave_a_day_of_notice(cast: Cast, clock: Clock) -> None:
    clock.to(datetime(2027, 3, 1, 8, 1, tzinfo=UTC))
    with pytest.raises(TooLate, match="24 hours"):
        ask(cast, [date(2027, 3, 2)])


def test_exactly_a_day_of_notice_is_enough(cast: Cast, clock: Clock) -> None:
    assert ask(cast, [date(2027, 3, 2)]).starts_at == clock.now + timedelta(hours=24)


def test_no_further_ahead_than_the_vendors_horizon(cast: Cast) -> None:
    assert ask(cast, [date(2027, 8, 27)]).days == 1
    with pytest.raises(Invalid, match="180 days"):
        ask(cast, [date(2027, 8, 30)])


@pytest.mark.parametrize("days", [[], [date(2027, 2, 26)], [date(2026, 3, 2), *WEEK]])
def test_no_days_or_days_gone_by_are_refused(cast: Cast, days: list[date]) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(cast, days)
    assert "days" in refusal.value.fields


def test_a_day_off_or_a_weekend_is_not_free(cast: Cast) -> None:
    hours.add_day_off(cast.ana.ref, WEEK[1], WEEK[1], "Dentist", by=cast.actor("ana"))
    with pytest.raises(DatesTaken) as refusal:
        ask(cast, [*WEEK, date(2027, 3, 20)])
    assert refusal.value.days == (WEEK[1], date(2027, 3, 20))


def test_the_certificate_must_live_through_the_last_day(cast: Cast) -> None:
    make.change(cast.certificate, expires_on=WEEK[3])
    with pytest.raises(NotCertified):
        ask(cast)
    assert ask(cast, WEEK[:4]).days == 4


def test_nobody_books_on_another_experts_certificate(cast: Cast) -> None:
    with pytest.raises(NotFound):
        ask(cast, slug=cast.emil.slug)


def test_a_hidden_expert_cannot_be_asked(cast: Cast) -> None:
    make.change(cast.ana, state="hidden")
    with pytest.raises(NotFound):
        ask(cast)


def test_without_a_rate_there_is_no_price(cast: Cast) -> None:
    make.change(cast.ana, day_rate_amount=None)
    with pytest.raises(Conflict, match="day rate"):
        ask(cast)


def test_dora_approves_but_does_not_book(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="owners and bookers of Nordwind"):
        ask(cast, who="dora")


def test_gus_does_not_book_for_a_company_that_is_not_his(cast: Cast) -> None:
    with pytest.raises(NotFound):
        ask(cast, who="gus")


def test_nobody_books_themselves(cast: Cast) -> None:
    make.join(cast.nordwind, cast.user("ana"), "owner")
    with pytest.raises(NotAllowed, match="yourself"):
        ask(cast, who="ana")


@pytest.mark.parametrize("message", ["", "  \n ", "x" * 4_001])
def test_a_message_is_neither_missing_nor_endless(cast: Cast, message: str) -> None:
    with pytest.raises(Invalid) as refusal:
        ask(cast, message=message)
    assert "message" in refusal.value.fields


def test_a_pair_that_has_worked_together_pays_half_the_fee(cast: Cast) -> None:
    earlier = ask(cast, [date(2027, 3, 8)])
    make.change(earlier, state=BookingState.COMPLETED)
    assert ask(cast).fee == Money(16_000, "EUR")
    again = ask(cast, [date(2027, 4, 5)], who="gus", organization=cast.halden.ref)
    assert again.fee == Money(6_400, "EUR")


def test_yen_have_no_cents(cast: Cast) -> None:
    make.change(cast.ana, day_rate_amount=95_005, currency="JPY")
    booking = ask(cast, WEEK[:1])
    assert booking.total == Money(95_005 + 9_501, "JPY")


def test_the_quote_is_what_will_be_frozen(cast: Cast) -> None:
    offer = bookings.quote(
        cast.ana.slug, cast.certificate.ref, WEEK, organization_id=cast.nordwind.id, by=cast.actor("bruno")
    )
    booking = ask(cast)
    assert (offer.price, offer.fee, offer.total) == (booking.price, booking.fee, booking.total)
