"""Expenses as their readers need them: the expert, the members of the organization, and the vendor's finance."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace.accounts.actor import Actor
from marketplace.bookings.models import Booking
from marketplace.db.base import db
from marketplace.expenses.models import Expense, ExpenseFile, ExpenseState
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.money import CURRENCIES, Money
from marketplace.kit.paging import Page
from marketplace.registry.models import Expert

S = ExpenseState
PAGE = 20


def visible(ref: Ref, by: Actor) -> Expense:
    """For both sides of its booking. Raises `NotFound`."""
    found = db.session.scalar(whole().where(Expense.ref == ref, _seen(by)))
    if found is None:
        raise NotFound
    return found


def file(ref: Ref, by: Actor) -> ExpenseFile:
    """A receipt, for whoever sees the expense. Raises `NotFound`."""
    wanted = select(ExpenseFile).join(ExpenseFile.expense).join(Expense.booking).join(Booking.expert)
    found = db.session.scalar(wanted.where(ExpenseFile.ref == ref, _seen(by)))
    if found is None:
        raise NotFound
    return found


def of_booking(booking_id: int) -> Sequence[Expense]:
    """In the order in which they were handed in."""
    return db.session.scalars(whole().where(Expense.booking_id == booking_id).order_by(Expense.id)).all()


def sent_back_to(expert_id: int) -> Sequence[Expense]:
    rows = whole().where(Booking.expert_id == expert_id, Expense.state == S.SENT_BACK)
    return db.session.scalars(rows.order_by(Expense.decided_at)).all()


def to_decide(organization_id: int) -> Sequence[Expense]:
    return _of_organization(organization_id, S.SUBMITTED)


def to_pay(organization_id: int) -> Sequence[Expense]:
    return _of_organization(organization_id, S.APPROVED)


def of_expert(expert_id: int, number: int) -> Page[Expense]:
    """The latest first."""
    return _page(Booking.expert_id == expert_id, number)


def of_organization(organization_id: int, number: int) -> Page[Expense]:
    return _page(Booking.organization_id == organization_id, number)


def of_vendor(vendor_id: int, state: ExpenseState | None, number: int) -> Page[Expense]:
    """Of all its experts' bookings, for its finance."""
    ours = Booking.vendor_id == vendor_id
    return _page(ours & (Expense.state == state) if state else ours, number)


def totals_of_vendor(vendor_id: int) -> Sequence[tuple[ExpenseState, Money]]:
    """What they come to, by state and currency; what is approved counts as approved."""
    columns = Expense.__table__.c
    amount = func.sum(func.coalesce(Expense.approved, columns.claimed_amount))
    rows = select(Expense.state, columns.claimed_currency, amount).join(Expense.booking)
    rows = rows.where(Booking.vendor_id == vendor_id).group_by(Expense.state, columns.claimed_currency)
    found = {(state, currency): int(value) for state, currency, value in db.session.execute(rows)}
    return [(state, Money(found[state, of], of)) for state in S for of in CURRENCIES if (state, of) in found]


def waiting() -> Sequence[Expense]:
    """For an approver or a payer, in no dispute."""
    rows = whole().where(Expense.state.in_((S.SUBMITTED, S.APPROVED)), Booking.disputed_at.is_(None))
    return db.session.scalars(rows.order_by(Expense.id)).all()


def whole() -> Select[Expense]:
    """With all that a page or a table about them touches."""
    booking = contains_eager(Expense.booking)
    return (
        select(Expense)
        .join(Expense.booking)
        .join(Booking.expert)
        .options(
            booking.contains_eager(Booking.expert),
            booking.joinedload(Booking.organization),
            booking.joinedload(Booking.vendor),
            joinedload(Expense.decided_by),
            selectinload(Expense.files),
        )
    )


def named(refs: Collection[Ref]) -> dict[Ref, Expense]:
    """Those among the refs that are expenses."""
    return {one.ref: one for one in db.session.scalars(select(Expense).where(Expense.ref.in_(refs)))}


def _seen(by: Actor) -> ColumnElement[bool]:
    if by.system:
        return Expense.id.is_not(None)
    return or_(Expert.user_id == by.user_id, Booking.organization_id.in_(by.organizations))


def _of_organization(organization_id: int, state: ExpenseState) -> Sequence[Expense]:
    """Those that have waited longest first."""
    rows = whole().where(Booking.organization_id == organization_id, Expense.state == state)
    return db.session.scalars(rows.order_by(Expense.submitted_at, Expense.id)).all()


def _page(which: ColumnElement[bool], number: int) -> Page[Expense]:
    count = db.session.scalar(select(func.count(Expense.id)).join(Expense.booking).where(which)) or 0
    rows = whole().where(which).order_by(Expense.submitted_at.desc(), Expense.id.desc())
    found = db.session.scalars(rows.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(found, number, PAGE, count)
