"""What time brings about: money becomes available, sessions lapse, payouts leave and arrive."""

import logging
import threading
from collections.abc import Callable

from marketplace.simulator import funds
from marketplace.simulator.resources import checkout, payouts
from marketplace.simulator.world import Body, World

EVERY = 0.3
"""Seconds of real time between looks at the clock."""


def lapse(world: World, session: Body, account: str) -> None:
    checkout.lapse(world, session)


WHEN_DUE: dict[str, Callable[[World, Body, str], None]] = {
    "balance_transaction": funds.settle,
    "checkout.session": lapse,
    "payout": payouts.move,
}


def catch_up(world: World) -> None:
    """Do all that is due, oldest first. Called by the ticking and before every request."""
    with world.store.transaction():
        while due := world.store.due(world.now()):
            body, account = due
            WHEN_DUE[body["object"]](world, body, account)


def tick(world: World, stop: threading.Event) -> None:
    while not stop.wait(EVERY):
        try:
            catch_up(world)
        except Exception:
            logging.exception("the clock's work failed; it is tried again")
