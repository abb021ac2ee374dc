"""What can go wrong with days."""

from collections.abc import Sequence
from datetime import date

from marketplace.kit.errors import Conflict

NAMED = 5
"""More days than this are counted, not listed."""


class DatesTaken(Conflict):
    """Some of the days are not free, or not any more. `days` says which."""

    def __init__(self, days: Sequence[date], sentence: str = "") -> None:
        self.days = tuple(sorted(set(days)))
        verb = "is" if len(self.days) == 1 else "are"
        said = f"{named(self.days)} {verb} no longer free."
        super().__init__(sentence or f"{said} Nothing was booked; please choose other days.")


class SlotTaken(DatesTaken):
    """The time of a call is not free, or not any more."""

    def __init__(self, days: Sequence[date]) -> None:
        super().__init__(days, "That time is no longer free. Nothing was booked; please choose another one.")


class WeekFull(Conflict):
    """More days of one week than the expert wants to work in any. `left` can still be had in the week that begins on `monday`."""

    def __init__(self, name: str, most: int, monday: date, left: int) -> None:
        self.monday, self.left = monday, left
        limit = f"{name} works at most {'one day' if most == 1 else f'{most} days'} a week here"
        still = f"{left} {'is' if left == 1 else 'are'} still to be had" if left else "nothing is left"
        super().__init__(
            f"{limit}; in the week of {named([monday])} {still}. Please choose fewer days of it."
        )


def named(days: Sequence[date], last: str = " and ") -> str:
    """`Tue 2 Mar, Wed 3 Mar and Fri 5 Mar`; a long list ends in a count. `last` stands before the last one."""
    if not days:
        return "One of the days"
    listed = [f"{day:%a} {day.day} {day:%b}" for day in days[:NAMED]]
    if len(days) > NAMED:
        listed.append(f"{len(days) - NAMED} more")
    return last.join([", ".join(listed[:-1]), listed[-1]]) if len(listed) > 1 else listed[0]
