"""A blueprint as somebody typed it."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.kit.ids import Ref


@dataclass(frozen=True, slots=True)
class Need:
    """A row as typed: a skill and the least level of it. Without a skill the row is blank."""

    skill: Ref = ""
    level: int = 3


@dataclass(frozen=True, slots=True)
class Deliverable:
    """As typed. Without a title the row is blank."""

    title: str = ""
    accepted_when: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an administrator typed. `wordings` and `checklist` are lines, the prices for a day, or an hour of a call."""

    title: str
    summary: str = ""
    wordings: str = ""
    needs: Sequence[Need] = ()
    days: int | None = None
    days_a_week: int | None = None
    hours_a_day: int | None = None
    deliverables: Sequence[Deliverable] = ()
    checklist: str = ""
    price_from: str = ""
    price_to: str = ""
    price_currency: str = "EUR"
    call_minutes: int | None = None
