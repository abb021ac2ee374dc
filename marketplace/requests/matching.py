"""Whose live certificates cover what a request takes; and on which of them somebody would be booked."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, not_, select
from sqlalchemy.orm import joinedload

from marketplace.bookings.errors import NotCertified
from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.organizations.models import Membership
from marketplace.registry.models import Expert, ProfileState
from marketplace.requests.models import Request, RequestSkill


def covered(expert_id: int) -> ColumnElement[bool]:
    """True for requests whose every skill the expert is certified in today, at its level or a higher one."""
    return not_(exists().where(RequestSkill.request_id == Request.id, not_(_proved(expert_id))))


def _proved(expert_id: int) -> ColumnElement[bool]:
    return exists().where(
        Certificate.expert_id == expert_id,
        Certificate.skill_id == RequestSkill.skill_id,
        Certificate.level >= RequestSkill.level,
        certification.live_condition(clock.today()),
    )


def experts_for(request: Request) -> Sequence[Expert]:
    """Published ones who match, without the organization's own people."""
    members = select(Membership.user_id).where(Membership.organization_id == request.organization_id)
    wanted = select(Expert).where(Expert.state == ProfileState.PUBLISHED, Expert.user_id.not_in(members))
    for need in request.needs:
        proved = exists().where(
            Certificate.expert_id == Expert.id,
            Certificate.skill_id == need.skill_id,
            Certificate.level >= need.level,
            certification.live_condition(clock.today()),
        )
        wanted = wanted.where(proved)
    return db.session.scalars(wanted.options(joinedload(Expert.user)).order_by(Expert.id)).all()


def certificate_for(request: Request, expert: Expert, days: Sequence[date] = ()) -> Certificate:
    """The certificate of the first skill that has one for these days. Raises `NotCertified`."""
    live = {one.skill_id: one for one in certification.live(expert.id)}
    for need in request.needs:
        one = live.get(need.skill_id)
        if one and all(one.live_on(day) for day in (*days[:1], *days[-1:])):
            return one
    if any(need.skill_id in live for need in request.needs):
        raise NotCertified("The certificate for this does not cover all of these days.")
    raise NotCertified(f"{expert.name} has no live certificate in a skill that this request takes.")
