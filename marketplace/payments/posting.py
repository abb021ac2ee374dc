"""What payments write into the ledger, in the transaction of the change that it records."""

from marketplace.kit.money import Money
from marketplace.ledger import service as ledger
from marketplace.ledger.models import AccountKind as Account
from marketplace.ledger.service import move
from marketplace.payments.models import Payment, Refund


def paid(payment: Payment, amount: Money) -> None:
    """The customer's money rests on the booking."""
    booking = payment.booking.ref
    lines = move(amount, out_of=(Account.BOOKING, booking), into=(Account.STRIPE, ""))
    what = "Customer paid an expense" if payment.expense_id else "Customer paid"
    ledger.post(f"paid:{payment.ref}", what, lines, booking=booking)


def fee_taken(payment: Payment, fee: Money) -> None:
    """Stripe keeps its own fee; it is ours to bear."""
    lines = move(fee, out_of=(Account.STRIPE, ""), into=(Account.STRIPE_FEES, ""))
    ledger.post(f"stripe_fee:{payment.ref}", "Stripe's fee", lines, booking=payment.booking.ref)


def given_back(refund: Refund) -> None:
    booking = refund.payment.booking.ref
    lines = move(refund.amount, out_of=(Account.STRIPE, ""), into=(Account.BOOKING, booking))
    ledger.post(f"refund:{_nth(refund)}", "Refund to the customer", lines, booking=booking)


def came_back(refund: Refund) -> None:
    """The refund failed: the money is with us again and still the customer's."""
    booking = refund.payment.booking.ref
    lines = move(refund.amount, out_of=(Account.BOOKING, booking), into=(Account.STRIPE, ""))
    ledger.post(f"refund_failed:{_nth(refund)}", "Refund failed", lines, booking=booking)


def _nth(refund: Refund) -> str:
    """One that failed and is tried again moves the money once more."""
    return refund.ref if refund.attempt == 1 else f"{refund.ref}:{refund.attempt}"
