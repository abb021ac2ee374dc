"""What an expert has earned, earns and will earn, to the cent."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.bookings.models import Booking, BookingState
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.kit.paging import Page
from marketplace.payments import queries as payment_queries
from marketplace.payments.models import Payment
from marketplace.payouts import queries, timeline
from marketplace.payouts.models import Payout, PayoutAccount, PayoutState, Transfer, TransferState
from marketplace.payouts.timeline import Stop, Way
from marketplace.timesheets.models import Timesheet

PAGE = 10
_KEPT = Transfer.state != TransferState.DROPPED
SHOWN_PAYOUTS = 12


@dataclass(frozen=True, slots=True)
class Earning:
    """One booking's money. `amount` is final once there is a transfer, and the price agreed on until then."""

    booking: Booking
    amount: Money
    transfer: Transfer | None
    sheet: Timesheet | None
    stops: Sequence[Stop]


@dataclass(frozen=True, slots=True)
class Totals:
    """In one currency: held until hours are approved, waiting for its date, on its way, in the bank."""

    held: Money
    waiting: Money
    on_its_way: Money
    in_the_bank: Money


def earnings_of(expert_id: int, number: int) -> Page[Earning]:
    """Paid bookings, and cancelled ones of which something is owed; the latest first."""
    which = _counted(expert_id)
    rows = select(Booking).outerjoin(Transfer, (Transfer.booking_id == Booking.id) & _KEPT).where(which)
    total = db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    found = db.session.scalars(
        rows.options(joinedload(Booking.organization))
        .order_by(Booking.starts_at.desc(), Booking.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    return Page(_explained(found, queries.account_of(expert_id)), number, PAGE, total)


def way_of(booking: Booking) -> Way:
    """Where the money of one booking is."""
    return _ways([booking], queries.account_of(booking.expert_id))[0]


def totals_of(expert_id: int) -> dict[str, Totals]:
    """By currency."""
    paid = _by_currency(_transfers(expert_id).join(Payout).where(Payout.state == PayoutState.PAID))
    sent = _by_currency(_transfers(expert_id).where(Transfer.state == TransferState.SENT))
    waiting = _by_currency(_transfers(expert_id).where(Transfer.state == TransferState.WAITING))
    held = _by_currency(_held(expert_id))
    return {
        currency: Totals(
            Money(held.get(currency, 0), currency),
            Money(waiting.get(currency, 0), currency),
            Money(sent.get(currency, 0) - paid.get(currency, 0), currency),
            Money(paid.get(currency, 0), currency),
        )
        for currency in sorted(held.keys() | waiting.keys() | sent.keys())
    }


def payouts_of(expert_id: int) -> Sequence[Payout]:
    """The latest payouts with what they paid for."""
    rows = select(Payout).where(Payout.expert_id == expert_id).order_by(Payout.id.desc())
    whole = joinedload(Payout.transfers).joinedload(Transfer.booking).joinedload(Booking.organization)
    return db.session.scalars(rows.options(whole).limit(SHOWN_PAYOUTS)).unique().all()


def _counted(expert_id: int) -> ColumnElement[bool]:
    counted = or_(Booking.state == BookingState.CONFIRMED, Transfer.id.is_not(None))
    return (Booking.expert_id == expert_id) & counted


def _transfers(expert_id: int) -> Select[str, int]:
    columns = (queries.transfer_currency, func.sum(Transfer.__table__.c.amount_amount))
    return select(*columns).where(Transfer.expert_id == expert_id).group_by(queries.transfer_currency)


def _held(expert_id: int) -> Select[str, int]:
    """Confirmed bookings, and those completed a moment ago whose transfer is not written yet."""
    columns = Booking.__table__.c
    rows = select(columns.price_currency, func.sum(columns.price_amount))
    kept = (Booking.expert_id == expert_id) & (Booking.state == BookingState.CONFIRMED)
    return rows.where(kept).group_by(columns.price_currency)


def _by_currency(rows: Select[str, int]) -> dict[str, int]:
    return {currency: int(amount) for currency, amount in db.session.execute(rows)}


def _explained(bookings: Sequence[Booking], account: PayoutAccount | None) -> list[Earning]:
    return [
        Earning(
            booking,
            way.transfer.amount if way.transfer else booking.price,
            way.transfer,
            way.sheet,
            timeline.stops(way),
        )
        for booking, way in zip(bookings, _ways(bookings, account), strict=True)
    ]


def _ways(bookings: Sequence[Booking], account: PayoutAccount | None) -> list[Way]:
    """Three look-ups for the whole page, not three for each booking."""
    ids = [booking.id for booking in bookings]
    paid = payment_queries.GOOD & Payment.amendment_id.is_(None)
    payments = db.session.scalars(select(Payment).where(Payment.booking_id.in_(ids), paid))
    sheets = db.session.scalars(select(Timesheet).where(Timesheet.booking_id.in_(ids)))
    wanted = select(Transfer).where(Transfer.booking_id.in_(ids), _KEPT).options(joinedload(Transfer.payout))
    transfers = db.session.scalars(wanted)
    by_payment = {one.booking_id: one for one in payments}
    by_sheet = {one.booking_id: one for one in sheets}
    by_transfer = {one.booking_id: one for one in transfers}
    return [Way(by_payment.get(one), by_sheet.get(one), by_transfer.get(one), account) for one in ids]
