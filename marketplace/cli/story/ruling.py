"""An expert with rules: booked at once, four days a week at most, the country's holidays off, and one Saturday to have."""

from datetime import timedelta

from marketplace.calendar import other_hours, public_holidays
from marketplace.calendar.rules import Rules, set_rules
from marketplace.cli.story import stage
from marketplace.kit import clock
from marketplace.registry import queries as registry

SATURDAY = 5


def play(name: str) -> None:
    by = stage.actor(name)
    expert = registry.own_profile(by)
    set_rules(expert.ref, Rules(at_once=True, week_days=4), by=by)
    if expert.place:
        public_holidays.choose(expert.ref, expert.place.country, by=by)
    fortnight = clock.today() + timedelta(days=14)
    saturday = fortnight + timedelta(days=(SATURDAY - fortnight.weekday()) % 7)
    other_hours.set_hours(expert.ref, saturday, [(9 * 60, 12 * 60 + 30)], by=by)
