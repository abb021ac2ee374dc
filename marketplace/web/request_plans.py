"""With what a request begins: a blueprint, an expert to invite, an earlier request; or nothing."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from werkzeug.datastructures import MultiDict

from marketplace.accounts.actor import Actor
from marketplace.catalog import queries as catalog
from marketplace.catalog.outcomes import Blueprint
from marketplace.catalog.plans import Need
from marketplace.certification import queries as certification
from marketplace.kit import clock
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.requests import queries
from marketplace.requests.models import Audience, Request
from marketplace.requests.writing import Plan

LEAD = timedelta(days=7)
"""Experts have three days to answer, and the days are paid for before they begin."""


@dataclass(frozen=True, slots=True)
class Start:
    """`expert` is the slug of somebody to invite; `invites` their name."""

    plan: Plan
    blueprint: Blueprint | None = None
    expert: str = ""
    invites: str = ""


def begun_with(values: MultiDict[str, str], by: Actor) -> Start:
    """From an address or a form. Raises `NotFound` for what is not there."""
    start = Start(_dated(Plan(needs=[Need()]), 5))
    if again := values.get("again", "")[:12]:
        start = Start(_dated(plan_of(queries.visible(again, by)), 5))
    if address := values.get("blueprint", "")[:140]:
        start = _from_blueprint(address)
    return _inviting(start, values.get("expert", "")[:80], by)


def plan_of(request: Request) -> Plan:
    """As if it were typed again."""
    budget = request.budget
    return Plan(
        title=request.title,
        brief=request.brief,
        needs=[Need(one.skill.ref, one.level) for one in request.needs],
        first_on=request.first_on,
        last_on=request.last_on,
        days=request.days,
        weekdays=request.weekdays,
        pattern=request.pattern,
        venue=request.venue,
        place=request.place,
        budget=f"{budget.decimal():f}" if budget else "",
        budget_currency=request.budget_currency,
        audience=request.audience,
        blueprint=_address(request.blueprint),
    )


def _address(blueprint: Blueprint | None) -> str:
    """Of one that is still offered."""
    return blueprint.address if blueprint and blueprint.published else ""


def _from_blueprint(address: str) -> Start:
    vendor, _, slug = address.partition("/")
    blueprint = catalog.blueprint_by_slug(vendor, slug)
    days = blueprint.days or 5
    weekly = blueprint.days_a_week
    plan = Plan(
        title=blueprint.title,
        brief=blueprint.summary or blueprint.title,
        needs=[Need(one.skill.ref, one.level) for one in blueprint.needs],
        days=days,
        pattern=f"{weekly} {'day' if weekly == 1 else 'days'} a week" if weekly else "",
        blueprint=blueprint.address,
    )
    weeks = -(-days // (weekly or 5)) + 1
    return Start(_dated(plan, days, weeks), blueprint)


def _dated(plan: Plan, days: int, weeks: int = 2) -> Plan:
    """From the Monday after next week's answers on, with room to choose; an earlier request's own dates while they are ahead."""
    if plan.first_on and plan.first_on > clock.today() + timedelta(days=1):
        return plan
    first = _monday(clock.today() + LEAD)
    last = first + timedelta(days=7 * weeks - 3)
    return replace(plan, first_on=first, last_on=last, days=plan.days or days)


def _monday(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _inviting(start: Start, slug: str, by: Actor) -> Start:
    if not slug:
        return start
    expert = registry.public(slug, by)
    needs = start.plan.needs if any(one.skill for one in start.plan.needs) else _best_of(expert)
    plan = replace(start.plan, audience=Audience.INVITED, needs=needs)
    return replace(start, plan=plan, expert=expert.slug, invites=expert.name)


def _best_of(expert: Expert) -> list[Need]:
    best = certification.live(expert.id)[:1]
    return [Need(one.skill.ref, one.level) for one in best] or [Need()]
