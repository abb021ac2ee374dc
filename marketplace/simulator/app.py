"""The simulator's web application: the API by its routes, the hosted pages, and the controls."""

from flask import Flask, request
from flask.typing import ResponseReturnValue

from marketplace.simulator.answering import endpoint_for, unknown_request
from marketplace.simulator.pages import bank, checkout, control, express, lost, onboarding, safety
from marketplace.simulator.resources import (
    account_links,
    accounts,
    accounts_v1,
    balance,
    charges,
    customers,
    events,
    payment_intents,
    payment_methods,
    payouts,
    refunds,
    transfer_reversals,
    transfers,
    webhook_endpoints,
)
from marketplace.simulator.resources import checkout as checkout_sessions
from marketplace.simulator.world import World

RESOURCES = (
    account_links,
    accounts,
    accounts_v1,
    balance,
    charges,
    checkout_sessions,
    customers,
    events,
    payment_intents,
    payment_methods,
    payouts,
    refunds,
    transfer_reversals,
    transfers,
    webhook_endpoints,
)
PAGES = (bank, checkout, control, express, onboarding)
LARGEST_REQUEST = 1_000_000


def create_app(world: World) -> Flask:
    app = Flask("marketplace.simulator", static_url_path="/_static")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    for resource in RESOURCES:
        for route in resource.routes.found:
            name = f"{route.method} {route.path}"
            app.add_url_rule(route.path, name, endpoint_for(world, route), methods=[route.method])
    for page in PAGES:
        app.register_blueprint(page.pages(world))
    safety.protect(app)
    app.register_error_handler(404, lambda _: nothing_there(world))
    app.register_error_handler(405, lambda _: nothing_there(world))
    app.register_error_handler(500, lost.failed)
    return app


def nothing_there(world: World) -> ResponseReturnValue:
    if request.path.startswith(("/v1/", "/v2/")):
        return unknown_request(world, request.method, request.path)
    return lost.not_here()
