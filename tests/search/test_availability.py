"""Whoever search calls free is free: the SQL agrees with a slow look at every day in Python."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN, DayOff, Shift, ShiftState, WeeklyHours
from marketplace.calendar.shifts import bounds
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit.period import Days
from marketplace.registry.models import Expert
from marketplace.search.queries import search
from marketplace.search.query import Query
from tests import make
from tests.cast import Cast

TODAY = date(2027, 3, 1)
ZONES = ("Europe/Berlin", "Pacific/Auckland", "America/New_York")
"""Between March and April the clocks change in all three, on three different days."""


@dataclass(frozen=True)
class Plan:
    """One expert's calendar: weekday to hours, days off as (first, length), a state for some days."""

    week: dict[int, list[tuple[int, int]]]
    off: list[tuple[date, int]]
    shifts: dict[date, ShiftState]

    def free_on(self, day: date, zone: str) -> bool:
        if not self.week.get(day.weekday()):
            return False
        if any(first <= day < first + timedelta(days=length) for first, length in self.off):
            return False
        return not any(
            state in TAKEN and self.local_day(on, zone) == day for on, state in self.shifts.items()
        )

    def local_day(self, on: date, zone: str) -> date:
        return self.times(on, zone)[0].astimezone(ZoneInfo(zone)).date()

    def times(self, on: date, zone: str):
        return bounds(on, self.week.get(on.weekday()) or [(540, 1020)], zone)


days = st.integers(0, 60).map(lambda n: TODAY + timedelta(days=n))
hours = st.sampled_from([[(540, 1020)], [(0, 1440)], [(120, 180), (600, 720)], [(1380, 1440)]])
plans = st.builds(
    Plan,
    # Full working weeks are drawn often: otherwise hardly anybody would ever be free for days on end.
    week=st.one_of(
        hours.map(lambda one: dict.fromkeys(range(5), one)),
        st.dictionaries(st.integers(0, 6), hours, min_size=3),
    ),
    off=st.lists(st.tuples(days, st.integers(1, 6)), max_size=2),
    shifts=st.dictionaries(days, st.sampled_from(ShiftState), max_size=4),
)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(plans, min_size=3, max_size=3), first=days, length=st.integers(1, 20))
def test_sql_and_python_agree_on_who_is_free(cast: Cast, drawn: list[Plan], first: date, length: int) -> None:
    experts = _team(cast)
    for expert, plan in zip(experts, drawn, strict=True):
        _set(expert, plan)
    query = Query(first=first, last=first + timedelta(days=length - 1))
    assert query.days is not None
    asked = query.days.working()
    expected = [
        expert.name
        for expert, plan in zip(experts, drawn, strict=True)
        if all(plan.free_on(day, expert.timezone) for day in asked)
    ]
    if asked:
        assert sorted(hit.expert.name for hit in search(query).items) == sorted(expected)
    free = {expert.name: set(calendar.free_days(expert.id, query.days)) for expert in experts}
    assert [name for name, those in free.items() if set(asked) <= those] == expected


def _team(cast: Cast) -> list[Expert]:
    known = db.session.scalars(db.select(Expert).order_by(Expert.id)).all()
    if len(known) < len(ZONES):
        make.certificate(cast.emil, cast.leave)
        make.certificate(make.expert("Nora"), cast.leave)
        known = db.session.scalars(db.select(Expert).order_by(Expert.id)).all()
        for expert, zone in zip(known, ZONES, strict=True):
            make.change(expert, timezone=zone)
    return list(known)


def _set(expert: Expert, plan: Plan) -> None:
    with atomic() as session:
        for kind in (WeeklyHours, DayOff, Shift):
            session.execute(delete(kind).where(kind.expert_id == expert.id))
        for weekday, stretches in plan.week.items():
            for start, end in stretches:
                session.add(
                    WeeklyHours(expert_id=expert.id, weekday=weekday, start_minute=start, end_minute=end)
                )
        for first, length in plan.off:
            last = first + timedelta(days=length - 1)
            session.add(DayOff(expert_id=expert.id, first_on=first, last_on=last))
        for on, state in plan.shifts.items():
            starts, ends = plan.times(on, expert.timezone)
            row = {"on": on, "starts_at": starts, "ends_at": ends, "state": state}
            session.add(Shift(expert_id=expert.id, owner="somebody", **row))


def test_the_oracle_itself_knows_a_free_week() -> None:
    plan = Plan({weekday: [(540, 1020)] for weekday in range(5)}, [], {date(2027, 3, 30): ShiftState.HELD})
    week = Days(date(2027, 3, 29), date(2027, 4, 2))
    assert [plan.free_on(day, "Europe/Berlin") for day in week] == [True, False, True, True, True]
