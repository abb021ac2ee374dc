"""A customer's search, as others may read it: products, levels, days, and the country, never the town or the exact price."""

from collections.abc import Iterator
from datetime import date

from marketplace.kit.countries import country_name
from marketplace.kit.figures import money_text
from marketplace.kit.money import Money
from marketplace.registry import languages
from marketplace.search import fields
from marketplace.search.lookup import Wanted
from marketplace.search.query import Query
from marketplace.search.timing import WORKING

BAND = 100
"""Prices are rounded up to so many units of their currency."""


def described(wanted: Wanted) -> list[str]:
    """`Ledgerline Payroll, Leave`, `Professional or higher`, `8 Mar 2027 – 12 Mar 2027`, `in Germany`."""
    query = wanted.query
    return [*_skill(wanted), *_when(query), *_where(wanted), *_who(query)]


def band(rate: Money) -> str:
    """`€700.00` for everything from 601 to 700."""
    step = BAND * Money.parse("1", rate.currency).amount
    return money_text(Money(-(-rate.amount // step) * step, rate.currency), None)


def spoken(code: str) -> str:
    return languages.name(code)


def _skill(wanted: Wanted) -> Iterator[str]:
    query, product = wanted.query, wanted.product
    if product:
        yield f"{product.name}, {product.modules[query.module][1]}" if query.module else product.name
    if query.outcome:
        yield query.outcome.rpartition("/")[2].replace("-", " ").capitalize()
    if query.level:
        yield f"{query.level.label} or higher"
    if query.release:
        yield f"release {query.release} or later"


def _when(query: Query) -> Iterator[str]:
    if query.first and query.last:
        yield _day(query.first) if query.first == query.last else f"{_day(query.first)} – {_day(query.last)}"
    if query.call:
        yield f"a call of {query.call} minutes"
    if query.per_week:
        yield f"{query.per_week} days a week"
    if query.share != 100:
        yield f"at least {query.share} % of the days"
    if query.hours:
        yield f"{query.hours} hours a day"
    if query.weekdays != WORKING:
        yield ", ".join(f"{date(2024, 1, 1 + weekday):%a}" for weekday in query.weekdays)


def _where(wanted: Wanted) -> Iterator[str]:
    if wanted.place:
        yield f"in {country_name(wanted.place.country)}{', or remote' if wanted.query.remote else ''}"
    elif wanted.query.remote:
        yield "remote"
    if wanted.query.overlap:
        hours = "1 hour" if wanted.query.overlap == 1 else f"{wanted.query.overlap} hours"
        yield f"{hours} of common working time"


def _who(query: Query) -> Iterator[str]:
    if query.rate:
        yield f"up to about {band(query.rate)} a day"
    yield from (f"speaks {spoken(code)}" for code in query.languages)
    if query.industry:
        yield f"knows {query.industry.lower()}"
    if query.used:
        yield "use attested"
    if query.rating:
        yield f"{fields.stars(query.rating)} stars or more"
    if query.fresh:
        yield "calendar confirmed lately"
    if query.at_once:
        yield "books at once"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
