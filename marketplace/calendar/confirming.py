"""The expert's word that the calendar is right: given, asked for, asked for once until it is given again."""

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.calendar import policy
from marketplace.calendar.events import AvailabilityConfirmed, ConfirmationAsked
from marketplace.calendar.freshness import ASK_AFTER
from marketplace.calendar.models import Confirmation, ConfirmationState, WeeklyHours
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.registry.models import Expert, ProfileState


def confirm(ref: Ref, *, by: Actor) -> Expert:
    """The calendar is right as it stands."""
    with atomic():
        expert = locked(Expert, ref)
        permit(policy.may_keep(by, expert))
        note(expert)
        record(AvailabilityConfirmed(expert.ref), by=by)
    return expert


def note(expert: Expert) -> None:
    """Whoever changes a calendar has looked at it: the word is given anew. In the transaction of the change, the expert locked."""
    row = _row_of(expert)
    row.become("confirm")
    row.confirmed_at = clock.now()
    db.session.flush()


def ask_lapsing() -> int:
    """Ask those who have not confirmed for ten days, once until they do; how many.

    All with a public profile and weekly hours, certified or not: their page says how old their word is either way.
    """
    return sum(_ask(ref) for ref in db.session.scalars(_due()).all())


def _due(*also: ColumnElement[bool]) -> Select[Ref]:
    unasked = or_(Confirmation.state.is_(None), Confirmation.state == ConfirmationState.CONFIRMED)
    return (
        select(Expert.ref)
        .outerjoin(Confirmation, Confirmation.expert_id == Expert.id)
        .where(Expert.state == ProfileState.PUBLISHED, unasked, *also)
        .where(func.coalesce(Confirmation.confirmed_at, Expert.created_at) <= clock.now() - ASK_AFTER)
        .where(exists().where(WeeklyHours.expert_id == Expert.id))
        .order_by(Expert.id)
    )


def _ask(ref: Ref) -> bool:
    with atomic():
        expert = locked(Expert, ref)
        if db.session.scalar(_due(Expert.ref == ref)) is None:
            return False
        row = _row_of(expert)
        row.become("ask")
        record(ConfirmationAsked(expert.ref), by=SYSTEM)
    return True


def _row_of(expert: Expert) -> Confirmation:
    row = db.session.get(Confirmation, expert.id, populate_existing=True)
    if row is None:
        row = Confirmation(expert_id=expert.id, state=ConfirmationState.CONFIRMED)
        db.session.add(row)
    return row
