"""What our own books say each payment, refund, transfer and payout did to a balance at Stripe."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from marketplace.ledger import queries as ledger
from marketplace.reconciliation.balances import kind_of
from marketplace.reconciliation.report import Account

CAUSES = (
    "paid",
    "stripe_fee",
    "refund",
    "refund_failed",
    "transfer",
    "payout",
    "returned",
    "own",
    "correction",
)
"""Words that entries touching Stripe's balances begin their reference with; what caused them comes next."""

Key = tuple[str, str]
"""A subject (our row's ref, or Stripe's id) and a currency."""
Sums = Counter[Key]


def sums(account: Account, since: datetime | None) -> Sums:
    """By what caused them, of entries made from then on."""
    return _summed(ledger.by_reference(kind_of(account), account.owner, since=since))


def sums_of(account: Account, subject: str) -> Sums:
    """All that was ever entered because of that."""
    names = [subject, *(f"{cause}:{subject}" for cause in CAUSES)]
    found = ledger.by_references(kind_of(account), account.owner, names, [f"{name}:" for name in names])
    return _summed(found)


def subject_of(reference: str) -> str:
    cause, _, rest = reference.partition(":")
    return rest.partition(":")[0] if cause in CAUSES else reference


def _summed(lines: Iterable[tuple[str, str, int]]) -> Sums:
    found: Sums = Counter()
    for reference, currency, amount in lines:
        found[subject_of(reference), currency] += amount
    return found
