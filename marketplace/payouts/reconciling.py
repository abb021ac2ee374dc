"""Our books against Stripe's balances, to the cent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.db.base import db
from marketplace.gateways.stripe import Balance, the_gateway
from marketplace.kit.money import Money
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payouts.models import Payout, PayoutAccount, PayoutState
from marketplace.payouts.queries import payout_currency
from marketplace.registry.models import Expert


@dataclass(frozen=True, slots=True)
class Comparison:
    """One balance in one currency: what our books say, and what Stripe says."""

    account: str
    ours: Money
    stripes: Money

    @property
    def difference(self) -> Money:
        return self.stripes - self.ours


def comparisons() -> Iterator[Comparison]:
    """The platform's balance, then each expert's. Asks Stripe once for each account."""
    yield from _compared("Platform", ledger.balances(AccountKind.STRIPE), the_gateway().balance(None))
    for name, ref, expert_id, stripe_id in _accounts():
        ours = ledger.balances(AccountKind.CONNECTED, ref)
        for currency, amount in _on_their_way(expert_id).items():
            ours[currency] = ours.get(currency, 0) - amount
        yield from _compared(f"{name} ({stripe_id})", ours, the_gateway().balance(stripe_id))


def _compared(account: str, ours: dict[str, int], balance: Balance) -> Iterator[Comparison]:
    stripes = _sums((*balance.available, *balance.pending))
    for currency in sorted(ours.keys() | stripes.keys()):
        mine, theirs = ours.get(currency, 0), stripes.get(currency, 0)
        if mine or theirs:
            yield Comparison(account, Money(mine, currency), Money(theirs, currency))


def _accounts() -> list[tuple[str, str, int, str]]:
    rows = (
        select(Expert.name, Expert.ref, Expert.id, PayoutAccount.stripe_id)
        .join(PayoutAccount, PayoutAccount.expert_id == Expert.id)
        .where(PayoutAccount.stripe_id.is_not(None))
        .order_by(Expert.id)
    )
    return [(name, ref, key, stripe_id or "") for name, ref, key, stripe_id in db.session.execute(rows)]


def _on_their_way(expert_id: int) -> dict[str, int]:
    """A payout leaves Stripe's balance when it is sent, and our books when it has arrived."""
    rows = (
        select(payout_currency, func.sum(Payout.__table__.c.amount_amount))
        .where(Payout.expert_id == expert_id, Payout.state == PayoutState.SENT)
        .group_by(payout_currency)
    )
    return {currency: int(amount) for currency, amount in db.session.execute(rows)}


def _sums(amounts: Iterable[Money]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in amounts:
        found[one.currency] = found.get(one.currency, 0) + one.amount
    return found
