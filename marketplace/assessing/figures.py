"""How the assessors of a vendor are doing: how long claims wait, how many are decided, how far two people agree."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.assessing.load import Load, load
from marketplace.assessing.models import Assessment, AssessmentState, Seat
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Claim, ClaimState
from marketplace.certification.queries import claims_selected
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.period import is_working_day
from marketplace.organizations.models import Vendor

WEEKS = 12
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Band:
    """Claims that have waited from `first` through `last` working days (None: without end). `late`: beyond the target."""

    first: int
    last: int | None
    late: bool
    claims: int


@dataclass(frozen=True, slots=True)
class Week:
    """The week that begins on that Monday (UTC)."""

    monday: date
    certified: int
    declined: int

    @property
    def decided(self) -> int:
        return self.certified + self.declined


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `claims` that two assessors looked at, in so many they found the same verdict and level."""

    name: str
    claims: int
    agreed: int

    @property
    def percent(self) -> int:
        return round(100 * self.agreed / self.claims)


@dataclass(frozen=True, slots=True)
class Figures:
    """`asked`: claims whose clock stands still, as the expert has to answer. They are in no band."""

    target: int
    bands: Sequence[Band]
    asked: int
    weeks: Sequence[Week]
    agreement: Agreement | None
    by_programme: Sequence[Agreement]
    load: Sequence[Load]

    @property
    def waiting(self) -> int:
        return sum(one.claims for one in self.bands)

    @property
    def late(self) -> int:
        return sum(one.claims for one in self.bands if one.late)


def figures(vendor: Vendor) -> Figures:
    target = vendor.review_business_days
    waiting = _claims(vendor, ClaimState.SUBMITTED)
    by_programme = _agreement(vendor)
    claims, agreed = sum(one.claims for one in by_programme), sum(one.agreed for one in by_programme)
    return Figures(
        target=target,
        bands=bands([waited(one) for one in waiting], target),
        asked=len(_claims(vendor, ClaimState.ASKED)),
        weeks=_weeks(vendor),
        agreement=Agreement("All programmes", claims, agreed) if claims else None,
        by_programme=by_programme,
        load=load([vendor.id]),
    )


def waited(claim: Claim) -> int:
    """Whole working days that the claim has waited for the vendor; what the expert took to answer is not counted."""
    instant = claim.counted_from + (claim.open_question.waited if claim.open_question else timedelta())
    days = 0
    while (instant := instant + timedelta(days=1)) <= clock.now():
        days += is_working_day(instant.date())
    return days


def bands(ages: Sequence[int], target: int) -> list[Band]:
    """Half the target, the target, twice the target, and longer."""
    edges = sorted({0, -(-target // 2), target, 2 * target})
    ends = [*(edge - 1 for edge in edges[1:]), None]
    return [
        Band(
            first, last, first >= target, sum(first <= age and (last is None or age <= last) for age in ages)
        )
        for first, last in zip(edges, ends, strict=True)
    ]


def _claims(vendor: Vendor, state: ClaimState) -> Sequence[Claim]:
    wanted = claims_selected().where(Product.vendor_id == vendor.id, Claim.state == state)
    return db.session.scalars(wanted).all()


def _weeks(vendor: Vendor) -> list[Week]:
    today = clock.today()
    mondays = [today - timedelta(days=today.weekday() + 7 * back) for back in reversed(range(WEEKS))]
    since = datetime.combine(mondays[0], time(), UTC)
    wanted = (
        select(Claim.decided_at, Claim.state)
        .join(Claim.skill)
        .join(Skill.product)
        .where(Product.vendor_id == vendor.id, Claim.decided_at >= since)
        .where(Claim.state.in_((ClaimState.CERTIFIED, ClaimState.DECLINED)))
    )
    counted = Counter((_monday(at), state) for at, state in db.session.execute(wanted) if at)
    return [
        Week(monday, counted[monday, ClaimState.CERTIFIED], counted[monday, ClaimState.DECLINED])
        for monday in mondays
    ]


def _monday(at: datetime) -> date:
    day = at.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


def _agreement(vendor: Vendor) -> list[Agreement]:
    """By programme, for claims of the last year that two people looked at, each for themselves."""
    skill = joinedload(Assessment.claim).joinedload(Claim.skill)
    wanted = (
        select(Assessment)
        .join(Assessment.claim)
        .join(Claim.skill)
        .join(Skill.product)
        .where(Product.vendor_id == vendor.id, Assessment.state == AssessmentState.DONE)
        .where(Assessment.seat != Seat.RESOLVING, Assessment.ended_at >= clock.now() - YEAR)
        .options(skill.joinedload(Skill.product), skill.joinedload(Skill.module))
    )
    opinions = defaultdict(list)
    for one in db.session.scalars(wanted):
        opinions[one.claim].append(one.finding)
    both = {claim: found for claim, found in opinions.items() if len(found) > 1}
    claims = Counter(claim.skill.name for claim in both)
    agreed = Counter(claim.skill.name for claim, found in both.items() if len(set(found)) == 1)
    return [Agreement(name, claims[name], agreed[name]) for name in sorted(claims)]
