"""What may have come between asking for a day or a call and holding it, and which no guard of the database sees."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from marketplace.calendar import busy
from marketplace.calendar.models import TAKEN, BusyDay, Shift
from marketplace.calendar.working import off_of
from marketplace.db.base import db
from marketplace.kit.period import Days


def lost(rows: Sequence[Shift]) -> list[date]:
    """The dates of those that cannot be held any more. Certain only with the calendar locked."""
    if not rows:
        return []
    elsewhere = _calls_busy(rows) if rows[0].is_call else _days_busy(rows)
    return [*_off(rows), *elsewhere, *_shared(rows)]


def _off(rows: Sequence[Shift]) -> list[date]:
    """Days off, and public holidays."""
    off = off_of([rows[0].expert_id], Days(rows[0].on, rows[-1].on))[rows[0].expert_id]
    return [
        one.on
        for one in rows
        if one.on in off.holidays or any(each.first_on <= one.on <= each.last_on for each in off.days)
    ]


def _days_busy(rows: Sequence[Shift]) -> list[date]:
    wanted = select(Shift.on).join(BusyDay, (BusyDay.expert_id == Shift.expert_id) & (BusyDay.on == Shift.on))
    return list(db.session.scalars(wanted.where(Shift.owner == rows[0].owner).distinct()))


def _calls_busy(rows: Sequence[Shift]) -> list[date]:
    """A busy day may have room for a call all the same: only what its owner does at the very time is in the way."""
    whose = rows[0].expert_id
    elsewhere = busy.stretches([whose], Days(rows[0].on, rows[-1].on))[whose]
    return [
        one.on
        for one in rows
        if any(one.starts_at < ends and starts < one.ends_at for starts, ends in elsewhere)
    ]


def _shared(rows: Sequence[Shift]) -> list[date]:
    """Dates that belong to the other kind by now: to calls where it is a day's work, to work where it is a call."""
    other_kind = Shift.blocked_until.is_(None) if rows[0].is_call else Shift.blocked_until.is_not(None)
    wanted = select(Shift.on).where(
        Shift.expert_id == rows[0].expert_id,
        Shift.on.in_([one.on for one in rows]),
        Shift.state.in_(TAKEN),
        Shift.owner != rows[0].owner,
        other_kind,
    )
    return list(db.session.scalars(wanted.distinct()))
