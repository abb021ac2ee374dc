"""What most tests of the simulator begin with."""

from typing import Any

import stripe

from marketplace.simulator.person import onboard, pay

DAYS = {
    "price_data": {"currency": "eur", "unit_amount": 64000, "product_data": {"name": "Day"}},
    "quantity": 2,
}
PAGE = {
    "mode": "payment",
    "line_items": [DAYS],
    "success_url": "https://shop.example/thanks?s={CHECKOUT_SESSION_ID}",
    "cancel_url": "https://shop.example/basket",
    "payment_intent_data": {"description": "Two days with Ana", "transfer_group": "booking-1"},
}


def session(sdk: stripe.StripeClient, **more: Any) -> stripe.checkout.Session:
    """1,280 euros, two days with Ana."""
    return sdk.v1.checkout.sessions.create({**PAGE, **more})


def charge(sdk: stripe.StripeClient, card: str = "4242424242424242") -> stripe.Charge:
    opened = session(sdk)
    pay(opened.url, card)
    intent = sdk.v1.checkout.sessions.retrieve(
        opened.id, {"expand": ["payment_intent.latest_charge"]}
    ).payment_intent
    return intent.latest_charge


def account(sdk: stripe.StripeClient, outcome: str = "complete", **person: Any) -> str:
    """Ana's connected account, onboarded."""
    recipient = {"capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}}
    made = sdk.v2.core.accounts.create(
        {
            "contact_email": "ana@example.com",
            "display_name": "Ana Duarte",
            "identity": {"country": "DE", "entity_type": "individual"},
            "configuration": {"recipient": recipient},
        }
    )
    onboard(link(sdk, made.id).url, outcome, **person)
    return made.id


def link(sdk: stripe.StripeClient, key: str) -> Any:
    flow = {"refresh_url": "https://shop.example/again", "return_url": "https://shop.example/back"}
    case = {"type": "account_onboarding", "account_onboarding": flow}
    return sdk.v2.core.account_links.create({"account": key, "use_case": case})


def transfer(sdk: stripe.StripeClient, to: str, amount: int, **more: Any) -> stripe.Transfer:
    return sdk.v1.transfers.create({"amount": amount, "currency": "eur", "destination": to, **more})
