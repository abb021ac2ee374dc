"""Ana says how she wants to be booked: days in a week, hours on one date, the holidays of her country."""

from datetime import date, datetime, timedelta

import pytest

from marketplace.bookings import quoting
from marketplace.calendar import limits, other_hours, public_holidays, queries, shifts
from marketplace.calendar import service as calendar
from marketplace.calendar.errors import DatesTaken, WeekFull
from marketplace.calendar.models import Shift
from marketplace.calendar.queries import DayKind
from marketplace.calendar.rule_models import BookingRule, Holiday
from marketplace.calendar.rules import Rules, rules, set_rules
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit import clock as kit_clock
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.kit.period import Days
from tests import make
from tests.cast import Cast
from tests.conftest import Clock

WEEK = [date(2027, 3, day) for day in range(8, 13)]
SATURDAY = date(2027, 3, 13)
SEEN = Days(WEEK[0], SATURDAY)


def held(cast: Cast, owner: str, *days: date) -> list[Shift]:
    with atomic():
        shifts.propose(cast.ana, owner, days)
        return shifts.hold(owner)


def free(cast: Cast, **leaving: list[date]) -> list[date]:
    return queries.free_days(cast.ana.id, SEEN, **leaving)


def works_at_most(cast: Cast, week_days: int) -> None:
    set_rules(cast.ana.ref, Rules(week_days=week_days), by=cast.actor("ana"))


def test_a_week_is_full_when_she_has_enough(cast: Cast) -> None:
    works_at_most(cast, 2)
    held(cast, "nordwind", WEEK[0])
    assert free(cast) == WEEK[1:]
    held(cast, "halden", WEEK[3])
    assert free(cast) == []
    [monday, tuesday, *_] = queries.day_states(cast.ana, SEEN)
    assert (monday.state, tuesday.state) == (DayKind.HELD, DayKind.FULL)
    assert queries.free_days(cast.ana.id, Days(date(2027, 3, 15), date(2027, 3, 15))), (
        "the next week is another"
    )
    with pytest.raises(DatesTaken):
        held(cast, "third", WEEK[1])


def test_more_days_than_are_left_in_a_week_are_refused_with_what_is_left(cast: Cast) -> None:
    works_at_most(cast, 3)
    held(cast, "nordwind", WEEK[0])
    with pytest.raises(
        WeekFull, match="Ana works at most 3 days a week here; in the week of Mon 8 Mar 2 are still"
    ) as refusal:
        held(cast, "halden", *WEEK[1:4])
    assert refusal.value.left == 2
    held(cast, "halden", *WEEK[1:3])


def test_days_that_are_suggested_fit_her_weeks(cast: Cast) -> None:
    works_at_most(cast, 2)
    held(cast, "nordwind", WEEK[0])
    weeks = [date(2027, 3, day) for day in (9, 10, 15, 16, 17)]
    assert limits.fitting(cast.ana.id, weeks) == [weeks[0], *weeks[2:4]]
    assert quoting.alternatives(cast.ana, cast.ledgerline, weeks[:3]) == [weeks[0], *weeks[2:4]]


def test_requests_fill_no_week_but_only_as_many_can_be_held(cast: Cast) -> None:
    works_at_most(cast, 1)
    with atomic():
        shifts.propose(cast.ana, "nordwind", [WEEK[0]])
        shifts.propose(cast.ana, "halden", [WEEK[1]])
    with atomic():
        shifts.hold("nordwind")
    with atomic(), pytest.raises(WeekFull):
        shifts.hold("halden")


def test_days_given_up_make_room_for_others_of_the_same_week(cast: Cast) -> None:
    works_at_most(cast, 2)
    held(cast, "nordwind", *WEEK[:2])
    assert free(cast, leaving=[WEEK[1]]) == WEEK[2:]
    with atomic():
        shifts.hold_more(cast.ana, "nordwind", [WEEK[4]], leaving=[WEEK[1]])
    with pytest.raises(DatesTaken):
        held(cast, "halden", WEEK[2])


@pytest.mark.parametrize(
    "wrong",
    [{"week_days": 0}, {"week_days": 7}, {"notice_hours": -1}, {"horizon_days": 6}, {"horizon_days": 731}],
)
def test_rules_that_make_no_sense(cast: Cast, wrong: dict[str, int]) -> None:
    with pytest.raises(Invalid) as refusal:
        set_rules(cast.ana.ref, Rules(**wrong), by=cast.actor("ana"))
    assert list(refusal.value.fields) == list(wrong)
    assert rules(cast.ana.id) == Rules()


def test_an_extra_saturday_and_a_short_tuesday(cast: Cast) -> None:
    ana = cast.actor("ana")
    other_hours.set_hours(cast.ana.ref, SATURDAY, [(600, 720)], by=ana)
    other_hours.set_hours(cast.ana.ref, WEEK[1], [(540, 600), (660, 720)], by=ana)
    assert free(cast) == [*WEEK, SATURDAY]
    saturday, tuesday = held(cast, "nordwind", SATURDAY)[0], held(cast, "halden", WEEK[1])[0]
    assert (saturday.starts_at.hour, saturday.ends_at.hour) == (9, 11), "Berlin is an hour ahead"
    assert (tuesday.starts_at.hour, tuesday.ends_at.hour) == (8, 11)


def test_other_hours_go_with_the_date_again(cast: Cast) -> None:
    row = other_hours.set_hours(cast.ana.ref, SATURDAY, [(600, 720)], by=cast.actor("ana"))
    with pytest.raises(NotFound):
        other_hours.remove(row.ref, by=cast.actor("emil"))
    held(cast, "nordwind", SATURDAY)
    with pytest.raises(Conflict, match="You are booked on Sat 13 Mar"):
        other_hours.remove(row.ref, by=cast.actor("ana"))
    with atomic():
        shifts.release("nordwind")
    other_hours.remove(row.ref, by=cast.actor("ana"))
    assert free(cast) == WEEK


@pytest.mark.parametrize(
    "on, hours, field",
    [
        (date(2027, 2, 28), [(540, 600)], "on"),
        (date(2028, 3, 8), [(540, 600)], "on"),
        (SATURDAY, [], "hours"),
    ],
)
def test_other_hours_that_make_no_sense(cast: Cast, on: date, hours: list, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        other_hours.set_hours(cast.ana.ref, on, hours, by=cast.actor("ana"))
    assert list(refusal.value.fields) == [field]


def test_a_day_off_stays_off_whatever_its_hours(cast: Cast) -> None:
    calendar.add_day_off(cast.ana.ref, WEEK[1], WEEK[1], by=cast.actor("ana"))
    with pytest.raises(Conflict, match="Tue 9 Mar is one of your days off"):
        other_hours.set_hours(cast.ana.ref, WEEK[1], [(540, 600)], by=cast.actor("ana"))


@pytest.mark.parametrize(
    "change",
    [
        lambda cast, by: set_rules(cast.ana.ref, Rules(at_once=True), by=by),
        lambda cast, by: other_hours.set_hours(cast.ana.ref, SATURDAY, [(540, 600)], by=by),
        lambda cast, by: public_holidays.choose(cast.ana.ref, "DE", by=by),
        lambda cast, by: public_holidays.change(cast.ana.ref, SATURDAY, True, by=by),
    ],
)
def test_only_ana_sets_her_rules(cast: Cast, change: object) -> None:
    with pytest.raises(NotAllowed):
        change(cast, cast.actor("emil"))  # type: ignore[operator]


EASTER_MONDAY = date(2027, 3, 29)
BAVARIAN = date(2027, 8, 15)


def kind(cast: Cast, day: date) -> DayKind:
    [state] = queries.day_states(cast.ana, Days(day, day))
    return state.state


def test_the_holidays_of_her_country_are_off_by_themselves(cast: Cast) -> None:
    assert kind(cast, EASTER_MONDAY) is DayKind.FREE
    public_holidays.choose(cast.ana.ref, "DE", by=cast.actor("ana"))
    [state] = queries.day_states(cast.ana, Days(EASTER_MONDAY, EASTER_MONDAY))
    assert (state.state, state.label) == (DayKind.OFF, "Public holiday: Easter Monday")
    names = [one.name for one in public_holidays.coming(cast.ana.id, kit_clock.today())]
    assert names[:3] == ["Good Friday", "Easter Monday", "Labor Day"]
    public_holidays.choose(cast.ana.ref, "", by=cast.actor("ana"))
    assert kind(cast, EASTER_MONDAY) is DayKind.FREE


def test_a_part_of_the_country_has_more_of_them(cast: Cast) -> None:
    def assumption() -> bool:
        return any(one.on == BAVARIAN for one in public_holidays.coming(cast.ana.id, kit_clock.today()))

    public_holidays.choose(cast.ana.ref, "DE", "BE", by=cast.actor("ana"))
    assert not assumption()
    public_holidays.choose(cast.ana.ref, "DE", "SL", by=cast.actor("ana"))
    assert assumption()
    public_holidays.choose(cast.ana.ref, "FR", "SL", by=cast.actor("ana"))
    assert db.session.get(BookingRule, cast.ana.id).region == "", "no part of France"  # type: ignore[union-attr]
    with pytest.raises(Invalid):
        public_holidays.choose(cast.ana.ref, "ZZ", by=cast.actor("ana"))


def test_she_works_on_one_of_them_all_the_same(cast: Cast) -> None:
    ana = cast.actor("ana")
    public_holidays.choose(cast.ana.ref, "DE", by=ana)
    public_holidays.change(cast.ana.ref, EASTER_MONDAY, True, by=ana)
    assert kind(cast, EASTER_MONDAY) is DayKind.FREE
    public_holidays.choose(cast.ana.ref, "DE", "BY", by=ana)
    assert kind(cast, EASTER_MONDAY) is DayKind.FREE, "her word outlives another reading"
    public_holidays.change(cast.ana.ref, EASTER_MONDAY, False, by=ana)
    assert kind(cast, EASTER_MONDAY) is DayKind.OFF
    other_hours.set_hours(cast.ana.ref, EASTER_MONDAY, [(540, 720)], by=ana)
    assert kind(cast, EASTER_MONDAY) is DayKind.FREE, "hours of its own say so, too"
    with pytest.raises(NotFound):
        public_holidays.change(cast.ana.ref, WEEK[0], True, by=ana)


def test_a_day_asked_for_that_became_a_holiday_is_not_held(cast: Cast) -> None:
    with atomic():
        shifts.propose(cast.ana, "nordwind", [EASTER_MONDAY])
    public_holidays.choose(cast.ana.ref, "DE", by=cast.actor("ana"))
    with pytest.raises(DatesTaken), atomic():
        shifts.hold("nordwind")


def test_the_years_roll_on_by_themselves(cast: Cast, clock: Clock) -> None:
    public_holidays.choose(cast.ana.ref, "DE", by=cast.actor("ana"))
    assert public_holidays.roll() == 0
    clock.to(datetime(2028, 1, 20, 8, tzinfo=clock.now.tzinfo))
    assert public_holidays.roll() == 1
    assert public_holidays.roll() == 0
    on = [one.on for one in db.session.query(Holiday).order_by(Holiday.on)]
    assert date(2028, 12, 25) in on
    assert min(on) > date(2027, 11, 1), "what is long over is dropped"
    assert max(on) < kit_clock.today() + public_holidays.KNOWN + timedelta(days=1)


def test_a_shift_keeps_its_hours_over_the_change_of_clocks(cast: Cast) -> None:
    """On 28 March Berlin's clocks skip from two to three."""
    sunday = date(2027, 3, 28)
    other_hours.set_hours(cast.ana.ref, sunday, [(60, 240)], by=cast.actor("ana"))
    make.hours(cast.ana, {})
    with atomic():
        [shift] = shifts.propose(cast.ana, "nordwind", [sunday])
    assert (shift.ends_at - shift.starts_at) == timedelta(hours=2)
