"""What an expert has earned, earns and will earn, to the cent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.bookings.models import Booking, BookingState
from marketplace.db.base import db
from marketplace.expenses.models import Expense
from marketplace.kit.money import Money, total
from marketplace.kit.paging import Page
from marketplace.payments import queries as payment_queries
from marketplace.payments.models import Payment
from marketplace.payouts import queries, timeline
from marketplace.payouts.models import Payout, PayoutAccount, PayoutState, Transfer, TransferState
from marketplace.payouts.timeline import Stop, Way
from marketplace.timesheets.models import Timesheet, TimesheetState

PAGE = 10
_KEPT = Transfer.state != TransferState.DROPPED
SHOWN_PAYOUTS = 12


@dataclass(frozen=True, slots=True)
class Share:
    """A week's part of a booking's money, an expense's, what is kept of a cancelled one, or what is still open. `amount` is final
    once it is earned, and what was agreed on until then."""

    amount: Money
    way: Way

    @property
    def sheet(self) -> Timesheet | None:
        return self.way.sheet

    @property
    def expense(self) -> Expense | None:
        return self.way.expense

    @property
    def transfer(self) -> Transfer | None:
        return self.way.transfer

    @property
    def stops(self) -> Sequence[Stop]:
        return timeline.stops(self.way)


@dataclass(frozen=True, slots=True)
class Earning:
    """One booking's money, share by share."""

    booking: Booking
    shares: Sequence[Share]

    @property
    def amount(self) -> Money:
        return total((one.amount for one in self.shares), self.booking.price.currency)


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
    rows = select(Booking).where(which)
    count = db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    found = db.session.scalars(
        rows.options(joinedload(Booking.organization))
        .order_by(Booking.starts_at.desc(), Booking.id.desc())
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()
    return Page(_explained(found, queries.account_of(expert_id)), number, PAGE, count)


def earning_of(booking: Booking) -> Earning:
    """Where the money of one booking is."""
    return _explained([booking], queries.account_of(booking.expert_id))[0]


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
    counted = or_(Booking.state == BookingState.CONFIRMED, Booking.id.in_(select(Transfer.booking_id)))
    return (Booking.expert_id == expert_id) & counted


def _transfers(expert_id: int) -> Select[str, int]:
    columns = (queries.transfer_currency, func.sum(Transfer.__table__.c.amount_amount))
    return select(*columns).where(Transfer.expert_id == expert_id).group_by(queries.transfer_currency)


def _held(expert_id: int) -> Select[str, int]:
    """What is not approved yet of confirmed bookings."""
    columns = Booking.__table__.c
    rows = select(columns.price_currency, func.sum(columns.price_amount - columns.settled_price))
    kept = (Booking.expert_id == expert_id) & (Booking.state == BookingState.CONFIRMED)
    return rows.where(kept).group_by(columns.price_currency)


def _by_currency(rows: Select[str, int]) -> dict[str, int]:
    return {currency: int(amount) for currency, amount in db.session.execute(rows)}


def _explained(bookings: Sequence[Booking], account: PayoutAccount | None) -> list[Earning]:
    """Three look-ups for the whole page, not three for each booking."""
    ids = [booking.id for booking in bookings]
    paid = payment_queries.GOOD & Payment.amendment_id.is_(None)
    payments = db.session.scalars(select(Payment).where(Payment.booking_id.in_(ids), paid)).all()
    by_payment = {(one.booking_id, one.expense_id): one for one in payments}
    wanted = select(Transfer).where(Transfer.booking_id.in_(ids))
    wanted = wanted.options(joinedload(Transfer.payout), joinedload(Transfer.expense))
    transfers = db.session.scalars(wanted.order_by(Transfer.id)).all()
    sheets = db.session.scalars(_sheets().where(Timesheet.booking_id.in_(ids))).all()
    return [
        Earning(
            booking,
            _shares(
                booking,
                [one for one in sheets if one.booking_id == booking.id],
                [one for one in transfers if one.booking_id == booking.id],
                lambda sheet, transfer, of=booking.id: Way(
                    by_payment.get((of, transfer.expense_id if transfer else None)), sheet, transfer, account
                ),
            ),
        )
        for booking in bookings
    ]


def _sheets() -> Select[Timesheet]:
    return (
        select(Timesheet)
        .options(selectinload(Timesheet.entries), joinedload(Timesheet.booking))
        .order_by(Timesheet.week_on, Timesheet.part)
    )


def _shares(
    booking: Booking, sheets: Sequence[Timesheet], transfers: Sequence[Transfer], way: Callable[..., Way]
) -> list[Share]:
    """What was approved, week by week; what is kept of a cancelled booking, or given by a dispute; and what is open.

    A transfer says how much, once there is one: a dispute may have divided it anew, or taken it away.
    """
    kept = [one for one in transfers if one.state is not TransferState.DROPPED]
    gone = {one.timesheet_id for one in transfers} - {one.timesheet_id for one in kept}
    by_sheet = {one.timesheet_id: one for one in kept if one.timesheet_id}
    approved = [one for one in sheets if one.state is TimesheetState.APPROVED and one.earned]
    shares = [_share(one, by_sheet.get(one.id), way) for one in approved if one.id not in gone]
    others = [one for one in kept if not one.timesheet_id]
    shares += [Share(one.amount, way(None, one)) for one in others if not one.expense_id]
    if booking.state is BookingState.CONFIRMED and booking.open_days:
        undecided = [one for one in sheets if not one.decided]
        shares.append(Share(booking.open_price, way(next(iter(undecided), None), None)))
    completed = booking.state is BookingState.COMPLETED
    whole = Money.zero(booking.price.currency) if completed else booking.price
    expenses = [Share(one.amount, way(None, one)) for one in others if one.expense_id]
    if not shares and not (expenses and booking.ended_at):
        shares = [Share(whole, way(next(iter(sheets), None), None))]
    return [*shares, *expenses]


def _share(sheet: Timesheet, transfer: Transfer | None, way: Callable[..., Way]) -> Share:
    return Share(transfer.amount if transfer else sheet.earned, way(sheet, transfer))
