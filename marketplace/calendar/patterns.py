"""Days by a pattern over weeks: on which weekdays, and on how many of these in each week."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.calendar.limits import monday

EVERY_DAY = tuple(range(7))


@dataclass(frozen=True, slots=True)
class Pattern:
    """Monday is 0. Without `per_week` all of these weekdays."""

    weekdays: tuple[int, ...] = EVERY_DAY
    per_week: int | None = None

    def has(self, day: date) -> bool:
        return day.weekday() in self.weekdays

    def suggested(self, free: Sequence[date], days: int | None = None) -> list[date]:
        """Of free days, given in order: those that the pattern takes, at most so many altogether."""
        weekly: Counter[date] = Counter()
        chosen: list[date] = []
        for day in filter(self.has, free):
            if days is not None and len(chosen) == days:
                break
            if weekly[monday(day)] < (self.per_week or 7):
                weekly[monday(day)] += 1
                chosen.append(day)
        return chosen
