"""What a customer and an expert do on the hosted pages of the simulator, clicked over HTTP as a browser would."""

from datetime import timedelta

import requests

from marketplace.kit import clock

IBAN = "DE89370400440532013000"


def pay(checkout_url: str, name: str, number: str = "4242 4242 4242 4242") -> None:
    """Fill in the card form of a Checkout page and press Pay."""
    expiry = (clock.now() + timedelta(days=700)).strftime("%m / %y")
    _send(checkout_url, {"number": number, "expiry": expiry, "cvc": "123", "name": name})


def onboard(link: str, name: str) -> None:
    """Fill in the onboarding page, completely."""
    given, _, surname = name.partition(" ")
    _send(link, {"given_name": given, "surname": surname, "iban": IBAN, "outcome": "complete"})


def _send(url: str, form: dict[str, str]) -> None:
    answer = requests.post(url, data=form, allow_redirects=False, timeout=10)
    if answer.status_code != requests.codes.see_other:
        raise RuntimeError(f"the simulator did not take the form: {answer.status_code} {answer.text[:300]}")
