"""Disputes as a table: what each was about, how it was divided, and why. What the sides said stands in the booking's archive."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.disputes import queries, stakes
from marketplace.disputes.models import Dispute
from marketplace.disputes.queries import STATES, Shown
from marketplace.kit.money import Money
from marketplace.kit.spreadsheet import AT_A_TIME, Rows, amount, moment

COLUMNS = (
    "dispute",
    "booking",
    "customer",
    "expert",
    "about",
    "opened by",
    "state",
    "price in dispute",
    "fee in dispute",
    "asked back of the price",
    "offered back of the price",
    "offered by",
    "went back of the price",
    "went back in all",
    "to the expert",
    "currency",
    "opinion",
    "assessor",
    "statements",
    "opened (UTC)",
    "answer by (UTC)",
    "opinion by (UTC)",
    "ended (UTC)",
)


def of_expert(expert_id: int) -> Rows:
    return _table(Booking.expert_id == expert_id)


def of_organization(organization_id: int) -> Rows:
    return _table(Booking.organization_id == organization_id)


def of_vendor(vendor_id: int, shown: Shown) -> Rows:
    return _table((Booking.vendor_id == vendor_id) & Dispute.state.in_(STATES[shown]))


def _table(which: ColumnElement[bool]) -> Rows:
    rows = queries.whole().where(which).order_by(Dispute.id)
    yield COLUMNS
    yield from map(_row, db.session.scalars(rows.execution_options(yield_per=AT_A_TIME)))


def _row(one: Dispute) -> Sequence[str]:
    booking = one.booking
    return (
        one.ref,
        booking.ref,
        booking.organization.name,
        booking.expert.name,
        one.topic.label,
        str(one.side),
        str(one.state),
        *_money(one),
        one.opinion,
        one.assessor.shown_name if one.assessor else "",
        str(len(one.statements)),
        moment(one.created_at),
        moment(one.answer_by),
        moment(one.opinion_by),
        moment(one.ended_at),
    )


def _money(one: Dispute) -> Sequence[str]:
    made = None if one.back is None else stakes.of(one, one.back)
    amounts = (
        one.price,
        one.fee,
        Money(one.asked, one.price.currency),
        None if one.offered is None else Money(one.offered, one.price.currency),
    )
    outcome = (made.back_price, made.back, made.earned) if made else (None, None, None)
    return (
        *(amount(each) for each in amounts),
        str(one.offer_side or ""),
        *(amount(each) for each in outcome),
        one.price.currency,
    )
