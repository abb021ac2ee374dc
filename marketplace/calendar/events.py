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
