"""The books on screen: each side its own money, finance all of it."""

import pytest

from marketplace.bookings.models import Booking
from marketplace.payouts import arriving, paying, releasing
from marketplace.simulator.serving import Simulator
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payouts.stage import onboarded, paid, worked


@pytest.fixture
def booking(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> Booking:
    """Of three days two were worked; the money is in Ana's bank."""
    made = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, made, 480, 480, 0)
    clock.forward(days=4)
    releasing.release_due()
    paying.pay_out_due()
    clock.forward(days=2)
    arriving.check_sent()
    return made


def shown(cast: Cast, name: str, path: str, status: int = 200) -> str:
    answer = cast.browser(name).get(path)
    assert answer.status_code == status
    return " ".join(answer.text.split())


def test_dora_reads_what_was_held_and_where_it_went(cast: Cast, booking: Booking) -> None:
    text = shown(cast, "dora", f"/bookings/{booking.ref}/ledger")
    for what in ("Customer paid", "Refund to the customer", "Earned: hours approved", "Our fee on it"):
        assert what in text
    assert "Stripe’s fees" not in text and "Owed to Ana" not in text


def test_ana_reads_the_way_to_her_bank_too(cast: Cast, booking: Booking) -> None:
    text = shown(cast, "ana", f"/bookings/{booking.ref}/ledger")
    assert "Owed to Ana" in text and "In the expert&#39;s bank" in text
    assert "Stripe’s fees" not in text


def test_the_vendors_finance_reads_everything_and_it_balances(cast: Cast, booking: Booking) -> None:
    text = shown(cast, "fritz", f"/bookings/{booking.ref}/ledger")
    assert "Stripe’s fees" in text and "The books balance" in text
    assert "Stripe’s fees" not in shown(cast, "carla", f"/bookings/{booking.ref}/ledger")


@pytest.mark.parametrize("name", ["emil", "gus", "ines", "otto"])
def test_strangers_find_no_ledger(cast: Cast, booking: Booking, name: str) -> None:
    shown(cast, name, f"/bookings/{booking.ref}/ledger", 404)


def test_before_any_money_has_moved(cast: Cast) -> None:
    assert "No money has moved yet" in shown(cast, "ana", f"/bookings/{booked(cast).ref}/ledger")
    assert "No money has moved yet" in shown(cast, "fritz", "/vendors/ledgerline/money")
    assert "Nothing paid yet" in shown(cast, "dora", f"/organizations/{cast.nordwind.ref}/spending")


@pytest.mark.parametrize("name", ["fritz", "vera", "otto"])
def test_the_vendors_money_in_one_place(cast: Cast, booking: Booking, name: str) -> None:
    text = shown(cast, name, "/vendors/ledgerline/money")
    for label, amount in (
        ("Held for bookings", "€0.00"),
        ("Earned by experts", "€1,280.00"),
        ("Of it still owed", "€0.00"),
        ("Paid out", "€1,280.00"),
    ):
        assert f"<dt>{label}</dt><dd>{amount}</dd>" in text
    assert "The books balance" in text
    assert "Ana for Nordwind" in text


@pytest.mark.parametrize(
    ("name", "status"), [("carla", 403), ("ines", 404), ("ana", 404), ("dora", 404), ("visitor", 302)]
)
def test_who_does_not_see_it(cast: Cast, booking: Booking, name: str, status: int) -> None:
    shown(cast, name, "/vendors/ledgerline/money", status)


def test_another_vendors_money_is_another_vendors(cast: Cast, booking: Booking) -> None:
    assert "No money has moved yet" in shown(cast, "ines", "/vendors/stockpile/money")


@pytest.mark.parametrize("name", ["dora", "olga"])
def test_what_nordwind_has_spent(cast: Cast, booking: Booking, name: str) -> None:
    text = shown(cast, name, f"/organizations/{cast.nordwind.ref}/spending")
    assert "<dt>Paid</dt><dd>€2,112.00</dd>" in text
    assert "<dt>Given back</dt><dd>€704.00</dd>" in text
    assert "<dt>Spent, in EUR</dt><dd>€1,408.00</dd>" in text


@pytest.mark.parametrize(("name", "status"), [("bruno", 403), ("gus", 404), ("ana", 404), ("fritz", 404)])
def test_who_does_not_see_what_nordwind_spends(cast: Cast, name: str, status: int) -> None:
    shown(cast, name, f"/organizations/{cast.nordwind.ref}/spending", status)


def test_money_leads_to_the_money_of_the_hat(cast: Cast) -> None:
    places = {name: cast.browser(name).get("/money").location for name in ("fritz", "dora", "ana")}
    assert places == {
        "fritz": "/vendors/ledgerline/money",
        "dora": f"/organizations/{cast.nordwind.ref}/spending",
        "ana": "/earnings",
    }
