"""The hosted Checkout page."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from marketplace.simulator.cards import CARDS
from marketplace.simulator.pages.card_form import CardForm
from marketplace.simulator.pages.safety import leads_to
from marketplace.simulator.pages.words import moment, money
from marketplace.simulator.paying import try_card
from marketplace.simulator.ticking import catch_up
from marketplace.simulator.world import Body, World


def pages(world: World) -> Blueprint:
    blueprint = Blueprint("checkout", __name__)

    @blueprint.get("/c/pay/<key>")
    def show(key: str) -> ResponseReturnValue:
        with world.store.transaction():
            catch_up(world)
            session = the_session(world, key)
            name = (session["customer_details"] or {}).get("name") or ""
            form = CardForm.prepared(request.args.get("card", ""), name)
            return page(world, session, form, None if form.number else last_error(world, session))

    @blueprint.post("/c/pay/<key>")
    def pay(key: str) -> ResponseReturnValue:
        with world.store.transaction():
            catch_up(world)
            session = the_session(world, key)
            if session["status"] != "open":
                return page(world, session, CardForm(), None), 409
            form = CardForm.read(request.form, world.now(), wants_email(session))
            if form.errors or form.card is None:
                form.cvc = ""
                return page(world, session, form, None), 422
            email = form.email or (session["customer_details"] or {}).get("email")
            intent = try_card(world, session, form.card, form.month, form.year, form.name, email)
            if intent["status"] == "requires_action":
                return redirect(f"/3ds/{intent['id']}", 303)
            if intent["status"] != "succeeded":
                form.cvc = ""
                return page(world, session, form, last_error(world, session)), 402
            return redirect(success_url(session), 303)

    return blueprint


def the_session(world: World, key: str) -> Body:
    found = world.store.find(key, "checkout.session")
    return found or abort(404)


def page(world: World, session: Body, form: CardForm, problem: str | None) -> str:
    leads_to(session["success_url"], session["cancel_url"])
    return render_template(
        "checkout.html" if session["status"] == "open" else "checkout_over.html",
        session=session,
        form=form,
        problem=problem,
        lines=session["_line_items"]["data"],
        money=money,
        ends=moment(session["expires_at"]),
        cards=CARDS.values(),
        wants_email=wants_email(session),
        success_url=success_url(session),
    )


def wants_email(session: Body) -> bool:
    return not (session["customer"] or session["customer_email"])


def success_url(session: Body) -> str:
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def last_error(world: World, session: Body) -> str | None:
    intent = world.store.find(session["payment_intent"] or "", "payment_intent")
    error = (intent or {}).get("last_payment_error")
    return str(error["message"]) if error else None
