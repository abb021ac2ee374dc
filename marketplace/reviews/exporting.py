"""Reviews as a table: each side its own and what is published about it, the vendor's staff what was written around its products."""

from collections.abc import Callable, Sequence

from sqlalchemy import ColumnElement

from marketplace.bookings.models import Booking, Side
from marketplace.db.base import db
from marketplace.kit.spreadsheet import AT_A_TIME, Rows, moment
from marketplace.reviews import queries
from marketplace.reviews.models import Review, ReviewState

COLUMNS = (
    "booking",
    "customer",
    "expert",
    "skill",
    "written by",
    "state",
    *(f"{what} {number}" for number in (1, 2, 3, 4) for what in ("question", "stars")),
    "average",
    "words",
    "reply",
    "to the vendor alone",
    "why hidden or put back",
    "sent (UTC)",
    "published (UTC)",
)


def of_expert(expert_id: int) -> Rows:
    return _of_side(Booking.expert_id == expert_id, Side.EXPERT)


def of_organization(organization_id: int) -> Rows:
    return _of_side(Booking.organization_id == organization_id, Side.CUSTOMER)


def of_vendor(vendor_id: int, state: ReviewState | None, reads_notes: Callable[[Booking], bool]) -> Rows:
    """Of sealed ones no more than the note to it, where the reader reads those."""
    which = Booking.vendor_id == vendor_id
    found = _table(
        which & (Review.state == state) if state else which,
        lambda one: not one.sealed,
        lambda one: reads_notes(one.booking),
    )
    yield from found


def of_booking(booking: Booking, side: Side | None, notes: bool) -> Rows:
    """What its page shows: `side` is the reader's, `notes` whether those to the vendor are for them."""
    return _table(
        _readable(Booking.id == booking.id, side),
        lambda one: not one.sealed or one.side is side,
        lambda one: notes or one.side is side,
    )


def _readable(which: ColumnElement[bool], side: Side | None) -> ColumnElement[bool]:
    """Nobody learns from a table that the other side has written."""
    return which & ((Review.side == side) | (Review.state != ReviewState.SEALED)) if side else which


def _of_side(which: ColumnElement[bool], side: Side) -> Rows:
    return _table(_readable(which, side), lambda one: True, lambda one: one.side is side)


def _table(
    which: ColumnElement[bool], opened: Callable[[Review], bool], noted: Callable[[Review], bool]
) -> Rows:
    rows = queries.whole().where(which).order_by(Review.sent_at, Review.id)
    yield COLUMNS
    for one in db.session.scalars(rows.execution_options(yield_per=AT_A_TIME)):
        yield _row(one, opened(one), one.note if noted(one) else "")


def _row(one: Review, opened: bool, note: str) -> Sequence[str]:
    booking = one.booking
    stars = [cell for question, given in one.answers for cell in (question.short, str(given))]
    read = (*stars, f"{one.tenths / 10:.1f}", one.words, one.reply)
    return (
        booking.ref,
        booking.organization.name,
        booking.expert.name,
        booking.certificate.skill.name,
        str(one.side),
        str(one.state),
        *(read if opened else [""] * len(read)),
        note,
        one.reason,
        moment(one.sent_at),
        moment(one.published_at),
    )
