"""Between the acts: experts say that their calendars are still right; one has stopped, and one is about to be reminded."""

from collections.abc import Sequence

from marketplace.calendar import confirming
from marketplace.cli.story import stage
from marketplace.cli.story.people import ExpertMade
from marketplace.registry import queries as registry

SILENT, SLOW = 7, 9
"""Which expert no longer confirms, and which has not for twelve days."""


def confirm(experts: Sequence[ExpertMade], day: float) -> None:
    """On that day of the story."""
    stage.turn_clock(day)
    for one in experts:
        by = stage.actor(one.name)
        confirming.confirm(registry.own_profile(by).ref, by=by)


def careful(experts: Sequence[ExpertMade]) -> list[ExpertMade]:
    return [one for number, one in enumerate(experts) if number != SILENT]


def prompt(experts: Sequence[ExpertMade]) -> list[ExpertMade]:
    return [one for number, one in enumerate(experts) if number not in (SILENT, SLOW)]
