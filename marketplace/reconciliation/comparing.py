"""One balance at Stripe, line by line, against the entries of our ledger."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.gateways.errors import GatewayRefused
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


LINE = "txn_"
"""How Stripe names lines; what it is that they are about is named otherwise."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A balance as both told of it: our entries from then on, by what caused them, and then Stripe's lines."""

    account: Account
    since: datetime | None
    ours: Sums
    movements: Sequence[Movement]


@dataclass(frozen=True, slots=True)
class Lines:
    """What Stripe says, by the subject of each line: sums, and the latest line of each."""

    sums: Sums
    latest: dict[Key, Movement]
    rows: dict[str, Subject]


@dataclass(frozen=True, slots=True)
class _Sides:
    ours: int
    stripes: int
    latest: Movement | None


def read(account: Account, since: datetime | None) -> Reading:
    """Ours first: what we have entered by then, Stripe knows when it is asked."""
    ours = books.sums(account, since)
    return Reading(
        account, since, ours, list(the_gateway().movements(account.stripe_id or None, since=since))
    )


def differences(reading: Reading) -> Iterator[Difference]:
    """Where the two disagree. Each is looked at again before it is called different, since money may have moved meanwhile; and
    whole, since it may reach over the edge of the time looked at. Experts' balances are to be read from the beginning: Stripe names
    a transfer differently at its other end."""
    account, ours = reading.account, reading.ours
    lines = _sorted(account, reading.movements)
    doubtful = sorted(key for key in lines.sums.keys() | ours.keys() if lines.sums[key] != ours[key])
    rows = lines.rows | tracing.named([subject for subject, _ in doubtful if subject not in lines.rows])
    for key in doubtful:
        row, latest = rows.get(key[0]), lines.latest.get(key)
        again = lines if reading.since is None else _whole(account, key, row, latest)
        found = _Sides(books.sums_of(account, key[0])[key], again.sums[key], again.latest.get(key) or latest)
        if found.ours != found.stripes:
            yield _difference(account, key, row, found)


def of_source(account: Account, source: str) -> Iterator[Difference]:
    """What the two disagree on about one charge, transfer, payout or dispute, looked at whole."""
    lines = _sorted(account, [one for one in _moved(account, source) if not is_own(account, one)])
    for key, theirs in sorted(lines.sums.items()):
        row, ours = lines.rows.get(key[0]), books.sums_of(account, key[0])[key]
        if ours != theirs:
            yield _difference(account, key, row, _Sides(ours, theirs, lines.latest[key]))


def _moved(account: Account, name: str) -> Sequence[Movement]:
    """All that bears that name, of a line or of what lines are about; nothing where Stripe does not know it."""
    at = account.stripe_id or None
    try:
        if name.startswith(LINE):
            return [the_gateway().movement(at, name)]
        return list(the_gateway().movements_of(at, name))
    except GatewayRefused:
        return []


def _whole(account: Account, key: Key, row: Subject | None, latest: Movement | None) -> Lines:
    """What Stripe says about that from the beginning of time."""
    known = tracing.stripe_id(row) if row else key[0]
    names = {known, "" if latest is None or key[0].startswith(LINE) else latest.source_id} - {""}
    return _sorted(account, [one for name in sorted(names) for one in _moved(account, name)])


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
