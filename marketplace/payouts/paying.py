"""Payouts: from an expert's balance at Stripe to their bank."""

from collections.abc import Sequence

import structlog

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.gateways import stripe
from marketplace.gateways.errors import GatewayRefused, GatewayUnavailable
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money, total
from marketplace.payouts import queries
from marketplace.payouts.events import PayoutSent
from marketplace.payouts.models import Payout, PayoutAccount, PayoutState, Transfer
from marketplace.registry import queries as registry

log = structlog.get_logger()


def pay_out_due() -> int:
    """Finish payouts that were begun, begin those that can be paid, send them; how many were sent."""
    sent = sum(_tried(ref) for ref in queries.started())
    for account, currency in queries.with_money():
        _begin(account, currency)
    return sent + sum(_tried(ref) for ref in queries.started())


def try_again(*, by: Actor) -> None:
    """The bank details are mended: pay out again what a bank has returned, without waiting any longer."""
    expert = registry.expert_of(by.user_id)
    if expert is None:
        raise NotFound("Payouts need an expert's profile first.")
    with atomic():
        for payout in queries.returned(expert.id):
            locked(Payout, payout.ref).due_at = clock.now()


def _begin(account: PayoutAccount, currency: str) -> None:
    """One payout of all that has arrived and is available; none when that is nothing."""
    try:
        available = stripe.the_gateway().available(queries.destination(account.expert_id), currency)
    except (GatewayUnavailable, GatewayRefused) as error:
        log.warning("balance unknown, looked at again later", account=account.ref, reason=str(error))
        return
    with atomic() as session:
        locked(PayoutAccount, account.ref)
        transfers = _covered(queries.unpaid(account.expert_id, currency), available)
        if transfers and not queries.begun(account.expert_id, currency):
            amount = total((one.amount for one in transfers), currency)
            session.add(Payout(expert_id=account.expert_id, amount=amount, transfers=list(transfers)))


def _covered(transfers: Sequence[Transfer], available: Money) -> Sequence[Transfer]:
    """The oldest of them, as many as the money covers."""
    covered, rest = [], available
    for transfer in transfers:
        rest -= transfer.amount
        if rest < Money.zero(rest.currency):
            break
        covered.append(transfer)
    return covered


def _tried(ref: Ref) -> bool:
    try:
        return send(ref)
    except GatewayUnavailable:
        log.warning("payout unclear, asked again with the same key", payout=ref)
    except GatewayRefused as refusal:
        log.warning("payout refused", payout=ref, reason=str(refusal))
        with atomic():
            locked(Payout, ref).put_off(str(refusal))
    return False


def send(ref: Ref) -> bool:
    """Send one. False when that has been done."""
    with atomic():
        payout = locked(Payout, ref)
        if payout.state is not PayoutState.STARTED:
            return False
        payout.ask()
        account = queries.destination(payout.expert_id)
    made = _made(payout, account)
    with atomic():
        _sent(locked(Payout, ref), made)
    return True


def _made(payout: Payout, account: str) -> stripe.Payout:
    gateway = stripe.the_gateway()
    if payout.key_forgotten:
        known = gateway.find_payout(account, reference=payout.ref)
        if known is not None:
            return known
    return gateway.payout(account=account, amount=payout.amount, reference=payout.ref, key=payout.key)


def _sent(payout: Payout, made: stripe.Payout) -> None:
    if payout.state is not PayoutState.STARTED:
        return
    payout.become("send")
    payout.stripe_id, payout.arrives_on = made.id, made.arrival_on
    payout.due_at = clock.now()
    amount, arrives_on = payout.amount, made.arrival_on.isoformat()
    record(PayoutSent(payout.ref, payout.expert.ref, amount.amount, amount.currency, arrives_on), by=SYSTEM)
