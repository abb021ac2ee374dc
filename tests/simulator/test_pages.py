"""The hosted pages: safe, labelled, usable without JavaScript, readable by everybody."""

import re

import pytest
import requests
import stripe
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from marketplace.simulator.person import pay
from marketplace.simulator.serving import Simulator
from tests.simulator import shop


def addresses(sdk: stripe.StripeClient, simulator: Simulator) -> dict[str, str]:
    """Every page there is, in each of its states."""
    ana = shop.account(sdk)
    shop.transfer(sdk, ana, 1000, source_transaction=shop.charge(sdk, "4000000000000077").id)
    sdk.v1.payouts.create({"amount": 400, "currency": "eur"}, {"stripe_account": ana})
    paid, closed = shop.session(sdk), shop.session(sdk)
    pay(paid.url)
    sdk.v1.checkout.sessions.expire(closed.id)
    return {
        "front": f"{simulator.url}/",
        "checkout": shop.session(sdk).url,
        "filled in": f"{shop.session(sdk).url}?card=4242424242424242",
        "declined": declined(sdk),
        "paid": paid.url,
        "closed": closed.url,
        "bank": asked_by_the_bank(sdk),
        "onboarding": shop.link(sdk, ana).url,
        "dashboard": sdk.v1.accounts.login_links.create(ana).url,
    }


def typed(card: str) -> dict[str, str]:
    return {"number": card, "expiry": "12/40", "cvc": "123", "name": "Dora", "email": "dora@example.com"}


def declined(sdk: stripe.StripeClient) -> str:
    opened = shop.session(sdk)
    assert requests.post(opened.url, typed("4000000000000002"), timeout=5).status_code == 402
    return str(opened.url)


def asked_by_the_bank(sdk: stripe.StripeClient) -> str:
    opened = shop.session(sdk)
    return requests.post(opened.url, typed("4000002760003184"), timeout=5).url


def test_every_page_is_labelled_and_locked_down(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    for address in addresses(sdk, simulator).values():
        answer = requests.get(address, timeout=5)
        assert answer.status_code == 200
        assert "Simulator: no real money moves" in answer.text
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", answer.text)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'")
        assert " ://" not in policy, "an address on this machine has no host to name"


def test_forms_may_lead_back_to_the_shop_only(sdk: stripe.StripeClient) -> None:
    policy = requests.get(shop.session(sdk).url, timeout=5).headers["Content-Security-Policy"]
    assert "form-action 'self' https://shop.example;" in policy


def test_what_was_typed_is_kept_but_the_security_code(sdk: stripe.StripeClient) -> None:
    wrong = {**typed("4242 4242 4242 4241"), "name": '<b>Dora</b> "D" محمد 🎉'}
    answer = requests.post(shop.session(sdk).url, wrong, timeout=5)
    assert answer.status_code == 422
    assert 'value="4242 4242 4242 4241"' in answer.text
    assert "&lt;b&gt;Dora&lt;/b&gt; &#34;D&#34; محمد 🎉" in answer.text
    assert 'value="123"' not in answer.text
    assert "test cards only" in answer.text


@pytest.mark.parametrize("expiry", ["", "13/30", "0/30", "12", "1/20", "aa/bb", "1/9999999"])
def test_a_date_that_is_none_is_asked_for_again(sdk: stripe.StripeClient, expiry: str) -> None:
    answer = requests.post(shop.session(sdk).url, {**typed("4242424242424242"), "expiry": expiry}, timeout=5)
    assert answer.status_code == 422
    assert 'id="expiry-wrong"' in answer.text


@pytest.mark.parametrize(
    "path", ["/c/pay/cs_none", "/3ds/pi_none", "/setup/link_none", "/express/acct_none/x"]
)
def test_a_page_that_is_not_there(simulator: Simulator, path: str) -> None:
    answer = requests.get(simulator.url + path, timeout=5)
    assert answer.status_code == 404
    assert "There is no such page" in answer.text


def context(chromium: Browser, **wanted: object) -> BrowserContext:
    """Chromium that never leaves this machine."""
    opened = chromium.new_context(**wanted)
    opened.route("https://shop.example/**", lambda route: route.fulfill(body="Back in the shop"))
    return opened


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    chromium: Browser, sdk: stripe.StripeClient, simulator: Simulator, scheme: str
) -> None:
    size = {"width": 360, "height": 800}
    opened = context(chromium, color_scheme=scheme, viewport=size, bypass_csp=True)
    page = opened.new_page()
    for name, address in addresses(sdk, simulator).items():
        page.goto(address)
        found = Axe().run(page).response["violations"]
        assert [violation["id"] for violation in found] == [], name
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), name
    opened.close()


@pytest.mark.browser
def test_dora_pays_by_keyboard_without_javascript(chromium: Browser, sdk: stripe.StripeClient) -> None:
    opened = context(chromium, java_script_enabled=False)
    page: Page = opened.new_page()
    session = shop.session(sdk)
    page.goto(session.url)
    page.get_by_label("E-mail").focus()
    for word in ("dora@example.com", "4000002760003184", "1240", "123", "Dora Lindqvist"):
        page.keyboard.type(word if word != "1240" else "12/40")
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Yes, complete the payment").press("Enter")
    page.wait_for_url(f"https://shop.example/thanks?s={session.id}")
    assert sdk.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"
    opened.close()


@pytest.mark.browser
def test_one_click_on_a_test_card_fills_in_the_form(chromium: Browser, sdk: stripe.StripeClient) -> None:
    opened = context(chromium)
    page = opened.new_page()
    page.goto(shop.session(sdk, customer_email="dora@example.com").url)
    page.get_by_text("Test cards").click()
    page.get_by_role("link", name="4242 4242 4242 4242").click()
    page.get_by_label("Name on card").fill("Dora")
    page.get_by_role("button", name="Pay €1,280.00").click()
    page.wait_for_url("https://shop.example/thanks*")
    opened.close()
