"""What the hosted Checkout does with a card: one attempt, then the session is complete or still open."""

from marketplace.simulator.cards import Card, save_method
from marketplace.simulator.charging import UNPROVEN, attempt, refuse
from marketplace.simulator.events import tell
from marketplace.simulator.resources import customers, payment_intents
from marketplace.simulator.resources.checkout import person
from marketplace.simulator.world import Body, World


def try_card(
    world: World, session: Body, card: Card, month: int, year: int, name: str, email: str | None
) -> Body:
    """One click on Pay. Returns the intent: succeeded, requires_action, or with its error."""
    intent = intent_of(world, session, name, email)
    method = save_method(world, card, month, year, name, email)
    session |= {"payment_intent": intent["id"], "_method": method["id"]}
    world.store.save(session)
    attempt(world, intent, method)
    if intent["status"] == "succeeded":
        complete(world, session, method)
    return intent


def prove(world: World, session: Body, intent: Body, accepted: bool) -> None:
    """The bank's answer."""
    method = world.the("payment_method", session["_method"])
    if not accepted:
        refuse(world, intent, method, UNPROVEN)
        return
    attempt(world, intent, method, proven=True)
    if intent["status"] == "succeeded":
        complete(world, session, method)


def intent_of(world: World, session: Body, name: str, email: str | None) -> Body:
    """The session's own intent: made at the first attempt, used again for the next."""
    if key := session["payment_intent"]:
        return world.the("payment_intent", key)
    wanted = session["_intent"]
    if not session["customer"] and (
        wanted.get("setup_future_usage") or session["customer_creation"] == "always"
    ):
        said = {"name": name} | ({"email": email} if email else {})
        session["customer"] = customers.born(world, said)["id"]
    amounts = {"amount": session["amount_total"], "currency": session["currency"]}
    buyer = {"customer": session["customer"]} if session["customer"] else {}
    return payment_intents.born(world, {**wanted, **amounts, **buyer})


def complete(world: World, session: Body, method: Body) -> None:
    billing = method["billing_details"]
    email = billing["email"] or (session["customer_details"] or {}).get("email")
    session |= {"status": "complete", "payment_status": "paid", "url": None}
    session["customer_details"] = person(email, billing["name"])
    world.store.wake(session, None)
    tell(world, "checkout.session.completed", world.store.save(session))
