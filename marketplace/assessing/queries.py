"""What may be read of others' findings, of files, and of appeals."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.assessing import seats
from marketplace.assessing.conflicts import conflict
from marketplace.assessing.models import Appeal, AppealState, Assessment
from marketplace.catalog.models import Product, Skill
from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate, Claim, ClaimState
from marketplace.certification.policy import reviewed_vendors
from marketplace.db.base import db
from marketplace.evidence.models import Evidence
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.registry.models import Expert

PAGE = 20


def conflict_of(by: Actor, claim: Claim) -> str | None:
    """The conflict of interest between the actor and whoever made the claim; None for the expert, who only reads."""
    if by.user_id is None or claim.expert.user_id == by.user_id:
        return None
    return conflict(db.session.get_one(User, by.user_id), claim.expert)


def readable_file(ref: Ref, by: Actor) -> Evidence:
    """A file of a claim, for its expert, and for the vendor's assessors and admins without a conflict of interest.

    Raises `NotFound`, and `NotAllowed` with the conflict.
    """
    piece = certification.evidence(ref, by)
    claim = db.session.get_one(Claim, piece.claim_id)
    against = conflict_of(by, claim)
    permit(against is None or against)
    return piece


def visible_assessments(claim: Claim, by: Actor) -> list[Assessment]:
    """What the actor may read of others' findings: nothing while their own opinion is wanted unswayed, nor about themselves."""
    if claim.expert.user_id == by.user_id:
        return []
    there = list(seats.assessments_of(claim))
    if claim.state not in (ClaimState.SUBMITTED, ClaimState.ASKED) or seats.disagreed(claim, there):
        return there
    return [one for one in there if one.assessor_id == by.user_id]


def appeal(ref: Ref, by: Actor) -> Appeal:
    """For its expert and the vendor's assessors and admins. Raises `NotFound`."""
    seen = or_(Expert.user_id == by.user_id, Product.vendor_id.in_(reviewed_vendors(by)))
    found = db.session.scalar(
        select(Appeal)
        .join(Appeal.expert)
        .join(Appeal.claim)
        .join(Claim.skill)
        .join(Skill.product)
        .where(Appeal.ref == ref, seen)
    )
    if found is None:
        raise NotFound
    return found


def appeal_named(ref: Ref) -> Appeal:
    """For reactions, which nobody asks for permission. Raises `NotFound`."""
    found = db.session.scalar(select(Appeal).where(Appeal.ref == ref))
    if found is None:
        raise NotFound
    return found


def appeal_about(claim: Claim, certificate: Certificate | None) -> Appeal | None:
    """The appeal against that decision, whatever became of it."""
    return db.session.scalar(
        select(Appeal).where(
            Appeal.claim_id == claim.id, Appeal.certificate_id == (certificate.id if certificate else None)
        )
    )


def open_appeals(vendor_ids: Collection[int]) -> Sequence[Appeal]:
    """Oldest first."""
    wanted = _appeals(vendor_ids).where(Appeal.state == AppealState.OPEN)
    return db.session.scalars(wanted.order_by(Appeal.filed_at, Appeal.id)).all()


def closed_appeals(vendor_ids: Collection[int], number: int = 1) -> Page[Appeal]:
    """Decided or taken back, the latest first."""
    wanted = _appeals(vendor_ids).where(Appeal.state != AppealState.OPEN)
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = wanted.order_by(Appeal.decided_at.desc(), Appeal.id.desc()).limit(PAGE).offset((number - 1) * PAGE)
    return Page(db.session.scalars(rows).all(), number, PAGE, total)


def _appeals(vendor_ids: Collection[int]) -> Select[Appeal]:
    skill = contains_eager(Appeal.claim).contains_eager(Claim.skill)
    return (
        select(Appeal)
        .join(Appeal.claim)
        .join(Claim.skill)
        .join(Skill.product)
        .where(Product.vendor_id.in_(list(vendor_ids)))
        .options(
            skill.contains_eager(Skill.product).joinedload(Product.vendor),
            skill.joinedload(Skill.module),
            joinedload(Appeal.expert),
            joinedload(Appeal.certificate),
            joinedload(Appeal.decided_by),
        )
    )
