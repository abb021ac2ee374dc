"""What happened to a calendar. The subject is the expert; dates travel as ISO text."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class WeeklyHoursSet(Fact):
    """`minutes` a week, all stretches together."""

    minutes: int


@dataclass(frozen=True)
class DayOffAdded(Fact):
    first_on: str
    last_on: str


@dataclass(frozen=True)
class DayOffRemoved(Fact):
    first_on: str
    last_on: str


@dataclass(frozen=True)
class AvailabilityConfirmed(Fact):
    """The expert said that the calendar is right as it stands."""


@dataclass(frozen=True)
class ConfirmationAsked(Fact):
    """The expert has not said so for ten days, and is asked."""


@dataclass(frozen=True)
class CalendarLinked(Fact):
    """The expert told us of another calendar to read. Its address is a secret, and no part of the fact."""

    calendar: str


@dataclass(frozen=True)
class CalendarUnlinked(Fact):
    calendar: str


@dataclass(frozen=True)
class BusyTimesChanged(Fact):
    """A linked calendar was read, and takes other days than before."""

    calendar: str


@dataclass(frozen=True)
class BusyRuleSet(Fact):
    """`share` of a day's hours, in per cent, from which on other appointments take the day."""

    share: int


@dataclass(frozen=True)
class LinkedCalendarFailed(Fact):
    """It could not be read several times in a row. What is known of it goes on counting."""

    calendar: str
