"""A month's statement says what the ledger says: what was there, what came and went, what was left."""

import csv
import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from marketplace.bookings.models import Booking
from marketplace.kit import clock as now
from marketplace.kit.errors import NotFound
from marketplace.kit.money import Money
from marketplace.kit.spreadsheet import written
from marketplace.ledger import queries as ledger
from marketplace.ledger.models import AccountKind
from marketplace.payouts import arriving, paying
from marketplace.simulator.serving import Simulator
from marketplace.statements import files, monthly
from marketplace.statements.month import Month
from marketplace.statements.monthly import Statement
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.reconciliation.stage import released

MARCH, APRIL = Month(2027, 3), Month(2027, 4)


@pytest.fixture
def booking(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> Booking:
    """Three days paid in March, two of them earned, one given back; the rest of the road is gone in April."""
    booking = released(cast, clock, settle)
    clock.to(datetime(2027, 4, 1, 0, 30, tzinfo=UTC))
    paying.pay_out_due()
    clock.forward(days=5)
    arriving.check_sent()
    return booking


def sums(one: Statement) -> tuple[str, ...]:
    return tuple(f"{each.decimal()}" for each in (one.opening, one.came, one.went, one.closing))


def test_an_expert_reads_what_was_earned_and_what_arrived(cast: Cast, booking: Booking) -> None:
    (march,) = monthly.of_expert(cast.ana, MARCH)
    assert [(line.what, line.booking) for line in march.lines] == [
        ("Earned: hours approved, week of 8 Mar 2027", booking.ref)
    ]
    (april,) = monthly.of_expert(cast.ana, APRIL)
    assert [line.what for line in april.lines] == ["In the expert's bank"]
    assert april.opening == march.closing == march.came == april.went
    assert april.closing == Money(0, "EUR")
    assert monthly.of_expert(cast.ana, Month(2027, 5)) == [] == monthly.of_expert(cast.emil, MARCH)


def test_every_statement_ties_to_the_ledger(cast: Cast, booking: Booking) -> None:
    for one in monthly.of_vendor(cast.ledgerline, APRIL):
        owner = {AccountKind.BOOKING: booking.ref, AccountKind.EXPERT: cast.ana.ref}.get(one.account, "")
        held = ledger.balance(one.account, owner, "EUR")
        assert abs(held.amount) == abs(one.closing.amount)
        assert sum(line.amount.amount for line in one.lines) == (one.closing - one.opening).amount
    march = {one.account: sums(one) for one in monthly.of_vendor(cast.ledgerline, MARCH)}
    held = monthly.of_organization(cast.nordwind, MARCH)
    assert [sums(one) for one in held] == [march[AccountKind.BOOKING]]
    paid, earned, fee = (march[kind] for kind in (AccountKind.BOOKING, AccountKind.EXPERT, AccountKind.FEES))
    back = ledger.entries_of(booking.ref)
    refunded = sum(
        each.amount
        for one in back
        if one.reference.startswith("refund:")
        for each in one.postings
        if each.amount > 0
    )
    assert float(paid[1]) == pytest.approx(float(earned[1]) + float(fee[1]) + refunded / 100)
    assert paid[3] == "0.00"


def test_a_month_ends_where_the_next_begins() -> None:
    assert Month.read("2027-12").next == Month(2028, 1) and Month(2028, 1).previous == Month(2027, 12)
    assert Month(2027, 12).end == Month(2028, 1).start == datetime(2028, 1, 1, tzinfo=UTC)
    assert Month.of(datetime.fromisoformat("2027-04-01T00:30+02:00")) == MARCH
    for nonsense in ("2027-13", "2027-3", "27-03", "2027-03-01", "٢٠٢٧-٠٣", "1999-12"):
        with pytest.raises(NotFound):
            Month.read(nonsense)


def test_files_say_the_same(cast: Cast, booking: Booking) -> None:
    march = monthly.of_vendor(cast.ledgerline, MARCH)
    rows = list(csv.DictReader(io.StringIO(written(files.rows(march)).decode("utf-8-sig"))))
    assert len(rows) == sum(len(one.lines) + 2 for one in march)
    held = [row for row in rows if row["account"] == "Held for bookings"]
    assert held[-1]["what"] == "At the end of the month"
    assert {row["booking"] for row in held[1:-1]} == {booking.ref}
    assert held[1]["reference"].startswith("paid:")
    paper = PdfReader(io.BytesIO(files.pdf(march, "Ledgerline", MARCH, "Mavenry", now.now())))
    text = "\n".join(page.extract_text() for page in paper.pages)
    assert "Statement for March 2027" in text and "Stripe’s fees, EUR" in text
    assert held[1]["amount"] in text
