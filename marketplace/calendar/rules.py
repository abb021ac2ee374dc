"""How an expert lets themselves be booked: at once or asked first, notice, horizon, days in a week."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.calendar import confirming, policy
from marketplace.calendar.events import BookingRulesSet
from marketplace.calendar.rule_models import BookingRule
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit.errors import Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.registry.models import Expert

LIMITS = {"notice_hours": (0, 720), "horizon_days": (7, 730), "week_days": (1, 6)}
"""Least and most of each, both included. Seven days a week are no limit."""


@dataclass(frozen=True, slots=True)
class Rules:
    """None: as the vendor has it; for `week_days`, as many as there are."""

    at_once: bool = False
    notice_hours: int | None = None
    horizon_days: int | None = None
    week_days: int | None = None

    @property
    def notice_days(self) -> int:
        """For search, which knows days: begun ones count whole."""
        return -(-(self.notice_hours or 0) // 24)


USUAL = Rules()


def rules_of(expert_ids: Iterable[int]) -> dict[int, Rules]:
    """One statement, however many experts."""
    ids = list(expert_ids)
    rows = db.session.scalars(select(BookingRule).where(BookingRule.expert_id.in_(ids)))
    found = {
        one.expert_id: Rules(one.at_once, one.notice_hours, one.horizon_days, one.week_days) for one in rows
    }
    return {one: found.get(one, USUAL) for one in ids}


def rules(expert_id: int) -> Rules:
    return rules_of([expert_id])[expert_id]


def set_rules(ref: Ref, wanted: Rules, *, by: Actor) -> Expert:
    """For whoever asks from now on. Raises `Invalid`."""
    _look_through(wanted)
    with atomic():
        expert = locked(Expert, ref)
        permit(policy.may_keep(by, expert))
        row = row_of(expert)
        row.at_once, row.notice_hours = wanted.at_once, wanted.notice_hours
        row.horizon_days, row.week_days = wanted.horizon_days, wanted.week_days
        confirming.note(expert)
        record(
            BookingRulesSet(
                expert.ref, wanted.at_once, wanted.notice_hours, wanted.horizon_days, wanted.week_days
            ),
            by=by,
        )
    return expert


def row_of(expert: Expert) -> BookingRule:
    """The expert locked."""
    row = db.session.get(BookingRule, expert.id, populate_existing=True)
    if row is None:
        row = BookingRule(expert_id=expert.id, at_once=False, country="", region="")
        db.session.add(row)
    return row


def _look_through(wanted: Rules) -> None:
    mistakes = {}
    for name, (least, most) in LIMITS.items():
        number = getattr(wanted, name)
        if number is not None and not least <= number <= most:
            mistakes[name] = f"Between {least} and {most}, please, or nothing."
    if mistakes:
        raise Invalid("Some of this needs another look.", mistakes)
