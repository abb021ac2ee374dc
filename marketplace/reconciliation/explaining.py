"""Why our books and Stripe's differ about one thing, in a sentence, and whether that goes by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.kit import clock
from marketplace.kit.money import Money
from marketplace.payments.models import Payment, PaymentState, Refund, RefundState
from marketplace.payouts.models import Payout, PayoutState, Transfer, TransferState
from marketplace.reconciliation.tracing import Subject

SOON = timedelta(hours=1)
"""By then notices have come, or we have asked ourselves (payments/recovery.py, payouts/arriving.py)."""
BANKS = timedelta(days=10)
"""The longest that a bank takes, weekends and holidays counted."""

HERE_ALONE = "Stripe knows nothing of this. Was the key to Stripe changed, or the database restored?"
AT_STRIPE_ALONE = "This was done at Stripe, by hand or by another program: nothing here asked for it."
DISPUTED = "The cardholder's bank has taken this back, or returned it, in a card dispute. Answer it on Stripe's pages."
TOLD = {"adjustment": DISPUTED}


@dataclass(frozen=True, slots=True)
class Explanation:
    why: str
    expected: bool = False


def explain(
    subject: Subject | None, kind: str, ours: Money, stripes: Money, at: datetime | None
) -> Explanation:
    """`kind` is Stripe's word for the movement and `at` when it was made there, None when there is none."""
    if at is None:
        return Explanation(HERE_ALONE)
    young = clock.now() - at < SOON
    if isinstance(subject, Payment):
        return _payment(subject, ours, stripes, young=young)
    if isinstance(subject, Refund):
        return _refund(subject, young=young)
    if isinstance(subject, Transfer):
        return _transfer(subject, young=young)
    if isinstance(subject, Payout):
        return _payout(subject, ours, young=young)
    return Explanation(TOLD.get(kind, AT_STRIPE_ALONE))


def _payment(payment: Payment, ours: Money, stripes: Money, *, young: bool) -> Explanation:
    if payment.state is PaymentState.PAID and payment.stripe_fee is None and ours == payment.amount:
        return Explanation("Stripe's fee is not in our books yet. We ask for it every ten minutes.", young)
    if payment.state is not PaymentState.PAID and not ours:
        return Explanation("The customer has paid, and we have not taken note of it yet.", young)
    return Explanation(
        f"We have {_shown(ours)} of this payment in the books, Stripe has {_shown(stripes)}, its fee taken off."
    )


def _refund(refund: Refund, *, young: bool) -> Explanation:
    if refund.state is RefundState.STARTED:
        return Explanation("Stripe has made this refund and its answer was lost. We ask again.", young)
    if refund.state is RefundState.FAILED:
        return Explanation("We take this refund for failed; Stripe has sent the money.")
    return Explanation("Stripe's bank has sent the money back, and we have not taken note of it yet.", young)


def _transfer(transfer: Transfer, *, young: bool) -> Explanation:
    if transfer.state is TransferState.WAITING:
        return Explanation("Stripe has made this transfer and its answer was lost. We ask again.", young)
    return Explanation(
        "The transfer at Stripe is not the one in our books. Was part of it taken back by hand?"
    )


def _payout(payout: Payout, ours: Money, *, young: bool) -> Explanation:
    if payout.state is PayoutState.STARTED:
        return Explanation("Stripe has sent this payout and its answer was lost. We ask again.", young)
    if payout.state is PayoutState.SENT and not ours:
        late = payout.arrives_on is not None and clock.today() - payout.arrives_on > BANKS
        day = f", expected on {payout.arrives_on:%-d %b %Y}" if payout.arrives_on else ""
        return Explanation(f"On its way to the expert's bank{day}.", not late)
    return Explanation("The expert's bank and our books do not agree on this payout yet.", young)


def _shown(money: Money) -> str:
    return f"{money.decimal():,} {money.currency}"
