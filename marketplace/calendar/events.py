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
class BookingRulesSet(Fact):
    """How the expert wants to be booked. None: as the vendor has it, or no limit."""

    at_once: bool
    notice_hours: int | None
    horizon_days: int | None
    week_days: int | None


@dataclass(frozen=True)
class OtherHoursSet(Fact):
    """On one date other hours are worked than on its weekday; `minutes` all together."""

    on: str
    minutes: int


@dataclass(frozen=True)
class OtherHoursRemoved(Fact):
    on: str


@dataclass(frozen=True)
class HolidaysChosen(Fact):
    """Whose public holidays are off; an empty `country` for none."""

    country: str
    region: str


@dataclass(frozen=True)
class HolidayChanged(Fact):
    """The expert works on a public holiday all the same, or does not after all."""

    on: str
    works: bool


@dataclass(frozen=True)
class HolidaysRolled(Fact):
    """Later holidays were written down, or the law has changed some."""

    through: str


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
    """A linked calendar was read, and takes other days or hours than before."""

    calendar: str


@dataclass(frozen=True)
class BusyRuleSet(Fact):
    """`share` of a day's hours, in per cent, from which on other appointments take the day."""

    share: int


@dataclass(frozen=True)
class LinkedCalendarFailed(Fact):
    """It could not be read several times in a row. What is known of it goes on counting."""

    calendar: str
