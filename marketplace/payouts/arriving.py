"""How payouts end: in the bank, or returned by it."""

from datetime import timedelta

import structlog

from marketplace.accounts.actor import SYSTEM
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.gateways import stripe
from marketplace.gateways.errors import GatewayRefused, GatewayUnavailable
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.ledger import service as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payouts import queries, wording
from marketplace.payouts.events import PayoutFailed, PayoutPaid
from marketplace.payouts.models import PAYOUTS, Payout

LOOK_AGAIN = timedelta(hours=1)
PAUSE = timedelta(days=3)
"""After a bank has returned the money: time to mend the bank details before it is sent again."""

log = structlog.get_logger()


def settle(stripe_payout_id: str) -> None:
    """Look at the payout at Stripe and go on from there. Raises `NotFound` when our row does not know its id yet."""
    payout = queries.payout_at_stripe(stripe_payout_id)
    if payout is None:
        raise NotFound("No payout has that id.")
    ref = payout.ref
    found = stripe.the_gateway().payout_of(queries.destination(payout.expert_id), stripe_payout_id)
    with atomic():
        follow(locked(Payout, ref), found)


def check_sent() -> None:
    """Catch up on payouts that should have arrived, should a notice have been missed."""
    for stripe_id in queries.under_way():
        try:
            settle(stripe_id)
        except (GatewayUnavailable, GatewayRefused) as error:
            log.warning("payout could not be looked at", payout=stripe_id, reason=str(error))


def follow(payout: Payout, found: stripe.Payout) -> None:
    """Go on from how Stripe says it stands. Called with the row locked; only ever moves forward."""
    if found.status == "paid" and PAYOUTS.allows(payout.state, "arrive"):
        _arrive(payout)
    elif found.status in ("failed", "canceled") and PAYOUTS.allows(payout.state, "fail"):
        _fail(payout, found)
    elif payout.paid_at is None:
        payout.due_at, payout.arrives_on = clock.now() + LOOK_AGAIN, found.arrival_on


def _arrive(payout: Payout) -> None:
    payout.become("arrive")
    payout.paid_at = clock.now()
    _post(payout, "In the expert's bank", paid=True)
    record(PayoutPaid(payout.ref, payout.expert.ref, payout.amount.amount, payout.amount.currency), by=SYSTEM)


def _fail(payout: Payout, found: stripe.Payout) -> None:
    """The money is back in the expert's balance, so its transfers can be paid out again."""
    if payout.paid_at is not None:
        _post(payout, "Returned by the expert's bank", paid=False)
    payout.become("fail")
    payout.paid_at, payout.failure = None, wording.failure(found.failure)
    payout.due_at = clock.now() + PAUSE
    payout.transfers = []
    amount = payout.amount
    record(
        PayoutFailed(payout.ref, payout.expert.ref, amount.amount, amount.currency, payout.failure), by=SYSTEM
    )


def _post(payout: Payout, what: str, *, paid: bool) -> None:
    """One entry for each booking that the payout pays for."""
    expert: Ref = payout.expert.ref
    balance, owed = (AccountKind.CONNECTED, expert), (AccountKind.EXPERT, expert)
    out_of, into = (balance, owed) if paid else (owed, balance)
    for transfer in payout.transfers:
        reference = f"{'payout' if paid else 'returned'}:{payout.ref}:{transfer.ref}"
        lines = ledger.move(transfer.amount, out_of=out_of, into=into)
        ledger.post(reference, what, lines, booking=transfer.booking.ref)
