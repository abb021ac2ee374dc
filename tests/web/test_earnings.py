"""Earnings on screen: the account at Stripe, and where every cent is."""

import pytest
from flask import Flask

from marketplace.gateways import stripe
from marketplace.payouts import arriving, paying, queries, releasing
from marketplace.payouts.models import AccountState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import make
from tests.booked import WEEK
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payouts.stage import FAILING_IBAN, onboarded, paid, worked

START = "/earnings/onboarding"


def shown(cast: Cast, name: str = "ana") -> str:
    answer = cast.browser(name).get("/earnings")
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_without_a_profile_there_is_nothing_to_earn(cast: Cast) -> None:
    assert "Earnings belong to experts" in shown(cast, "dora")


def test_ana_sets_up_her_payouts(cast: Cast, simulator: Simulator) -> None:
    assert "Set up payouts" in shown(cast)
    browser = cast.browser("ana")
    asked = browser.post(START, data={"country": "DE"})
    assert asked.status_code == 303 and asked.location.startswith(simulator.url)
    back = person.onboard(asked.location)
    assert back.endswith("/earnings/onboarding")
    assert "Your payout account is ready" in browser.get(START, follow_redirects=True).text
    assert "Bank details at Stripe" in shown(cast)
    dashboard = browser.post("/earnings/dashboard")
    assert dashboard.status_code == 303 and dashboard.location.startswith(simulator.url)


@pytest.mark.parametrize("country", ["", "XX", "Germany", "🦊"])
def test_a_country_is_needed(cast: Cast, simulator: Simulator, country: str) -> None:
    answer = cast.browser("ana").post(START, data={"country": country})
    assert answer.status_code == 400
    assert "Set up payouts" in answer.text
    assert queries.account_of(cast.ana.id) is None


def test_her_own_country_is_suggested(cast: Cast) -> None:
    make.change(cast.ana, place_id=make.place(country="PT").id)
    assert 'selected value="PT"' in shown(cast)


def test_more_is_needed(cast: Cast, simulator: Simulator) -> None:
    onboarded(cast, "more")
    assert "Stripe still needs a document that shows who you are" in shown(cast)
    assert "Go on at Stripe" in shown(cast)
    assert "Stripe still needs" in cast.browser("ana").get(START, follow_redirects=True).text


def test_a_page_at_stripe_that_has_run_out(cast: Cast, simulator: Simulator) -> None:
    onboarded(cast, "more")
    assert "had run out" in cast.browser("ana").get(f"{START}?again=1", follow_redirects=True).text


def test_declined_for_good(cast: Cast, simulator: Simulator) -> None:
    onboarded(cast, "reject")
    assert "has declined this account" in shown(cast)
    assert "at Stripe</button>" not in shown(cast)
    assert cast.browser("ana").post(START, data={}).status_code == 403


def test_restricted(cast: Cast, simulator: Simulator) -> None:
    onboarded(cast)
    account = onboarded(cast, "more")
    assert account.state is AccountState.RESTRICTED
    assert "Stripe cannot pay you at the moment" in shown(cast)


def test_stripe_does_not_answer(cast: Cast, app: Flask, simulator: Simulator) -> None:
    onboarded(cast)
    app.config["STRIPE_API_BASE"] = "http://127.0.0.1:9"
    stripe.init_app(app)
    browser = cast.browser("ana")
    assert "did not answer" in browser.post(START, data={}, follow_redirects=True).text
    assert "did not answer" in browser.post("/earnings/dashboard", follow_redirects=True).text
    assert "does not answer right now" in browser.get(START, follow_redirects=True).text


def test_somebody_else_coming_back_changes_nothing(cast: Cast, simulator: Simulator) -> None:
    assert cast.browser("emil").get(START).status_code == 302
    assert cast.browser("dora").get(START).status_code == 302
    assert cast.browser("dora").post(START, data={"country": "DE"}).status_code in (400, 404)


def test_every_step_of_the_money_is_told(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    onboarded(cast)
    assert '<span class="visually-hidden">Now: </span><strong>Held</strong>' in shown(cast)
    assert "<dt>Held until hours are approved</dt><dd>€1,920.00</dd>" in shown(cast)
    worked(cast, clock, settle, booking, 480, 0, 480)
    assert "<dt>Earned, waits for its date</dt><dd>€1,280.00</dd>" in shown(cast)
    assert "2 of 3 days worked × €640.00" in shown(cast)
    clock.forward(days=4)
    releasing.release_due()
    assert '<span class="visually-hidden">Now: </span><strong>On its way</strong>' in shown(cast)
    paying.pay_out_due()
    assert "<dt>On its way to you</dt><dd>€1,280.00</dd>" in shown(cast)
    assert "expected in the bank" in shown(cast)
    clock.forward(days=2)
    arriving.check_sent()
    assert "<dt>In your bank</dt><dd>€1,280.00</dd>" in shown(cast)
    assert '<span class="visually-hidden">Now: </span>' not in shown(cast)
    assert "In the bank" in shown(cast)


def test_money_waits_for_the_account_and_says_so(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    worked(cast, clock, settle, booking)
    clock.forward(days=10)
    releasing.release_due()
    assert "as soon as the payout account is ready" in shown(cast)
    assert "what you earn waits for you" in shown(cast)


def test_the_bank_returns_the_money(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> None:
    booking = paid(cast)
    onboarded(cast, iban=FAILING_IBAN)
    worked(cast, clock, settle, booking)
    clock.forward(days=4)
    releasing.release_due()
    paying.pay_out_due()
    clock.forward(days=2)
    arriving.check_sent()
    text = shown(cast)
    assert "Your bank has returned €1,920.00, because no bank account was found under these details." in text
    again = cast.browser("ana").post("/earnings/payouts", follow_redirects=True)
    assert "within minutes" in again.text
    assert "Your bank has returned" not in shown(cast)
    assert cast.browser("dora").post("/earnings/payouts").status_code == 404


def test_emil_does_not_see_anas_money(cast: Cast, simulator: Simulator) -> None:
    paid(cast)
    assert "Nordwind" not in shown(cast, "emil")


@pytest.mark.parametrize("number", ["0", "x", "-1", "99999999999", "2"])
def test_odd_pages_are_pages(cast: Cast, simulator: Simulator, number: str) -> None:
    paid(cast, WEEK[:1])
    assert cast.browser("ana").get(f"/earnings?page={number}").status_code == 200
