"""The assessors' queue: what waits, for whom, and what comes next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor, StaffRole
from marketplace.accounts.models import User
from marketplace.assessing import policy, seats
from marketplace.assessing.conflicts import conflicts
from marketplace.assessing.models import Assessment, AssessmentState
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Claim, ClaimState, Renewal
from marketplace.certification.queries import claims_selected
from marketplace.db.base import db
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.organizations import queries as organizations
from marketplace.registry.models import Expert

PAGE = 20
CANDIDATES = 50
"""Of the oldest so many, the next claim is one that nothing stands against."""


class Shown(StrEnum):
    """Which part of the queue."""

    WAITING = "waiting"
    FREE = "free"
    MINE = "mine"
    ASKED = "asked"

    @property
    def label(self) -> str:
        return {"waiting": "All", "free": "Nobody on it", "mine": "Mine", "asked": "Waiting for the expert"}[
            self
        ]


@dataclass(frozen=True, slots=True)
class Wish:
    """What the queue is narrowed to. Empty values mean everything."""

    shown: Shown = Shown.WAITING
    product: Ref = ""
    level: int | None = None
    renewals: bool | None = None

    @classmethod
    def parse(cls, given: "dict[str, str]") -> "Wish":
        """As it stands in an address; anything odd means everything."""
        shown, level, kind = given.get("show", ""), given.get("level", ""), given.get("kind", "")
        return cls(
            shown=Shown(shown) if shown in set(Shown) else Shown.WAITING,
            product=given.get("product", "")[:20],
            level=int(level) if level in ("1", "2", "3", "4") else None,
            renewals={"renewal": True, "first": False}.get(kind),
        )


def queue(vendor_ids: Collection[int], by: Actor, wish: Wish = Wish(), number: int = 1) -> Page[Claim]:
    """Claims that wait for the vendors' assessors, oldest first."""
    waiting = and_(Product.vendor_id.in_(list(vendor_ids)), *_conditions(wish, by))
    wanted = claims_selected().where(waiting).order_by(Claim.counted_from, Claim.id)
    rows = db.session.scalars(wanted.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(rows, number, PAGE, _count(vendor_ids, by, wish))


def _conditions(wish: Wish, by: Actor) -> list[ColumnElement[bool]]:
    state = ClaimState.ASKED if wish.shown is Shown.ASKED else ClaimState.SUBMITTED
    found: list[ColumnElement[bool]] = [Claim.state == state]
    if wish.shown is Shown.MINE:
        found.append(_on_it(Assessment.assessor_id == by.user_id))
    if wish.shown is Shown.FREE:
        found.append(~_on_it())
    if wish.product:
        found.append(Product.ref == wish.product)
    if wish.level:
        found.append(Claim.level == wish.level)
    if wish.renewals is not None:
        renewal = exists().where(Renewal.claim_id == Claim.id)
        found.append(renewal if wish.renewals else ~renewal)
    return found


def _on_it(*who: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Assessment.claim_id == Claim.id, Assessment.state == AssessmentState.OPEN, *who)


def on_the_desk(claims: Sequence[Claim]) -> dict[int, list[Assessment]]:
    """Claim to the assessments under way or done."""
    wanted = (
        select(Assessment)
        .where(Assessment.claim_id.in_([one.id for one in claims]), Assessment.state != AssessmentState.LEFT)
        .options(joinedload(Assessment.assessor))
    )
    found: dict[int, list[Assessment]] = {one.id: [] for one in claims}
    for one in db.session.scalars(wanted.order_by(Assessment.id)):
        found[one.claim_id].append(one)
    return found


def next_to_decide(by: Actor, *, after: Claim) -> Claim | None:
    """The claim that follows in the actor's queue, or the oldest when `after` was the last: one that is free for them."""
    deciding = [one for one in by.vendors if by.is_staff(one, StaffRole.ASSESSOR)]
    waiting = claims_selected().where(Claim.state == ClaimState.SUBMITTED, Claim.id != after.id)
    waiting = waiting.where(Product.vendor_id.in_(deciding), Expert.user_id != by.user_id)
    oldest = waiting.order_by(Claim.counted_from, Claim.id).limit(CANDIDATES)
    later = or_(
        Claim.counted_from > after.counted_from,
        and_(Claim.counted_from == after.counted_from, Claim.id > after.id),
    )
    return _first_free(oldest.where(later), by) or _first_free(oldest, by)


def _first_free(candidates: Select[Claim], by: Actor) -> Claim | None:
    return next((one.claim for one in lines(db.session.scalars(candidates).all(), by) if one.workable), None)


@dataclass(frozen=True, slots=True)
class Line:
    """A claim in the queue, as one assessor sees it. `bar` is a conflict of interest, or why they do not decide at all."""

    claim: Claim
    there: Sequence[Assessment]
    own: Assessment | None
    bar: str | None

    @property
    def under_way(self) -> list[Assessment]:
        """Who is on it now. Who has been tells too much to somebody who has not; so does who else is, to somebody who is."""
        return [
            one
            for one in self.there
            if one.state is AssessmentState.OPEN and (self.own is None or one is self.own)
        ]

    @property
    def mine(self) -> bool:
        return self.own is not None and self.own.state is AssessmentState.OPEN

    @property
    def disagreed(self) -> bool:
        return seats.disagreed(self.claim, self.there)

    @property
    def free(self) -> bool:
        """Nothing keeps the assessor from taking it."""
        waits = self.claim.state is ClaimState.SUBMITTED and self.own is None and self.bar is None
        return waits and seats.free_seat(self.claim, self.there) is not None

    @property
    def workable(self) -> bool:
        return self.free or (self.mine and self.bar is None)


def lines(claims: Sequence[Claim], by: Actor) -> list[Line]:
    """As many statements for many claims as for one."""
    desk = on_the_desk(claims)
    user = db.session.get(User, by.user_id) if by.user_id else None
    against = conflicts(user, [one.expert for one in claims]) if user and claims else {}
    return [_line(one, desk[one.id], against.get(one.expert_id), by) for one in claims]


def _line(claim: Claim, there: Sequence[Assessment], against: str | None, by: Actor) -> Line:
    own = next((one for one in reversed(there) if one.assessor_id == by.user_id), None)
    verdict = policy.may_assess(by, claim)
    return Line(claim, there, own, against if verdict is True else str(verdict))


def counts(vendor_ids: Collection[int], by: Actor, wish: Wish) -> dict[Shown, int]:
    """How many claims each part of the queue holds, under the same other wishes."""
    return {each: _count(vendor_ids, by, replace(wish, shown=each)) for each in Shown}


def _count(vendor_ids: Collection[int], by: Actor, wish: Wish) -> int:
    waiting = and_(Product.vendor_id.in_(list(vendor_ids)), *_conditions(wish, by))
    counted = select(func.count(Claim.id)).join(Claim.skill).join(Skill.product).where(waiting)
    return db.session.scalar(counted) or 0


def to_resolve(vendor_ids: Collection[int], by: Actor) -> list[Line]:
    """Claims about which two assessors disagree and nobody resolves it yet, oldest first, as the actor may take them."""
    opinions = (
        select(Assessment.claim_id)
        .where(Assessment.state == AssessmentState.DONE)
        .group_by(Assessment.claim_id)
        .having(func.count(Assessment.id) > 1)
    )
    wanted = claims_selected().where(
        Claim.state == ClaimState.SUBMITTED, Claim.id.in_(opinions), Product.vendor_id.in_(list(vendor_ids))
    )
    found = db.session.scalars(wanted.order_by(Claim.counted_from, Claim.id).limit(CANDIDATES)).all()
    return [one for one in lines(found, by) if one.disagreed and not one.under_way]


def stranded(vendor_id: int) -> list[Claim]:
    """Of the oldest claims, those that wait for an assessor whom the vendor lacks: all it has are barred, or have looked."""
    wanted = claims_selected().where(Claim.state == ClaimState.SUBMITTED, Product.vendor_id == vendor_id)
    claims = db.session.scalars(wanted.order_by(Claim.counted_from, Claim.id).limit(CANDIDATES)).all()
    desk, experts = on_the_desk(claims), [one.expert for one in claims]
    staff = organizations.staff_of(vendor_id)
    assessors = [one.user for one in staff if StaffRole.ASSESSOR in one.roles and one.user.active]
    barred = {one.id: conflicts(one, experts) for one in assessors}
    return [
        claim
        for claim in claims
        if all(one.state is AssessmentState.DONE for one in desk[claim.id])
        and not seats.disagreed(claim, desk[claim.id])
        and all(
            claim.expert_id in barred[one.id] or any(seen.assessor_id == one.id for seen in desk[claim.id])
            for one in assessors
        )
    ]
