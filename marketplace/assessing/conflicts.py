"""Conflicts of interest: who may not assess whom, and the reason, which the assessor reads."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from marketplace.accounts.models import User
from marketplace.assessing.models import Tie
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.kit import clock
from marketplace.kit.period import add_months
from marketplace.kit.text import fold
from marketplace.organizations.models import Membership, Organization, Staff, Vendor
from marketplace.registry.models import Experience, Expert

MONTHS = 24
"""So long a common employer is remembered."""

OWN = "Nobody decides a claim of their own, so another assessor has to take this one."


def conflict(assessor: User, expert: Expert) -> str | None:
    """Why that person may not assess that expert, as a sentence; None when nothing stands against it."""
    return conflicts(assessor, [expert]).get(expert.id)


def conflicts(assessor: User, experts: Sequence[Expert]) -> dict[int, str]:
    """Expert to the reason why that person may not assess them. As many statements for a whole queue as for one."""
    own = [one for one in experts if one.user_id == assessor.id]
    others = [one for one in experts if one.user_id != assessor.id]
    if not others:
        return {one.id: OWN for one in own}
    found = {one.id: OWN for one in own}
    for reasons in (_same_organization, _same_staff, _customer, _same_employer):
        found = reasons(assessor, others) | found
    return found


def note_customer(expert_id: int, organization_id: int) -> None:
    """The organization has booked the expert; noting it twice changes nothing."""
    with atomic() as session:
        known = select(Tie.id).where(Tie.expert_id == expert_id, Tie.organization_id == organization_id)
        if session.scalar(known) is None:
            session.add(Tie(expert_id=expert_id, organization_id=organization_id))


def _same_organization(assessor: User, experts: Sequence[Expert]) -> dict[int, str]:
    own = select(Membership.organization_id).where(Membership.user_id == assessor.id)
    shared = (
        select(Membership.user_id, Organization.name)
        .join(Organization, Membership.organization_id == Organization.id)
        .where(Membership.user_id.in_([one.user_id for one in experts]), Organization.id.in_(own))
    )
    names = dict(db.session.execute(shared.order_by(Membership.id)).all())
    return {
        one.id: f"You and {one.name} both belong to {names[one.user_id]}, so another assessor has to take this one."
        for one in experts
        if one.user_id in names
    }


def _same_staff(assessor: User, experts: Sequence[Expert]) -> dict[int, str]:
    own = select(Staff.vendor_id).where(Staff.user_id == assessor.id)
    shared = select(Staff.user_id).where(
        Staff.user_id.in_([one.user_id for one in experts]), Staff.vendor_id.in_(own)
    )
    colleagues = set(db.session.scalars(shared))
    return {
        one.id: f"{one.name} is a colleague of yours, so somebody from outside your team has to decide this."
        for one in experts
        if one.user_id in colleagues
    }


def _customer(assessor: User, experts: Sequence[Expert]) -> dict[int, str]:
    booked = (
        select(Tie.expert_id, Organization.name)
        .join(Organization, Tie.organization_id == Organization.id)
        .join(Membership, Membership.organization_id == Organization.id)
        .where(Membership.user_id == assessor.id, Tie.expert_id.in_([one.id for one in experts]))
    )
    names = dict(db.session.execute(booked.order_by(Tie.id)).all())
    return {
        one.id: f"{names[one.id]}, which you belong to, has booked {one.name}; another assessor has to take this one."
        for one in experts
        if one.id in names
    }


def _same_employer(assessor: User, experts: Sequence[Expert]) -> dict[int, str]:
    ids = [one.id for one in experts]
    about = select(Experience).join(Experience.expert).options(contains_eager(Experience.expert))
    jobs = db.session.scalars(about.where(or_(Expert.user_id == assessor.id, Expert.id.in_(ids)))).all()
    since = add_months(clock.today(), -MONTHS)
    houses = _houses([assessor.id, *(one.user_id for one in experts)])
    own = _recent((one for one in jobs if one.expert.user_id == assessor.id), since) | houses[assessor.id]
    # The expert may have masked the employer; the assessor knows their own, so nothing is given away.
    return {
        one.id: f"You and {one.name} worked for the same employer within the last {MONTHS} months, "
        "so another assessor has to take this one."
        for one in experts
        if own & (_recent((job for job in jobs if job.expert_id == one.id), since) | houses[one.user_id])
    }


def _houses(user_ids: Sequence[int]) -> dict[int, set[str]]:
    """Person to the vendors and organizations they act for now: whoever does is employed there, as far as anybody can tell."""
    staff = select(Staff.user_id, Vendor.name).join(Vendor, Staff.vendor_id == Vendor.id)
    members = select(Membership.user_id, Organization.name).join(
        Organization, Membership.organization_id == Organization.id
    )
    found: dict[int, set[str]] = {one: set() for one in user_ids}
    for wanted in (staff.where(Staff.user_id.in_(user_ids)), members.where(Membership.user_id.in_(user_ids))):
        for user_id, name in db.session.execute(wanted):
            found[user_id].add(_plain(name))
    return found


def _recent(experience: Iterable[Experience], since: date) -> set[str]:
    """Employers there now, or until less than two years ago."""
    return {_plain(one.employer) for one in experience if one.ended_on is None or one.ended_on >= since}


def _plain(employer: str) -> str:
    """`Halden Hospitals AS` and `Halden Hospitals` are one employer."""
    words = fold(employer).replace(".", "").replace(",", " ").split()
    while len(words) > 1 and words[-1] in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


LEGAL_FORMS = set(
    "ab ag as asa bv co corp doo eg gmbh inc kg llc lp ltd nv oy oyj plc sa sarl se spa srl sro ug".split()
)
