"""One balance at Stripe, line by line, against the entries of our ledger."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.gateways.stripe import Movement, the_gateway
from marketplace.kit.money import Money
from marketplace.reconciliation import books, tracing
from marketplace.reconciliation.books import Key, Sums
from marketplace.reconciliation.explaining import explain
from marketplace.reconciliation.report import Account, Difference
from marketplace.reconciliation.tracing import Subject

BANK = frozenset({"payout", "payout_failure", "payout_cancel", "topup", "topup_reversal"})
OWN = BANK | {"stripe_fee", "tax_fee", "network_cost"}
"""What happens in the platform's balance and concerns nobody else: https://docs.stripe.com/reports/balance-transaction-types."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What Stripe says, by the subject of each line: sums, and the latest line of each."""

    sums: Sums
    latest: dict[Key, Movement]
    rows: dict[str, Subject]


def read(account: Account, since: datetime | None) -> Sequence[Movement]:
    """Every line of that balance since then."""
    return list(the_gateway().movements(account.stripe_id or None, since=since))


def differences(
    account: Account, movements: Sequence[Movement], since: datetime | None
) -> Iterator[Difference]:
    """Where the two disagree. What reaches over the edge of the time looked at is looked at whole before it is called different;
    experts' balances are to be read whole from the beginning, since Stripe names a transfer differently at its other end."""
    lines, ours = _sorted(account, movements), books.sums(account, since)
    doubtful = sorted(key for key in lines.sums.keys() | ours.keys() if lines.sums[key] != ours[key])
    rows = lines.rows | tracing.named([subject for subject, _ in doubtful if subject not in lines.rows])
    for key in doubtful:
        row = rows.get(key[0])
        found = _Sides(ours[key], lines.sums[key], lines.latest.get(key))
        if since is not None:
            found = _whole(account, key, row, found.latest)
        if found.ours != found.stripes:
            yield _difference(account, key, row, found)


def of_source(account: Account, source: str) -> Iterator[Difference]:
    """What the two disagree on about one charge, transfer, payout or dispute, looked at whole."""
    movements = list(the_gateway().movements_of(account.stripe_id or None, source))
    lines = _sorted(account, movements)
    for key, theirs in sorted(lines.sums.items()):
        row, ours = lines.rows.get(key[0]), books.sums_of(account, key[0])[key]
        if ours != theirs:
            yield _difference(account, key, row, _Sides(ours, theirs, lines.latest[key]))


def _sorted(account: Account, movements: Sequence[Movement]) -> Lines:
    subjects = tracing.subjects(movements)
    lines = Lines(Counter(), {}, {row.ref: row for row in subjects.values()})
    for one in movements:
        row = subjects.get(one.id)
        name = row.ref if row else one.id if is_own(account, one) else one.source_id or one.id
        key = (name, one.amount.currency)
        lines.sums[key] += one.amount.amount
        lines.latest.setdefault(key, one)
    return lines


def is_own(account: Account, movement: Movement) -> bool:
    return account.platform and movement.kind in OWN


@dataclass(frozen=True, slots=True)
class _Sides:
    ours: int
    stripes: int
    latest: Movement | None


def _whole(account: Account, key: Key, row: Subject | None, latest: Movement | None) -> _Sides:
    """The same from the beginning of time."""
    ours = books.sums_of(account, key[0])[key]
    if latest is not None and is_own(account, latest):
        return _Sides(ours, latest.amount.amount, latest)
    names = {latest.source_id if latest else "", tracing.stripe_id(row) if row else ""} - {""}
    movements = [
        one for name in sorted(names) for one in the_gateway().movements_of(account.stripe_id or None, name)
    ]
    lines = _sorted(account, movements)
    return _Sides(ours, lines.sums[key], lines.latest.get(key) or latest)


def _difference(account: Account, key: Key, row: Subject | None, found: _Sides) -> Difference:
    subject, currency = key
    ours, stripes, latest = Money(found.ours, currency), Money(found.stripes, currency), found.latest
    kind = latest.kind if latest else ""
    said = explain(row, kind, ours, stripes, latest.at if latest else None)
    return Difference(
        account=account,
        subject=subject,
        kind=type(row).__name__.lower() if row else kind.replace("_", " ") or "entry",
        booking=tracing.booking_of(row) if row else "",
        ours=ours,
        stripes=stripes,
        why=said.why,
        expected=said.expected,
        foreign=row is None and latest is not None,
    )
