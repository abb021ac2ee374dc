"""Test cards and what they do: https://docs.stripe.com/testing."""

import re
from dataclasses import dataclass

from marketplace.simulator.ids import fresh
from marketplace.simulator.world import Body, World


@dataclass(frozen=True)
class Card:
    """`asks`: never, until saved, or always for 3-D Secure. `declines`: code and decline code, if it does."""

    number: str
    meaning: str
    brand: str = "visa"
    asks: str = "never"
    declines: tuple[str, str, str] | None = None
    at_once: bool = False

    @property
    def spaced(self) -> str:
        return " ".join(self.number[start : start + 4] for start in range(0, len(self.number), 4))


GENERIC = ("card_declined", "generic_decline", "Your card was declined.")
EMPTY = ("card_declined", "insufficient_funds", "Your card has insufficient funds.")
EXPIRED = ("expired_card", "expired_card", "Your card has expired.")
WRONG_CVC = ("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.")
CARDS = {
    card.number: card
    for card in (
        Card("4242424242424242", "pays"),
        Card("5555555555554444", "pays", brand="mastercard"),
        Card("4000000000000077", "pays, and the money is available at once", at_once=True),
        Card("4000002500003155", "asks for 3-D Secure, once saved no more", asks="unsaved"),
        Card("4000002760003184", "asks for 3-D Secure every time", asks="always"),
        Card("4000000000000002", "is declined", declines=GENERIC),
        Card("4000000000009995", "is declined: insufficient funds", declines=EMPTY),
        Card("4000000000000069", "is declined: expired", declines=EXPIRED),
        Card("4000000000000127", "is declined: wrong security code", declines=WRONG_CVC),
        Card("4000000000000341", "can be saved, then fails", declines=GENERIC),
    )
}
TOKENS = {
    "pm_card_visa": "4242424242424242",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_bypassPending": "4000000000000077",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_authenticationRequiredOnSetup": "4000002500003155",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_chargeCustomerFail": "4000000000000341",
}


def known(number: str) -> Card | None:
    return CARDS.get(re.sub(r"\D", "", number))


def card_of(method: Body) -> Card:
    return CARDS[method["_number"]]


def save_method(world: World, card: Card, month: int, year: int, name: str | None, email: str | None) -> Body:
    """A payment method of that card, of nobody yet."""
    method: Body = {
        "id": fresh("pm"),
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": {"address": _NOWHERE, "email": email, "name": name, "phone": None, "tax_id": None},
        "card": face(card, month, year),
        "created": world.now(),
        "customer": None,
        "livemode": False,
        "metadata": {},
        "type": "card",
        "_number": card.number,
    }
    return world.store.add(method)


def face(card: Card, month: int, year: int) -> Body:
    return {
        "brand": card.brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
        "country": "US",
        "display_brand": card.brand,
        "exp_month": month,
        "exp_year": year,
        "fingerprint": f"simulated{card.number[-7:]}",
        "funding": "credit",
        "generated_from": None,
        "last4": card.number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


_NOWHERE = {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None}
