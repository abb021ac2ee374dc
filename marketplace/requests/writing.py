"""What a customer typed for a request, looked through and written into the row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from marketplace.bookings.quoting import MOST_DAYS
from marketplace.catalog import needs
from marketplace.catalog import queries as catalog
from marketplace.catalog.outcomes import Blueprint
from marketplace.catalog.plans import Need
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.money import CURRENCIES, Money
from marketplace.kit.period import Days
from marketplace.kit.typed import Typed
from marketplace.requests.models import WEEK, Audience, Request, RequestSkill, Venue, Weekday

TITLE = 120
BRIEF = 3_000
PATTERN = 160
PLACE = 120
WORKDAYS = frozenset(WEEK[:5])


@dataclass(frozen=True, slots=True)
class Plan:
    """As typed. `blueprint` is the address (`vendor/outcome`) it is taken over from."""

    title: str = ""
    brief: str = ""
    needs: Sequence[Need] = ()
    first_on: date | None = None
    last_on: date | None = None
    days: int | None = None
    weekdays: Collection[Weekday] = WORKDAYS
    pattern: str = ""
    venue: Venue = Venue.EITHER
    place: str = ""
    budget: str = ""
    budget_currency: str = "EUR"
    audience: Audience = Audience.MATCHING
    blueprint: str = ""


def write(request: Request, plan: Plan) -> None:
    """Raises `Invalid` with every mistake beside its field."""
    typed = Typed()
    request.title = typed.line(
        "title", plan.title, TITLE, needed="Say what you will have when the work is done."
    )
    request.brief = typed.text(
        "brief",
        plan.brief,
        BRIEF,
        needed="Say in a sentence or two what is needed, so that experts can decide.",
    )
    request.pattern = typed.line("pattern", plan.pattern, PATTERN)
    request.place = typed.line("place", plan.place, PLACE)
    request.venue, request.audience = plan.venue, plan.audience
    if plan.venue is Venue.ON_SITE and not request.place:
        typed.wrong("place", "Say where the work is done.")
    _take_needs(typed, request, plan.needs)
    _take_days(typed, request, plan)
    _take_budget(typed, request, plan)
    typed.check()


def check_dates(request: Request) -> None:
    """Before it is published: the dates are still to come. Raises `Invalid`."""
    typed = Typed()
    _check_reach(typed, request)
    typed.check()


def take_over(request: Request, blueprint: Blueprint, content: Mapping[str, Any], number: int) -> None:
    """A frozen copy of what that version of the blueprint hands over and asks for."""
    request.blueprint, request.blueprint_version = blueprint, number
    request.deliverables = [dict(one) for one in content["deliverables"]]
    request.checklist = list(content["checklist"])


def _take_needs(typed: Typed, request: Request, typed_needs: Sequence[Need]) -> None:
    offered = {one.ref: one for one in catalog.offered_skills()}
    lines = needs.lines(typed, typed_needs, offered)
    if not lines:
        typed.wrong("skill_1", needs.NONE)
    for one in lines:
        if one.skill.vendor_id != lines[0].skill.vendor_id:
            vendor = lines[0].skill.product.vendor.name
            typed.wrong(f"skill_{one.position}", f"One request is for products of one vendor, here {vendor}.")
    if lines and not typed.mistakes:
        request.vendor = lines[0].skill.product.vendor
    request.needs[:] = _rows(request, lines)


def _rows(request: Request, lines: Sequence[needs.Line]) -> list[RequestSkill]:
    """Those that are there already keep their place in the database, so that no skill stands twice for a moment."""
    there = {one.skill_id: one for one in request.needs}
    rows = []
    for line in lines:
        row = there.get(line.skill.id) or RequestSkill(skill=line.skill, skill_id=line.skill.id)
        row.level, row.position = line.level, line.position
        rows.append(row)
    return rows


def _take_days(typed: Typed, request: Request, plan: Plan) -> None:
    if plan.first_on is None:
        typed.wrong("first_on", "Say from when on the work can be done.")
    if plan.last_on is None:
        typed.wrong("last_on", "Say until when it has to be done.")
    if plan.days is None or not 1 <= plan.days <= MOST_DAYS:
        typed.wrong("days", f"Say how many days, from 1 to {MOST_DAYS}.")
    if not plan.weekdays:
        typed.wrong("weekdays", "Choose at least one weekday.")
    if plan.first_on is None or plan.last_on is None or plan.days is None or typed.mistakes.keys() & {"days"}:
        return
    request.first_on, request.last_on, request.days = plan.first_on, plan.last_on, plan.days
    request.weekdays = frozenset(plan.weekdays)
    if plan.last_on < plan.first_on:
        typed.wrong("last_on", "The last day comes before the first.")
        return
    if (plan.last_on - plan.first_on).days > 366:
        typed.wrong("last_on", "Keep it within a year.")
        return
    there = sum(request.suits(day) for day in Days(plan.first_on, plan.last_on))
    if plan.weekdays and there < plan.days:
        typed.wrong("days", f"Between these dates there are only {there} such weekdays.")
    if request.vendor is not None:
        _check_reach(typed, request)


def _check_reach(typed: Typed, request: Request) -> None:
    today, vendor = clock.today(), request.vendor
    if request.first_on <= today:
        typed.wrong("first_on", "Begin tomorrow or later, so that there is time to answer.")
    if request.last_on > today + timedelta(days=vendor.horizon_days):
        typed.wrong("last_on", f"{vendor.name} takes bookings up to {vendor.horizon_days} days ahead.")


def _take_budget(typed: Typed, request: Request, plan: Plan) -> None:
    request.budget_amount = None
    if plan.budget_currency not in CURRENCIES:
        typed.wrong("budget_currency", "Choose a currency from the list.")
        return
    request.budget_currency = plan.budget_currency
    if not plan.budget.strip():
        return
    try:
        amount = Money.parse(plan.budget, plan.budget_currency).amount
    except Invalid as mistake:
        typed.wrong("budget", mistake.sentence)
        return
    if amount == 0:
        typed.wrong("budget", "Leave it empty if you would rather see what experts ask for.")
    request.budget_amount = amount


def purpose(request: Request) -> str:
    """What a booking made from it says about why."""
    return f"{request.title}\n\n{request.brief}"
