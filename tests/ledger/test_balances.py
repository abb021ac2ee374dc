"""Whatever is posted, in whatever order: all of it sums to zero, and a balance is the sum of its postings."""

from collections import Counter

from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit.money import CURRENCIES, Money
from marketplace.ledger import queries, service
from marketplace.ledger.models import AccountKind, LedgerEntry, Posting

accounts = st.tuples(st.sampled_from(AccountKind), st.sampled_from(["", "ana", "b1", "b2"]))
amounts = st.builds(Money, st.integers(-(10**11), 10**11), st.sampled_from(sorted(CURRENCIES)))
movements = st.lists(st.tuples(st.integers(0, 30), accounts, accounts, amounts), max_size=25)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(movements)
def test_any_sequence_of_postings_sums_to_zero(
    app: Flask, moved: list[tuple[int, tuple, tuple, Money]]
) -> None:
    with db.engine.begin() as connection:
        connection.execute(Posting.__table__.delete())
        connection.execute(LedgerEntry.__table__.delete())
    expected: Counter[tuple[AccountKind, str, str]] = Counter()
    seen: set[int] = set()
    for number, out_of, into, amount in moved:
        with atomic():
            lines = service.move(amount, out_of=out_of, into=into)
            service.post(f"movement:{number}", "Moved", lines, booking=None)
        if number not in seen:
            seen.add(number)
            expected[*into, amount.currency] += amount.amount
            expected[*out_of, amount.currency] -= amount.amount
    assert not any(queries.trial_balance().values())
    for (kind, owner, currency), amount in expected.items():
        assert queries.balance(kind, owner, currency) == Money(amount, currency)
