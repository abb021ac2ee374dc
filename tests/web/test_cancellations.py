"""The figures come first, then the question."""

from datetime import timedelta

import pytest

from marketplace.bookings.models import BookingState
from marketplace.simulator.serving import Simulator
from tests.bookings.asking import accepted, ask
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import now, paid


def test_the_figures_are_shown_before_anything_happens(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at - timedelta(days=3))
    page = cast.browser("bruno").get(f"/bookings/{booking.ref}/cancellation")
    assert page.status_code == 200
    for figure in ("€1,600.00", "€160.00", "€1,760.00", "€3,520.00"):
        assert figure in page.text
    assert "between two and seven days" in page.text
    assert now(booking).state is BookingState.CONFIRMED


def test_then_it_is_done_and_refunded(cast: Cast, simulator: Simulator, settle: Settle) -> None:
    booking, bruno = paid(cast), cast.browser("bruno")
    answer = bruno.post(f"/bookings/{booking.ref}/cancellation", data={"reason": "The project moves."})
    assert answer.headers["Location"] == f"/bookings/{booking.ref}"
    settle()
    page = bruno.get(f"/bookings/{booking.ref}")
    assert "Nordwind cancelled" in page.text
    assert "The project moves." in page.text
    assert "€3,520.00 went back to the customer." in page.text


def test_an_expert_is_shown_that_all_of_it_goes_back(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = paid(cast)
    clock.to(booking.starts_at - timedelta(hours=1))
    page = cast.browser("ana").get(f"/bookings/{booking.ref}/cancellation")
    assert "give back €3,520.00" in page.text


def test_an_expert_says_why_and_what_was_typed_is_kept(cast: Cast, simulator: Simulator) -> None:
    booking = accepted(cast)
    page = cast.browser("ana").post(f"/bookings/{booking.ref}/cancellation", data={"reason": "  "})
    assert page.status_code == 400
    assert "Give a reason" in page.text
    assert now(booking).state is BookingState.ACCEPTED


def test_unpaid_costs_nothing(cast: Cast) -> None:
    page = cast.browser("bruno").get(f"/bookings/{accepted(cast).ref}/cancellation")
    assert "Nothing has been paid" in page.text


@pytest.mark.parametrize("who", ["dora", "carla"])
def test_readers_are_told_who_can(cast: Cast, who: str) -> None:
    page = cast.browser(who).get(f"/bookings/{accepted(cast).ref}/cancellation")
    assert page.status_code == 403
    assert "owner or booker of Nordwind" in page.text


def test_a_request_is_withdrawn_not_cancelled(cast: Cast) -> None:
    assert cast.browser("bruno").get(f"/bookings/{ask(cast).ref}/cancellation").status_code == 409
