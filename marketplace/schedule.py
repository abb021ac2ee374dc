"""What happens when nobody clicks. Every minute each line looks at the clock and does what is due; twice changes nothing."""

from collections.abc import Callable

import structlog

from marketplace.bookings import service as bookings
from marketplace.certification import service as certificates
from marketplace.certification import uploads
from marketplace.db.base import db
from marketplace.events import inbox, outbox
from marketplace.organizations import invitations
from marketplace.payments import recovery as payments
from marketplace.payouts import arriving, paying, releasing
from marketplace.payouts import service as payout_accounts
from marketplace.timesheets import service as timesheets

log = structlog.get_logger()

EVERY_MINUTE: tuple[Callable[[], object], ...] = (
    inbox.sweep,
    outbox.sweep,
    invitations.expire,
    certificates.expire_overdue,
    uploads.drop_abandoned,
    payments.resume,
    payments.catch_up,  # before bookings lapse: who paid in the last minute has paid in time
    bookings.expire_unanswered,
    bookings.lapse_unpaid,
    timesheets.approve_overdue,
    payout_accounts.refresh_unfinished,
    releasing.release_due,
    paying.pay_out_due,
    arriving.check_sent,
)


def tick() -> None:
    """Go through the table once. A line that fails is logged and does not keep the others from running."""
    for job in EVERY_MINUTE:
        try:
            job()
        except Exception:
            # PostgreSQL answers nothing more in a transaction in which a statement failed.
            db.session.rollback()
            log.exception("scheduled job failed", job=f"{job.__module__}.{job.__name__}")
