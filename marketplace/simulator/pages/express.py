"""The dashboard a payee opens with a login link: what is there, what is on its way."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from marketplace.simulator import funds
from marketplace.simulator.pages.words import day, money
from marketplace.simulator.ticking import catch_up
from marketplace.simulator.world import World


def pages(world: World) -> Blueprint:
    blueprint = Blueprint("express", __name__)

    @blueprint.get("/express/<key>/<token>")
    def show(key: str, token: str) -> ResponseReturnValue:
        with world.store.transaction():
            catch_up(world)
            account = world.store.find(key, "v2.core.account")
            if account is None:
                abort(404)
            return render_template(
                "express.html",
                account=account,
                balance=funds.balance(world, key),
                payouts=world.store.every("payout", key),
                money=money,
                day=day,
            )

    return blueprint
