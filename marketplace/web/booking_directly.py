"""From a blueprint to somebody who is booked without a request: the search for whoever can do it, and is free as it takes."""

from dataclasses import replace
from datetime import timedelta

from flask import url_for

from marketplace.catalog.outcomes import Blueprint
from marketplace.kit import clock
from marketplace.kit.period import Days
from marketplace.search.query import Query
from marketplace.search.timing import HORIZON, SHARES, WORKING
from marketplace.web.picking import LEAD

CALLS_WITHIN = timedelta(days=13)
A_WORKING_WEEK = len(WORKING)


def who_is_free(blueprint: Blueprint) -> str:
    """The address of that search."""
    return url_for("search.index") + query_of(blueprint).address


def query_of(blueprint: Blueprint) -> Query:
    """Its skills and levels by its address; its pattern from the Monday on before which there is time to answer and to pay."""
    query = Query(outcome=blueprint.address)
    if blueprint.call_minutes:
        first = clock.today() + timedelta(days=1)
        return replace(query, first=first, last=first + CALLS_WITHIN, call=blueprint.call_minutes)
    weekly, days = blueprint.days_a_week, blueprint.days or blueprint.days_a_week
    if days is None:
        return query
    weeks = -(-days // (weekly or A_WORKING_WEEK))
    weekend = (weekly or 0) > A_WORKING_WEEK
    query = replace(query, weekdays=tuple(range(7)) if weekend else WORKING, hours=blueprint.hours_a_day)
    period = _period(blueprint, weeks)
    query = replace(query, first=period.first, last=period.last)
    if weekly or weeks == 1:
        return replace(query, per_week=min(weekly or days, days))
    return replace(query, share=_share(days, weeks))


def _period(blueprint: Blueprint, weeks: int) -> Days:
    """As far as anybody lets themselves be booked."""
    reach = min(HORIZON, blueprint.vendor.horizon_days)
    soonest = clock.today() + LEAD
    first = soonest + timedelta(days=-soonest.weekday() % 7)
    last = min(first + timedelta(days=7 * weeks - 1), clock.today() + timedelta(days=reach))
    return Days(first, max(first, last))


def _share(days: int, weeks: int) -> int:
    """How much of these weeks it takes, as a search can be asked for it."""
    takes = 100 * days // (A_WORKING_WEEK * weeks)
    return next((one for one in SHARES if one <= takes), SHARES[-1])
