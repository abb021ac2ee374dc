"""What a crash or a lost notice left lying, picked up again. Each line does what is left and nothing twice."""

from collections.abc import Callable, Iterable
from datetime import timedelta

import structlog

from marketplace.gateways.errors import GatewayRefused
from marketplace.kit import clock
from marketplace.kit.errors import MarketError
from marketplace.kit.ids import Ref
from marketplace.payments import opening, queries, refunds, settling
from marketplace.payments.errors import NotWaiting

AT_WORK = timedelta(minutes=2)
"""A row younger than this may be in somebody's hands."""
PATIENCE = timedelta(minutes=10)
"""How long we trust that a notice will come, before we ask ourselves."""

log = structlog.get_logger()


def resume() -> None:
    """Payments and refunds that were written down and may not have reached Stripe."""
    then = clock.now() - AT_WORK
    _each(queries.begun(then), _resume_payment)
    _each(queries.unsent_refunds(then), refunds.send)


def catch_up() -> None:
    """Pages, refunds and fees about which no notice came."""
    now = clock.now()
    _each(queries.to_look_at(now, now - PATIENCE), settling.settle)
    _each(queries.refunds_on_their_way(now - PATIENCE), refunds.refresh)
    _each(queries.without_fee(now - PATIENCE), settling.learn_fee)


def _resume_payment(ref: Ref) -> None:
    payment = queries.payment(ref)
    if not opening.awaits(payment):
        opening.give_up(ref)
        return
    try:
        opening.open_page(ref)
    except (GatewayRefused, NotWaiting):
        log.info("payment given up", payment=ref)


def _each(names: Iterable[str], work: Callable[[str], object]) -> None:
    """One that fails does not keep the others from their turn; it is tried again next time."""
    for name in names:
        try:
            work(name)
        except MarketError as error:
            log.warning("left for the next time", work=work.__name__, name=name, error=str(error))
