"""What operators are told when our books and Stripe's do not agree."""

from marketplace.events.models import Event
from marketplace.notices import sides
from marketplace.notices.service import tell
from marketplace.reconciliation.events import ReconciliationFailed, ReconciliationFinished

PAGE = "/operations/reconciliation"


def finished(fact: ReconciliationFinished, event: Event) -> None:
    """Nothing when all is well: a mail that comes every day is read by nobody."""
    if not fact.flagged:
        return
    things = "one thing" if fact.flagged == 1 else f"{fact.flagged} things"
    tell(
        event,
        sides.operators(),
        "books_differ",
        title=f"Our books and Stripe's differ about {things}",
        body="Each is named with both amounts and, as far as it is known, the reason. Until it is cleared, this comes every day.",
        path=f"{PAGE}/{fact.subject}",
    )


def failed(fact: ReconciliationFailed, event: Event) -> None:
    tell(
        event,
        sides.operators(),
        "not_reconciled",
        title="The books could not be compared with Stripe's",
        body=f"Stripe did not answer for an hour: {fact.failure} It is tried again tomorrow, or when you ask for it.",
        path=PAGE,
    )
