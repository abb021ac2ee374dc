"""Whole balances: what our books say lies at Stripe, and what Stripe says."""

from collections.abc import Iterable, Iterator

from sqlalchemy import func, select

from marketplace.db.base import db
from marketplace.gateways import stripe
from marketplace.gateways.stripe import the_gateway
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payouts.models import Payout, PayoutAccount, PayoutState
from marketplace.payouts.queries import payout_currency
from marketplace.reconciliation.report import Account, Balance
from marketplace.registry.models import Expert

PLATFORM = Account("", "Platform")


def kind_of(account: Account) -> AccountKind:
    """Under which the ledger keeps it."""
    return AccountKind.STRIPE if account.platform else AccountKind.CONNECTED


def accounts() -> list[Account]:
    """Every balance that is ours to know: the platform's, then each expert's."""
    rows = (
        select(Expert.ref, Expert.name, PayoutAccount.stripe_id)
        .join(PayoutAccount, PayoutAccount.expert_id == Expert.id)
        .where(PayoutAccount.stripe_id.is_not(None))
        .order_by(Expert.id)
    )
    return [PLATFORM, *(Account(ref, name, key or "") for ref, name, key in db.session.execute(rows))]


def compared(account: Account) -> Iterator[Balance]:
    """In each currency that either has. Asks Stripe once."""
    stripes = _sums(the_gateway().balance(account.stripe_id or None))
    ours = ledger.balances(kind_of(account), account.owner)
    for currency, amount in _on_their_way(account).items():
        ours[currency] = ours.get(currency, 0) - amount
    for currency in sorted(ours.keys() | stripes.keys()):
        mine, theirs = ours.get(currency, 0), stripes.get(currency, 0)
        if mine or theirs:
            yield Balance(account, Money(mine, currency), Money(theirs, currency))


def _on_their_way(account: Account) -> dict[str, int]:
    """A payout leaves Stripe's balance when it is sent, and our books when it has arrived."""
    if account.platform:
        return {}
    rows = (
        select(payout_currency, func.sum(Payout.__table__.c.amount_amount))
        .join(Expert, Expert.id == Payout.expert_id)
        .where(Expert.ref == account.owner, Payout.state == PayoutState.SENT)
        .group_by(payout_currency)
    )
    return {currency: int(amount) for currency, amount in db.session.execute(rows)}


def _sums(balance: stripe.Balance) -> dict[str, int]:
    found: dict[str, int] = {}
    amounts: Iterable[Money] = (*balance.available, *balance.pending)
    for one in amounts:
        found[one.currency] = found.get(one.currency, 0) + one.amount
    return found
