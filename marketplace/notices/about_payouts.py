"""What is said about the expert's money."""

from sqlalchemy import select

from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.kit.text import apart
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.payouts.events import (
    PayoutAccountEnabled,
    PayoutAccountRestricted,
    PayoutFailed,
    PayoutPaid,
    TransferSent,
)
from marketplace.registry.models import Expert

EARNINGS = "/earnings"


def account_enabled(fact: PayoutAccountEnabled, event: Event) -> None:
    tell(
        event,
        _person(fact.expert),
        "payout_account_enabled",
        title="You can be paid",
        body="Your payout account is complete. What you earn from now on goes to your bank by itself.",
        path=EARNINGS,
    )


def account_restricted(fact: PayoutAccountRestricted, event: Event) -> None:
    asked = "Stripe, who pays you for us, needs something more before it can send you money. "
    refused = "Stripe, who pays you for us, has closed your account and cannot send you money. "
    kept = "What you have earned is kept for you meanwhile."
    tell(
        event,
        _person(fact.expert),
        "payout_account_restricted",
        title="Your payouts have stopped" if fact.rejected else "Your payouts need your attention",
        body=(refused if fact.rejected else asked) + kept,
        path=EARNINGS,
    )


def transfer_sent(fact: TransferSent, event: Event) -> None:
    booking = sides.booking_named(fact.booking)
    amount = Money(fact.amount, fact.currency)

    def title(reader: Reader) -> str:
        return f"{reader.money(amount)} is on its way to you"

    def body(reader: Reader) -> str:
        return (
            f"What you earned with {apart(booking.organization.name)}, {reader.money(amount)}, has been released. "
            "It goes on to your bank with the next payout."
        )

    tell(event, sides.expert(booking), "transfer_sent", title=title, body=body, path=EARNINGS)


def paid(fact: PayoutPaid, event: Event) -> None:
    amount = Money(fact.amount, fact.currency)

    def title(reader: Reader) -> str:
        return f"{reader.money(amount)} is in your bank"

    def body(reader: Reader) -> str:
        return f"Your payout of {reader.money(amount)} has arrived. Your earnings page shows what it was for."

    tell(event, _person(fact.expert), "payout_paid", title=title, body=body, path=EARNINGS)


def failed(fact: PayoutFailed, event: Event) -> None:
    amount = Money(fact.amount, fact.currency)

    def body(reader: Reader) -> str:
        return (
            f"{reader.money(amount)} came back because {fact.failure}. It is safe in your balance.\n\n"
            "Check your bank details; we send it again once they are right."
        )

    title = "Your bank returned a payout"
    tell(event, _person(fact.expert), "payout_failed", title=title, body=body, path=EARNINGS)


def _person(expert: Ref) -> list[int]:
    return list(db.session.scalars(select(Expert.user_id).where(Expert.ref == expert)))
