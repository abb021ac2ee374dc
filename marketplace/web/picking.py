"""The page on which days are chosen: months of the expert's days, and which of them can be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from marketplace.bookings import blueprints, queries, quoting
from marketplace.bookings.errors import BlueprintUnfit
from marketplace.calendar import limits
from marketplace.calendar import queries as calendar
from marketplace.calendar.patterns import EVERY_DAY, Pattern
from marketplace.calendar.rules import Rules, rules
from marketplace.catalog.outcomes import Blueprint
from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate
from marketplace.certification.standing import Standing, standings
from marketplace.kit import clock
from marketplace.kit.errors import Conflict
from marketplace.kit.period import Days
from marketplace.organizations.models import Organization
from marketplace.registry.models import Expert
from marketplace.search.timing import WEEKDAYS, WORKING
from marketplace.web import months
from marketplace.web.choosing import Choice, pick
from marketplace.web.context import hat
from marketplace.web.months import Month
from marketplace.web.security import actor

LEAD = timedelta(days=7)
"""Experts have three days to answer, and the days are paid for before they begin."""
WEEKS = 8
"""A pattern without a period goes on for so long."""


@dataclass(frozen=True)
class Asking:
    """Who would be booked by whom: what both kinds of booking ask first."""

    expert: Expert
    certificates: Sequence[Certificate]
    certificate: Certificate
    standings: Mapping[int, Standing]
    organizations: Sequence[Organization]
    organization: Organization
    rules: Rules
    blueprint: Blueprint | None
    """What it is begun with. Its certificates alone are offered then."""
    horizon: int
    """Days ahead that can be had at most."""


@dataclass(frozen=True)
class Picker:
    """`open` are the days that can be ticked, `chosen` those that are; `period` and `pattern` those that they are ticked by."""

    asking: Asking
    months: Sequence[Month]
    open: frozenset[date]
    chosen: frozenset[date]
    period: Days
    pattern: Pattern

    @property
    def weekdays(self) -> list[str]:
        """Of the pattern, as a form names them."""
        return [WEEKDAYS[one] for one in self.pattern.weekdays]

    @property
    def opened_months(self) -> frozenset[date]:
        """Months shown unfolded: this one, the next, and wherever something is chosen."""
        today = clock.today(self.asking.expert.timezone).replace(day=1)
        return frozenset({today, months.later(today, 1)} | {day.replace(day=1) for day in self.chosen})


def asking(expert: Expert, choice: Choice) -> Asking:
    """Raises `Conflict` with what is missing before this person can book that expert; `BlueprintUnfit` of the blueprint alone."""
    blueprint = blueprints.offered(choice.blueprint) if choice.blueprint else None
    certificates = blueprints.fitting(blueprint, expert) if blueprint else certification.live(expert.id)
    certificate = pick(choice.certificate, certificates)
    if certificate is None:
        raise Conflict(
            f"{expert.name} has no valid certificate at the moment, and only certified experts are booked."
        )
    organizations = queries.organizations_booking(actor())
    worn = hat()
    wanted = choice.organization or (worn.ref if worn and worn.kind == "organization" else "")
    organization = pick(wanted, organizations)
    if organization is None:
        raise Conflict(
            "Experts are booked by organizations. Found yours, or ask its owner to make you a booker."
        )
    return Asking(
        expert,
        certificates,
        certificate,
        standings(certificates),
        organizations,
        organization,
        rules(expert.id),
        blueprint,
        quoting.horizon_days(expert, certificate.skill.product.vendor),
    )


def picker(expert: Expert, choice: Choice) -> Picker:
    """Raises like `asking`."""
    made = asking(expert, choice)
    days = _days(expert, made.certificate)
    free = _open(expert, made.certificate, days)
    pattern, period = _pattern(made.blueprint, choice), choice.period or _coming()
    chosen = _chosen(made, choice, pattern, free)
    return Picker(made, months.of(days), free, chosen, period, pattern)


def _days(expert: Expert, certificate: Certificate) -> list[calendar.DayState]:
    """Whole months, from this one to the vendor's horizon."""
    first = clock.today(expert.timezone).replace(day=1)
    last = months.last_day(quoting.last_bookable(expert, certificate.skill.product.vendor))
    return calendar.day_states(expert, Days(first, last))


def _open(expert: Expert, certificate: Certificate, days: Sequence[calendar.DayState]) -> frozenset[date]:
    vendor = certificate.skill.product.vendor
    first, last = quoting.first_bookable(expert, vendor), quoting.last_bookable(expert, vendor)
    return frozenset(
        day.on for day in days if day.free and first <= day.on <= last and certificate.live_on(day.on)
    )


def _coming() -> Days:
    """From where there is time to answer and to pay."""
    first = clock.today() + LEAD
    return Days(first, first + timedelta(weeks=WEEKS, days=-1))


def _pattern(blueprint: Blueprint | None, choice: Choice) -> Pattern:
    """A period without weekdays is one of working days, as it is for a search. What was chosen comes before the blueprint's."""
    usual = WORKING if choice.period else EVERY_DAY
    weekly = blueprint.days_a_week if blueprint else None
    return Pattern(choice.weekdays or usual, choice.per_week or weekly)


def _chosen(made: Asking, choice: Choice, pattern: Pattern, free: frozenset[date]) -> frozenset[date]:
    """What is ticked; a first visit finds the pattern ticked that came along from a search, or with a blueprint."""
    if choice.days:
        return frozenset(choice.days) & free
    days = made.blueprint.days if made.blueprint else None
    period = choice.period
    if period is None and days is None:
        if not (choice.weekdays or choice.per_week):
            return frozenset()
        period = _coming()
    first = period.first if period else _coming().first
    ahead = [day for day in sorted(free) if day >= first and (period is None or day in period)]
    fitting = limits.fitting(made.expert.id, list(filter(pattern.has, ahead)))
    return frozenset(pattern.suggested(fitting, days))


def carried_on(choice: Choice, expert: Expert) -> Choice:
    """With the blueprint of the booking that fell through, where it is still offered and fits whoever is asked now."""
    if not choice.again or choice.blueprint:
        return choice
    blueprint = queries.visible(choice.again, actor()).blueprint
    if blueprint is None or not blueprint.published:
        return choice
    try:
        blueprints.fitting(blueprint, expert)
    except BlueprintUnfit:
        return choice
    return replace(choice, blueprint=blueprint.address)


def begun_with(choice: Choice) -> str:
    """The words that the message begins with: those of a booking that fell through, or the blueprint's."""
    if choice.again:
        return queries.visible(choice.again, actor()).message
    if not choice.blueprint:
        return ""
    try:
        blueprint = blueprints.offered(choice.blueprint)
    except BlueprintUnfit:
        return ""
    return "\n\n".join(filter(None, (blueprint.title, blueprint.summary)))
