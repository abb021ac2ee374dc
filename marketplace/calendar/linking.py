"""Other calendars of an expert: told to us, and taken back."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.calendar import busy, policy
from marketplace.calendar.events import CalendarLinked, CalendarUnlinked
from marketplace.calendar.models import LinkedCalendar
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.gateways import outward_addresses
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, Invalid, NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.registry.models import Expert

LONGEST_NAME = 60
MOST = 5
"""Calendars of one expert."""


def link(ref: Ref, name: str, address: str, *, by: Actor) -> LinkedCalendar:
    """Read this calendar from now on. Raises `Invalid` for what cannot be an address, `Conflict` for one too many."""
    name, address = _checked(name, address)
    with atomic() as session:
        expert = locked(Expert, ref)
        permit(policy.may_keep(by, expert))
        _check_room(expert, address)
        row = LinkedCalendar(expert_id=expert.id, name=name, address=address, due_at=clock.now())
        session.add(row)
        session.flush()
        record(CalendarLinked(expert.ref, row.ref), by=by)
    return row


def unlink(ref: Ref, *, by: Actor) -> None:
    """Forget the calendar and all that is known of it. Others' calendars do not exist."""
    with atomic() as session:
        expert, row = _own(ref, by)
        session.delete(row)
        session.flush()
        busy.settle(expert)
        record(CalendarUnlinked(expert.ref, ref), by=by)


def read_soon(ref: Ref, *, by: Actor) -> LinkedCalendar:
    """Read it within a minute, rather than when its turn comes."""
    with atomic():
        _, row = _own(ref, by)
        row.due_at = clock.now()
    return row


def linked_to(expert_id: int) -> Sequence[LinkedCalendar]:
    """In the order in which they were linked."""
    wanted = select(LinkedCalendar).where(LinkedCalendar.expert_id == expert_id)
    return db.session.scalars(wanted.order_by(LinkedCalendar.id)).all()


def named(ref: Ref) -> LinkedCalendar | None:
    return db.session.scalar(select(LinkedCalendar).where(LinkedCalendar.ref == ref))


def _checked(name: str, address: str) -> tuple[str, str]:
    typed = Typed()
    name = typed.line("name", name, LONGEST_NAME, needed="Give it a name by which you will know it.")
    address = address.strip()
    try:
        outward_addresses.target(address)
    except Invalid as mistake:
        typed.wrong("address", mistake.sentence)
    typed.check()
    return name, address


def _check_room(expert: Expert, address: str) -> None:
    mine = linked_to(expert.id)
    same = next((one for one in mine if one.address == address), None)
    if same:
        raise Conflict(f"This calendar is linked already, as “{same.name}”.")
    if len(mine) >= MOST:
        raise Conflict(
            f"{MOST} calendars are linked, and that is the most. Remove one that you no longer need."
        )


def _own(ref: Ref, by: Actor) -> tuple[Expert, LinkedCalendar]:
    expert = db.session.scalar(
        select(Expert)
        .join(LinkedCalendar, LinkedCalendar.expert_id == Expert.id)
        .where(LinkedCalendar.ref == ref)
        .with_for_update(of=Expert)
    )
    if expert is None or policy.may_keep(by, expert) is not True:
        raise NotFound
    return expert, locked(LinkedCalendar, ref)
