"""The customer's money: customers, hosted Checkout, charges, refunds."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal

from marketplace.gateways import stripe_readings as read
from marketplace.gateways.errors import GatewayRefused
from marketplace.gateways.stripe_connection import Connection, asking, stripe
from marketplace.gateways.stripe_values import Charge, Checkout, Refund
from marketplace.kit.money import Money, total

Reason = Literal["duplicate", "fraudulent", "requested_by_customer"]
Line = tuple[str, Money]
SHORTEST, LONGEST = timedelta(minutes=32), timedelta(hours=23, minutes=58)
"""Half an hour to a day, with a margin: https://docs.stripe.com/api/checkout/sessions/create."""


def checkout_expiry(wanted: datetime, *, now: datetime) -> datetime:
    """The nearest moment to `wanted` that Stripe accepts.

    Keep it with the attempt: one key goes with one set of parameters.
    """
    return min(max(wanted, now + SHORTEST), now + LONGEST).replace(microsecond=0)


class MoneyIn(Connection):
    def create_customer(self, *, email: str, name: str, reference: str, key: str) -> str:
        """Stripe's id of the new customer."""
        with asking():
            found = self.client.v1.customers.create(
                {"email": email, "name": name, "metadata": {"reference": reference}}, {"idempotency_key": key}
            )
        return found.id

    def create_checkout(
        self,
        *,
        customer: str,
        total: Money,
        description: str,
        lines: Sequence[Line],
        reference: str,
        transfer_group: str,
        success_url: str,
        cancel_url: str,
        expires_at: datetime,
        key: str,
    ) -> Checkout:
        """A page to pay on; the card is kept for later periods. `expires_at` as `checkout_expiry` allows.

        `{CHECKOUT_SESSION_ID}` in `success_url` is filled in. Raises ValueError when the lines miss the total.
        """
        refuse_wrong_sum(lines, total)
        intent: stripe.params.checkout.SessionCreateParamsPaymentIntentData = {
            "description": description,
            "metadata": {"reference": reference},
            "setup_future_usage": "off_session",
            "transfer_group": transfer_group,
        }
        params: stripe.params.checkout.SessionCreateParams = {
            "mode": "payment",
            "customer": customer,
            "client_reference_id": reference,
            "metadata": {"reference": reference},
            "line_items": [line_item(label, amount) for label, amount in lines],
            "payment_intent_data": intent,
            "success_url": success_url,
            "cancel_url": cancel_url,
            "expires_at": int(expires_at.timestamp()),
        }
        with asking():
            return read.checkout(self.client.v1.checkout.sessions.create(params, {"idempotency_key": key}))

    def checkout(self, checkout_id: str) -> Checkout:
        with asking():
            return read.checkout(self.client.v1.checkout.sessions.retrieve(checkout_id))

    def expire_checkout(self, checkout_id: str, *, key: str) -> Checkout:
        """Close the page. One that is over stays as it is: look at what comes back, it may have been paid."""
        try:
            with asking():
                expired = self.client.v1.checkout.sessions.expire(checkout_id, {}, {"idempotency_key": key})
                return read.checkout(expired)
        except GatewayRefused:
            current = self.checkout(checkout_id)
            if current.status == "open":
                raise
            return current

    def charge_of(self, payment_intent_id: str) -> Charge:
        """The latest charge, its fee if known. Raises `GatewayRefused("no_charge")` when nobody has tried."""
        with asking():
            intent = self.client.v1.payment_intents.retrieve(
                payment_intent_id, {"expand": ["latest_charge.balance_transaction"]}
            )
        if not isinstance(intent.latest_charge, stripe.Charge):
            raise GatewayRefused("no_charge", f"{payment_intent_id} has no charge")
        return read.charge(intent.latest_charge)

    def create_refund(
        self, *, charge: str, amount: Money, reference: str, reason: Reason | None = None, key: str
    ) -> Refund:
        """Give back part or all of a charge. Stripe keeps its fee; transfers are reversed separately."""
        params: stripe.params.RefundCreateParams = {
            "charge": charge,
            "amount": amount.amount,
            "metadata": {"reference": reference},
        }
        if reason:
            params["reason"] = reason
        with asking():
            return read.refund(self.client.v1.refunds.create(params, {"idempotency_key": key}))

    def refund(self, refund_id: str) -> Refund:
        with asking():
            return read.refund(self.client.v1.refunds.retrieve(refund_id))

    def refund_for(self, charge: str, *, reference: str) -> Refund | None:
        """The refund of that charge that carries our reference and has not failed: for when its key may have been forgotten."""
        with asking():
            made = self.client.v1.refunds.list({"charge": charge, "limit": 100})
            every = list(made.auto_paging_iter())
        mine = (one for one in every if reference_of(one) == reference)
        return next((read.refund(one) for one in mine if one.status not in ("failed", "canceled")), None)


def reference_of(found: stripe.Refund) -> str | None:
    return found.metadata.to_dict().get("reference") if found.metadata else None


def line_item(label: str, amount: Money) -> stripe.params.checkout.SessionCreateParamsLineItem:
    price: stripe.params.checkout.SessionCreateParamsLineItemPriceData = {
        "currency": amount.currency.lower(),
        "unit_amount": amount.amount,
        "product_data": {"name": label},
    }
    return {"price_data": price, "quantity": 1}


def refuse_wrong_sum(lines: Sequence[Line], expected: Money) -> None:
    if total((amount for _, amount in lines), expected.currency) != expected:
        raise ValueError(f"the lines do not add up to {expected}")
