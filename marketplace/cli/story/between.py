"""Between the acts: experts say that their calendars are right, but for one who stopped and one who is late; customers search."""

from collections.abc import Sequence

from marketplace.calendar import confirming
from marketplace.cli.story import stage
from marketplace.cli.story.people import ExpertMade
from marketplace.registry import queries as registry
from marketplace.search import asked
from marketplace.search.query import Query

SILENT, SLOW = 7, 9
"""Which expert no longer confirms, and which has not for twelve days."""


def confirm(experts: Sequence[ExpertMade], day: float) -> None:
    """On that day of the story."""
    stage.turn_clock(day)
    for one in experts:
        by = stage.actor(one.name)
        confirming.confirm(registry.own_profile(by).ref, by=by)


ASKED = (
    ("Bruno Keil", {"product": "ledgerline/ledgerline-payroll", "level": "professional"}),
    ("Gus Halvorsen", {"product": "ledgerline/ledgerline-payroll", "level": "professional"}),
    ("Tessa Quinn", {"product": "ledgerline/ledgerline-payroll", "remote": "1"}),
    ("Bruno Keil", {"product": "ledgerline/ledgerline-payroll", "rate": "600", "currency": "EUR"}),
    ("Gus Halvorsen", {"product": "ledgerline/ledgerline-payroll", "language": "sv"}),
    ("Tessa Quinn", {"product": "stockpile/stockpile-wms", "level": "professional"}),
    ("Bruno Keil", {"product": "stockpile/stockpile-wms", "near": "Rotterdam", "remote": "1"}),
    ("Gus Halvorsen", {"product": "lumen-learning/lumen-lms"}),
)


def searched() -> None:
    """Customers have looked for people; experts read later where they stood."""
    for name, args in ASKED:
        asked.note(Query.parse(args), stage.actor(name))


def careful(experts: Sequence[ExpertMade]) -> list[ExpertMade]:
    return [one for number, one in enumerate(experts) if number != SILENT]


def prompt(experts: Sequence[ExpertMade]) -> list[ExpertMade]:
    return [one for number, one in enumerate(experts) if number not in (SILENT, SLOW)]
