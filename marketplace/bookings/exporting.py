"""Bookings as a table, for whoever keeps books elsewhere."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select

from marketplace.bookings.models import Booking
from marketplace.bookings.queries import STAGES, WHOLE, Stage
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.kit.spreadsheet import AT_A_TIME, Rows, amount, moment

COLUMNS = (
    "booking",
    "state",
    "customer",
    "expert",
    "vendor",
    "skill",
    "release",
    "first day",
    "last day",
    "days",
    "call minutes",
    "starts (UTC)",
    "ends (UTC)",
    "time zone",
    "rate",
    "price",
    "fee",
    "total",
    "approved of the price",
    "owed after cancelling",
    "currency",
    "cancellation terms",
    "purchase order",
    "cost centre",
    "asked by",
    "asked (UTC)",
    "booked (UTC)",
    "ended (UTC)",
    "cancelled by",
    "in dispute since (UTC)",
)


def of_expert(expert_id: int, stage: Stage | None = None) -> Rows:
    return _table(Booking.expert_id == expert_id, stage)


def of_organization(organization_id: int, stage: Stage | None = None) -> Rows:
    return _table(Booking.organization_id == organization_id, stage)


def of_vendor(vendor_id: int, stage: Stage | None = None) -> Rows:
    return _table(Booking.vendor_id == vendor_id, stage)


def _table(whose: ColumnElement[bool], stage: Stage | None) -> Rows:
    wanted = whose & Booking.state.in_(STAGES[stage]) if stage else whose
    rows = select(Booking).where(wanted).options(*WHOLE).order_by(Booking.starts_at, Booking.id)
    yield COLUMNS
    yield from map(_row, db.session.scalars(rows.execution_options(yield_per=AT_A_TIME)))


def _row(one: Booking) -> Sequence[str]:
    return (
        one.ref,
        str(one.state),
        one.organization.name,
        one.expert.name,
        one.vendor.name,
        one.certificate.skill.name,
        one.release.version if one.release else "",
        *_time(one),
        *_money(one),
        one.policy,
        one.po_number,
        one.cost_centre,
        one.booker.shown_name,
        moment(one.created_at),
        moment(one.confirmed_at),
        moment(one.ended_at),
        str(one.cancelled_by or ""),
        moment(one.disputed_at),
    )


def _time(one: Booking) -> Sequence[str]:
    return (
        one.first_on.isoformat(),
        one.last_on.isoformat(),
        "" if one.is_call else str(one.days),
        str(one.call_minutes or ""),
        moment(one.starts_at),
        moment(one.ends_at),
        one.timezone,
    )


def _money(one: Booking) -> Sequence[str]:
    settled = Money(one.settled_price, one.price.currency)
    amounts = (one.rate, one.price, one.fee, one.total, settled)
    owed = amount(None if one.owed is None else one.owed_price)
    return (*map(amount, amounts), owed, one.price.currency)
