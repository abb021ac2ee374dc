"""Transfers whose day has come: from the platform's balance to the expert's."""

import structlog

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import Booking
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.gateways import stripe
from marketplace.gateways.errors import GatewayRefused, GatewayUnavailable
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.ledger import service as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payouts import queries, service
from marketplace.payouts.events import TransferSent
from marketplace.payouts.models import Transfer, TransferState

log = structlog.get_logger()


def release_due() -> int:
    """Send every transfer that is due and whose expert can be paid; how many were sent."""
    return sum(_released(ref) for ref in queries.releasable())


def _released(ref: Ref) -> bool:
    try:
        return release(ref)
    except GatewayUnavailable:
        log.warning("transfer unclear, asked again with the same key", transfer=ref)
    except GatewayRefused as refusal:
        log.warning("transfer refused", transfer=ref, reason=str(refusal))
        _put_off(ref, str(refusal))
    return False


def release(ref: Ref) -> bool:
    """Send one. False when it is not waiting any more, or a dispute holds it.

    Once it is asked for, no dispute about it can be opened: both look with the booking locked.
    """
    with atomic():
        booking = locked(Booking, queries.booking_of(ref))
        transfer = locked(Transfer, ref)
        if transfer.state is not TransferState.WAITING or booking.disputed_at is not None:
            return False
        transfer.ask()
        destination = queries.destination(transfer.expert_id)
    made = _made(transfer, destination)
    with atomic():
        _sent(locked(Transfer, ref), made)
    return True


def _made(transfer: Transfer, destination: str) -> stripe.Transfer:
    gateway, group = stripe.the_gateway(), transfer.booking.ref
    if transfer.key_forgotten:
        known = gateway.find_transfer(transfer_group=group, reference=transfer.ref)
        if known is not None:
            return known
    return gateway.transfer(
        destination=destination,
        amount=transfer.amount,
        source_charge=transfer.charge_id or None,
        transfer_group=group,
        reference=transfer.ref,
        key=transfer.key,
    )


def _sent(transfer: Transfer, made: stripe.Transfer) -> None:
    if transfer.state is not TransferState.WAITING:
        return
    transfer.become("send")
    transfer.stripe_id, transfer.sent_at = made.id, clock.now()
    expert, booking, amount = transfer.expert.ref, transfer.booking.ref, transfer.amount
    lines = ledger.move(amount, out_of=(AccountKind.STRIPE, ""), into=(AccountKind.CONNECTED, expert))
    ledger.post(f"transfer:{transfer.ref}", "Released to the expert", lines, booking=booking)
    record(TransferSent(transfer.ref, expert, booking, amount.amount, amount.currency), by=SYSTEM)


def _put_off(ref: Ref, refusal: str) -> None:
    """A refusal is final for its key. Perhaps the account is no longer payable: look.

    A dispute that was opened meanwhile counts it as gone, so it stays asked for, and is asked for again afterwards.
    """
    with atomic():
        booking = locked(Booking, queries.booking_of(ref))
        transfer = locked(Transfer, ref)
        if transfer.state is TransferState.WAITING and booking.disputed_at is None:
            transfer.put_off(refusal)
        destination = queries.destination(transfer.expert_id)
    service.refresh(destination)
