"""The page of the customer's bank: 3-D Secure, accept or fail."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.simulator.charging import UNPROVEN, attempt, refuse
from marketplace.simulator.pages.checkout import success_url
from marketplace.simulator.pages.safety import leads_to
from marketplace.simulator.pages.words import money
from marketplace.simulator.paying import prove
from marketplace.simulator.ticking import catch_up
from marketplace.simulator.world import Body, World


def pages(world: World) -> Blueprint:
    blueprint = Blueprint("bank", __name__)

    @blueprint.get("/3ds/<key>")
    def question(key: str) -> ResponseReturnValue:
        with world.store.transaction():
            catch_up(world)
            intent, session = the_intent(world, key)
            if over(intent, session):
                return redirect(next_page(intent, session), 303)
            leads_to(next_page(intent, session), session["success_url"] if session else None)
            return render_template(
                "bank.html", intent=intent, amount=money(intent["amount"], intent["currency"])
            )

    @blueprint.post("/3ds/<key>")
    def answer(key: str) -> ResponseReturnValue:
        accepted = request.form.get("answer") == "accept"
        with world.store.transaction():
            catch_up(world)
            intent, session = the_intent(world, key)
            if not over(intent, session):
                settle(world, intent, session, accepted)
            return redirect(next_page(intent, session), 303)

    return blueprint


def the_intent(world: World, key: str) -> tuple[Body, Body | None]:
    intent = world.store.find(key, "payment_intent")
    if intent is None:
        abort(404)
    found = world.store.every("checkout.session", payment_intent=key)
    return intent, found[0] if found else None


def over(intent: Body, session: Body | None) -> bool:
    return intent["status"] != "requires_action" or (session is not None and session["status"] != "open")


def settle(world: World, intent: Body, session: Body | None, accepted: bool) -> None:
    if session is not None:
        prove(world, session, intent, accepted)
        return
    method = world.the("payment_method", intent["payment_method"])
    if accepted:
        attempt(world, intent, method, proven=True)
    else:
        refuse(world, intent, method, UNPROVEN)


def next_page(intent: Body, session: Body | None) -> str:
    """Where the customer goes on: the shop, the payment page again, or our own front page."""
    if session is None:
        return str(intent.get("_return_url") or "/")
    return success_url(session) if session["status"] == "complete" else f"/c/pay/{session['id']}"
