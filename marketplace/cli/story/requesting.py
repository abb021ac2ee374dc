"""Nordwind asks whoever is certified: from a blueprint, with two proposals, one countered. The next step is Ana's."""

from datetime import timedelta

from marketplace.calendar import limits
from marketplace.calendar import queries as calendar
from marketplace.catalog import queries as catalog
from marketplace.catalog.plans import Need
from marketplace.cli.story import stage
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.kit.period import Days, is_working_day
from marketplace.registry import queries as registry
from marketplace.requests import briefs, inviting, matching, proposing, queries
from marketplace.requests.proposing import Terms
from marketplace.requests.writing import Plan

OUTCOME = ("ledgerline", "move-absence-rules-to-the-new-engine")


def publish(by: str, guest: str) -> Ref:
    """Open to everybody who matches; one of them is invited by name."""
    blueprint = catalog.blueprint_by_slug(*OUTCOME)
    first = clock.today() + timedelta(days=10)
    plan = Plan(
        title="Move our absence rules before the audit",
        brief="Five sites, each with its own carry-over. Rostock closes in August and has to be right first.",
        needs=[Need(one.skill.ref, one.level) for one in blueprint.needs],
        first_on=first,
        last_on=first + timedelta(days=60),
        days=6,
        pattern="Two days a week, Tuesdays in Rostock",
        place="Rostock, Germany",
        budget="700",
        blueprint=blueprint.address,
    )
    request = briefs.draft(stage.organization(by).ref, plan, by=stage.actor(by))
    expert = registry.expert_of(stage.person(guest).id)
    if expert is not None:
        inviting.invite(request.ref, expert.slug, by=stage.actor(by))
    briefs.publish(request.ref, by=stage.actor(by))
    stage.settle()
    return request.ref


def propose(ref: Ref, by: str, message: str, *, more: int = 0) -> Ref:
    """The first free days that were asked for, at their own rate and so many minor units `more`."""
    expert = registry.expert_of(stage.person(by).id)
    request = queries.visible(ref, stage.actor(by))
    if expert is None or expert.day_rate is None:
        raise LookupError(by)
    free = calendar.free_days(expert.id, Days(request.first_on, request.last_on))
    days = limits.fitting(expert.id, [day for day in free if is_working_day(day)])[: request.days]
    terms = Terms(days, expert.day_rate + Money(more, expert.currency), message)
    made = proposing.propose(ref, terms, by=stage.actor(by))
    stage.settle()
    return made.ref


def counter(ref: Ref, by: str, rate: int, message: str) -> None:
    """The same days but the last, at another rate."""
    latest = queries.proposal(ref, stage.actor(by)).latest
    terms = Terms(latest.dates[:-1], Money(rate * 100, latest.rate.currency), message)
    proposing.counter(ref, latest.number, terms, by=stage.actor(by))
    stage.settle()


def others(ref: Ref, but: str, by: str) -> list[str]:
    """The names of those who match, without that one."""
    return [
        one.name for one in matching.experts_for(queries.visible(ref, stage.actor(by))) if one.name != but
    ]
