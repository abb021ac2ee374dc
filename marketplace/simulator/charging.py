"""One attempt to charge a card: it pays, asks the customer, or is declined."""

from marketplace.simulator import funds
from marketplace.simulator.cards import Card, card_of
from marketplace.simulator.events import tell
from marketplace.simulator.ids import fresh
from marketplace.simulator.presenting import shown
from marketplace.simulator.world import Body, World

ASK = (
    "authentication_required",
    "authentication_required",
    "Your card was declined: it needs authentication.",
)
UNPROVEN = (
    "payment_intent_authentication_failure",
    "",
    "We are unable to authenticate your payment method. Please choose another one and try again.",
)
Problem = tuple[str, str, str]


def attempt(
    world: World, intent: Body, method: Body, *, proven: bool = False, absent: bool = False
) -> Body | None:
    """Charge `method`; returns the error of a decline, which the intent keeps. `absent`: off session."""
    card = card_of(method)
    intent |= {"payment_method": method["id"], "next_action": None, "last_payment_error": None}
    if asks(card, method) and not proven:
        if absent:
            return refuse(world, intent, method, ASK)
        ask(world, intent)
        return None
    if card.declines:
        return refuse(world, intent, method, card.declines)
    pay(world, intent, method, card)
    return None


def asks(card: Card, method: Body) -> bool:
    saved = method["customer"] is not None and method.get("_proven", False)
    return card.asks == "always" or (card.asks == "unsaved" and not saved)


def ask(world: World, intent: Body) -> None:
    """Send the customer to the page of their bank."""
    page = f"{world.url}/3ds/{intent['id']}"
    intent["status"] = "requires_action"
    intent["next_action"] = {"type": "redirect_to_url", "redirect_to_url": {"url": page, "return_url": None}}
    world.store.save(intent)
    tell(world, "payment_intent.requires_action", intent)


def refuse(world: World, intent: Body, method: Body, problem: Problem) -> Body:
    """A failed charge, an intent that waits for another card; returns the error."""
    code, reason, message = problem
    charge = world.store.add(charge_for(world, intent, method, problem))
    error = {"type": "card_error", "code": code, "message": message, "charge": charge["id"]}
    error |= {"decline_code": reason} if reason else {}
    error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"
    intent |= {"status": "requires_payment_method", "latest_charge": charge["id"], "payment_method": None}
    intent |= {"next_action": None, "last_payment_error": error | {"payment_method": shown(method)}}
    world.store.save(intent)
    tell(world, "charge.failed", charge)
    tell(world, "payment_intent.payment_failed", intent)
    return error


def pay(world: World, intent: Body, method: Body, card: Card) -> None:
    """The balance transaction follows the charge, as with Stripe: `charge.updated` tells of it."""
    charge = world.store.add(charge_for(world, intent, method, None))
    keep_method(world, intent, method)
    tell(world, "charge.succeeded", charge)
    when = world.now() if card.at_once else world.now() + funds.SETTLES_AFTER
    fee = funds.fee_on(intent["amount"])
    txn = funds.book(world, "charge", charge, charge["amount"], fee=fee, available_on=when)
    charge["balance_transaction"] = txn["id"]
    world.store.save(charge)
    tell(world, "charge.updated", charge, before={"balance_transaction": None})
    intent |= {"status": "succeeded", "amount_received": intent["amount"], "latest_charge": charge["id"]}
    world.store.save(intent)
    tell(world, "payment_intent.succeeded", intent)


def keep_method(world: World, intent: Body, method: Body) -> None:
    """`setup_future_usage` attaches the card to the customer, proven once and for all."""
    if intent["setup_future_usage"] and intent["customer"] and method["customer"] is None:
        method |= {"customer": intent["customer"], "_proven": True}
        world.store.save(method)
        tell(world, "payment_method.attached", method)


def charge_for(world: World, intent: Body, method: Body, problem: Problem | None) -> Body:
    paid, face = problem is None, method["card"]
    details = {name: face[name] for name in DETAILS} | {"network": face["brand"], "three_d_secure": None}
    charge: Body = {
        "id": fresh("ch"),
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": intent["amount"] if paid else 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": None,
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": "SIMULATOR",
        "captured": paid,
        "created": world.now(),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": problem[0] if problem else None,
        "failure_message": problem[2] if problem else None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": None,
        "outcome": outcome(problem),
        "paid": paid,
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": {"type": "card", "card": details},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": None,
        "refunded": False,
        "review": None,
        "shipping": None,
        "source_transfer": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": "succeeded" if paid else "failed",
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
    }
    return charge


DETAILS = ("brand", "checks", "country", "exp_month", "exp_year", "fingerprint", "funding", "last4", "wallet")


def outcome(problem: Problem | None) -> Body:
    return {
        "network_status": "declined_by_network" if problem else "approved_by_network",
        "reason": (problem[1] or None) if problem else None,
        "risk_level": "normal",
        "risk_score": 20,
        "seller_message": problem[2] if problem else "Payment complete.",
        "type": "issuer_declined" if problem else "authorized",
    }
