"""Money moves in entries that sum to zero, once each, for good."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit.money import Money
from marketplace.ledger import queries, service
from marketplace.ledger.errors import Unbalanced, Unchangeable
from marketplace.ledger.models import AccountKind, LedgerEntry, Posting
from marketplace.ledger.service import Line

BOOKING = "b00king0b00k"
EUR_704 = Money(70_400, "EUR")


def paid(reference: str = "payment:1", amount: Money = EUR_704) -> LedgerEntry:
    with atomic():
        lines = service.move(amount, out_of=(AccountKind.BOOKING, BOOKING), into=(AccountKind.STRIPE, ""))
        return service.post(reference, "Paid by card", lines, booking=BOOKING)


def test_what_the_customer_paid_rests_on_the_booking(app: Flask) -> None:
    paid()
    assert queries.balance(AccountKind.STRIPE, "", "EUR") == EUR_704
    assert queries.balance(AccountKind.BOOKING, BOOKING, "EUR") == -EUR_704
    assert queries.balance(AccountKind.BOOKING, BOOKING, "USD") == Money.zero("USD")
    assert queries.trial_balance() == {"EUR": 0}


def test_the_same_movement_twice_is_posted_once(app: Flask) -> None:
    assert paid().id == paid().id
    assert queries.balance(AccountKind.STRIPE, "", "EUR") == EUR_704


def test_an_entry_that_does_not_sum_to_zero_is_refused_and_leaves_nothing(app: Flask) -> None:
    with pytest.raises(Unbalanced), atomic():
        service.post("odd", "Lost a cent", [Line(AccountKind.STRIPE, "", Money(1, "EUR"))], booking=None)
    assert queries.trial_balance() == {}


def test_two_currencies_do_not_make_up_for_each_other(app: Flask) -> None:
    lines = [Line(AccountKind.STRIPE, "", Money(5, "EUR")), Line(AccountKind.FEES, "", Money(-5, "USD"))]
    with pytest.raises(Unbalanced), atomic():
        service.post("mixed", "Mixed", lines, booking=None)


def test_lines_of_nothing_are_left_out(app: Flask) -> None:
    entry = paid(amount=Money.zero("EUR"))
    assert entry.postings == []


def test_posting_belongs_to_the_transaction_that_moves_the_money(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        service.post("alone", "Nobody's", [], booking=None)


@pytest.mark.parametrize("kind", [LedgerEntry, Posting])
def test_what_is_posted_is_neither_changed_nor_removed(app: Flask, kind: type[LedgerEntry | Posting]) -> None:
    paid()
    with pytest.raises(Unchangeable), atomic() as session:
        setattr(session.scalars(select(kind)).first(), "what" if kind is LedgerEntry else "amount", 1)
    with pytest.raises(Unchangeable), atomic() as session:
        session.delete(session.scalars(select(Posting)).first())
    assert db.session.scalar(select(func.sum(Posting.amount))) == 0
    assert queries.balance(AccountKind.STRIPE, "", "EUR") == EUR_704


def test_a_booking_shows_its_movements_oldest_first(app: Flask) -> None:
    paid("payment:1")
    paid("payment:2", Money(100, "EUR"))
    with atomic():
        service.post("elsewhere", "Another booking's", [], booking="another00000")
    assert [entry.reference for entry in queries.entries_of(BOOKING)] == ["payment:1", "payment:2"]
