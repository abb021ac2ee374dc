"""Days are asked for, held, booked and given back; the database keeps two bookings apart."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from marketplace.calendar import queries, shifts
from marketplace.calendar.errors import DatesTaken
from marketplace.calendar.models import DayOff, Shift, ShiftState
from marketplace.calendar.queries import DayKind
from marketplace.db.session import atomic
from marketplace.kit.errors import Invalid, WrongState
from marketplace.kit.ids import Ref
from marketplace.kit.period import Days
from marketplace.registry.models import Expert
from tests import make
from tests.cast import Cast

MONDAY, TUESDAY, SATURDAY = date(2027, 3, 8), date(2027, 3, 9), date(2027, 3, 13)
WEEK = Days(MONDAY, date(2027, 3, 14))


def ask(expert: Expert, owner: Ref, *days: date) -> None:
    with atomic():
        shifts.propose(expert, owner, days)


def hold(owner: Ref) -> None:
    with atomic():
        shifts.hold(owner)


def test_a_day_asked_for_stays_free_until_ana_accepts(cast: Cast) -> None:
    ask(cast.ana, "nordwind", MONDAY, TUESDAY)
    assert MONDAY in queries.free_days(cast.ana.id, WEEK)
    hold("nordwind")
    assert [day.day for day in queries.free_days(cast.ana.id, WEEK)] == [10, 11, 12]


def test_a_shift_runs_from_the_first_minute_to_the_last_on_her_wall_clock(cast: Cast) -> None:
    ask(cast.ana, "winter", date(2027, 3, 26))
    ask(cast.ana, "summer", date(2027, 3, 29))
    winter, summer = queries.shifts_of("winter")[0], queries.shifts_of("summer")[0]
    assert winter.starts_at == datetime(2027, 3, 26, 8, tzinfo=UTC)
    assert summer.starts_at == datetime(2027, 3, 29, 7, tzinfo=UTC)
    assert summer.ends_at == datetime(2027, 3, 29, 15, tzinfo=UTC)


def test_a_lunch_break_lies_inside_the_shift() -> None:
    begins, ends = shifts.bounds(MONDAY, [(540, 720), (780, 1020)], "Europe/Berlin")
    assert (begins.hour, ends.hour) == (8, 16)


def test_hours_that_the_clocks_skip_are_worked_right_after_the_gap() -> None:
    begins, ends = shifts.bounds(date(2027, 3, 28), [(120, 180)], "Europe/Berlin")
    assert begins == datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert ends == datetime(2027, 3, 28, 2, tzinfo=UTC)


def test_a_saturday_is_refused_by_name(cast: Cast) -> None:
    with pytest.raises(DatesTaken, match="Sat 13 Mar is no longer free") as refusal:
        ask(cast.ana, "nordwind", MONDAY, SATURDAY)
    assert refusal.value.days == (SATURDAY,)
    assert queries.shifts_of("nordwind") == []


def test_asking_for_no_day_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="at least one day"):
        ask(cast.ana, "nordwind")


def test_two_customers_ask_for_one_day_and_the_second_hold_is_refused(cast: Cast) -> None:
    ask(cast.ana, "nordwind", MONDAY, TUESDAY)
    ask(cast.ana, "halden", TUESDAY)
    hold("nordwind")
    with pytest.raises(DatesTaken) as refusal:
        hold("halden")
    assert refusal.value.days == (TUESDAY,)
    assert [one.state for one in queries.shifts_of("halden")] == [ShiftState.REQUESTED]


def test_the_callers_transaction_goes_on_after_a_refusal(cast: Cast) -> None:
    ask(cast.ana, "nordwind", MONDAY)
    ask(cast.ana, "halden", MONDAY)
    hold("nordwind")
    with atomic():
        with pytest.raises(DatesTaken):
            shifts.hold("halden")
        shifts.release("halden")
    assert [one.state for one in queries.shifts_of("halden")] == [ShiftState.RELEASED]


def test_what_one_customer_gives_back_another_can_have(cast: Cast) -> None:
    ask(cast.ana, "nordwind", MONDAY)
    ask(cast.ana, "halden", MONDAY)
    hold("nordwind")
    with atomic():
        shifts.book("nordwind")
    with atomic():
        shifts.release("nordwind")
    hold("halden")
    assert queries.day_states(cast.ana, Days(MONDAY, MONDAY))[0].state is DayKind.HELD


def test_giving_back_twice_changes_nothing(cast: Cast) -> None:
    ask(cast.ana, "nordwind", MONDAY)
    for _ in range(2):
        with atomic():
            shifts.release("nordwind")
    assert queries.shifts_of("nordwind")[0].state is ShiftState.RELEASED


def test_days_cannot_be_paid_before_they_are_held(cast: Cast) -> None:
    ask(cast.ana, "nordwind", MONDAY)
    with pytest.raises(WrongState), atomic():
        shifts.book("nordwind")


def test_a_day_off_taken_meanwhile_keeps_the_request_from_being_held(cast: Cast) -> None:
    ask(cast.ana, "nordwind", MONDAY, TUESDAY)
    make.row(DayOff, expert_id=cast.ana.id, first_on=TUESDAY, last_on=TUESDAY)
    with pytest.raises(DatesTaken) as refusal:
        hold("nordwind")
    assert refusal.value.days == (TUESDAY,)


def test_one_persons_days_do_not_touch_anothers(cast: Cast) -> None:
    ask(cast.ana, "nordwind", MONDAY)
    ask(cast.emil, "halden", MONDAY)
    hold("nordwind")
    hold("halden")


def test_after_a_move_to_auckland_an_old_evening_there_keeps_its_hours(cast: Cast) -> None:
    # Nine to five on Monday in Berlin is nine in the evening to five on Tuesday morning in Auckland.
    ask(cast.ana, "nordwind", MONDAY)
    hold("nordwind")
    with atomic() as session:
        cast.ana.timezone = "Pacific/Auckland"
        make.hours(cast.ana, {1: [(4 * 60, 12 * 60)]})
        session.flush()
    with pytest.raises(DatesTaken) as refusal:
        ask(cast.ana, "halden", TUESDAY)
    assert refusal.value.days == (TUESDAY,)


@pytest.mark.parametrize("first, second", [("held", "held"), ("held", "booked"), ("booked", "booked")])
def test_the_database_itself_refuses_an_overlap(cast: Cast, first: str, second: str) -> None:
    nine, noon, three = (datetime(2027, 3, 8, hour, tzinfo=UTC) for hour in (9, 12, 15))
    shift(cast.ana, nine, noon, first)
    shift(cast.ana, noon, three, second)
    with pytest.raises(IntegrityError, match=shifts.GUARD):
        shift(cast.ana, datetime(2027, 3, 8, 11, 59, tzinfo=UTC), three, second)


@pytest.mark.parametrize(
    "change",
    [
        {"state": ShiftState.HELD},
        {"state": ShiftState.HELD, "expert": "ana"},
        {"state": ShiftState.BOOKED, "starts_at": datetime(2027, 3, 8, 10, tzinfo=UTC)},
    ],
)
def test_the_database_refuses_an_overlap_made_by_a_change(cast: Cast, change: dict[str, object]) -> None:
    nine, noon = datetime(2027, 3, 8, 9, tzinfo=UTC), datetime(2027, 3, 8, 12, tzinfo=UTC)
    shift(cast.ana, nine, noon, "booked")
    moved = shift(cast.emil if "expert" in change else cast.ana, nine, noon, "requested")
    with pytest.raises(IntegrityError, match=shifts.GUARD), atomic() as session:
        row = session.get_one(Shift, moved.id)
        row.expert_id = cast.ana.id
        for name, value in change.items():
            setattr(row, name, value) if name != "expert" else None


def shift(expert: Expert, starts_at: datetime, ends_at: datetime, state: str) -> Shift:
    values = {"on": starts_at.date(), "starts_at": starts_at, "ends_at": ends_at, "state": ShiftState(state)}
    return make.row(Shift, expert_id=expert.id, owner="somebody", **values)
