"""Claims and certificates, as far as somebody may see them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from marketplace.accounts.actor import Actor
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import LIVE, Certificate, Claim
from marketplace.certification.policy import reviewed_vendors
from marketplace.db.base import Row, db
from marketplace.evidence.models import Evidence
from marketplace.kit import clock
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.programmes.kinds import EvidenceKind
from marketplace.registry.models import Expert, ProfileState

Kind = TypeVar("Kind", bound=Row)

PAGE = 20


def live_condition(on: date) -> ColumnElement[bool]:
    """True for certificates that count on that day; for use in any SELECT over `Certificate`."""
    return and_(
        Certificate.state.in_(LIVE),
        Certificate.starts_on <= on,
        Certificate.expires_on >= on,
    )


def live(expert_id: int, on: date | None = None) -> list[Certificate]:
    """Certified in on that day (today unless said): the highest of each skill, best first."""
    wanted = certificates_selected().where(
        Certificate.expert_id == expert_id, live_condition(on or clock.today())
    )
    best: dict[int, Certificate] = {}
    for one in db.session.scalars(wanted.order_by(Certificate.level.desc(), Certificate.expires_on.desc())):
        best.setdefault(one.skill_id, one)
    return list(best.values())


def live_of(expert_ids: Collection[int]) -> dict[int, list[Certificate]]:
    """The same for several people today, in one statement."""
    wanted = certificates_selected().where(
        Certificate.expert_id.in_(list(expert_ids)), live_condition(clock.today())
    )
    best: dict[tuple[int, int], Certificate] = {}
    for one in db.session.scalars(wanted.order_by(Certificate.level.desc(), Certificate.expires_on.desc())):
        best.setdefault((one.expert_id, one.skill_id), one)
    return {mine: [one for one in best.values() if one.expert_id == mine] for mine in expert_ids}


def certificate(ref: Ref) -> Certificate | None:
    return db.session.scalar(certificates_selected().where(Certificate.ref == ref))


def certificate_named(ref: Ref) -> Certificate:
    """For reactions, which nobody asks for permission. Raises `NotFound`."""
    return _found(certificate(ref))


def claim_named(ref: Ref) -> Claim:
    """For reactions likewise."""
    return _found(db.session.scalar(claims_selected().where(Claim.ref == ref)))


def provable(ref: Ref, by: Actor) -> Certificate:
    """The certificate, for everybody once the expert is published, until then for expert and vendor."""
    seen = or_(Expert.state == ProfileState.PUBLISHED, Expert.user_id == by.user_id, _vendor_in(by.vendors))
    return _found(db.session.scalar(certificates_selected().where(Certificate.ref == ref, seen)))


def own_certificate(ref: Ref, by: Actor) -> Certificate:
    """The certificate, for its holder alone. Raises `NotFound`."""
    mine = certificates_selected().where(Certificate.ref == ref, Expert.user_id == by.user_id)
    return _found(db.session.scalar(mine))


def certificates_of(expert_id: int) -> Sequence[Certificate]:
    """All of them, newest first."""
    newest = certificates_selected().where(Certificate.expert_id == expert_id).order_by(Certificate.id.desc())
    return db.session.scalars(newest).all()


def claims_of(expert_id: int) -> Sequence[Claim]:
    """All of them, newest first."""
    return db.session.scalars(
        claims_selected().where(Claim.expert_id == expert_id).order_by(Claim.id.desc())
    ).all()


def visible(ref: Ref, by: Actor) -> Claim:
    """The claim, for its expert and the vendor's assessors and admins. Raises `NotFound`."""
    return _found(db.session.scalar(claims_selected().where(Claim.ref == ref, _claim_seen_by(by))))


def own(ref: Ref, by: Actor) -> Claim:
    """The claim, for its expert alone. Raises `NotFound`."""
    return _found(db.session.scalar(claims_selected().where(Claim.ref == ref, Expert.user_id == by.user_id)))


def reviewable(ref: Ref, by: Actor) -> Claim:
    """The claim, for the vendor's assessors and admins. Raises `NotFound`."""
    wanted = claims_selected().where(Claim.ref == ref, _vendor_in(reviewed_vendors(by)))
    return _found(db.session.scalar(wanted))


def claims_with_reference(reference_id: int) -> Sequence[Claim]:
    """The claims that a referee was named for, oldest first: renewals carry a reference along. For reactions."""
    named = select(Evidence.claim_id).where(Evidence.reference_id == reference_id)
    return db.session.scalars(claims_selected().where(Claim.id.in_(named)).order_by(Claim.id)).all()


def certificate_for(claim_id: int) -> Certificate | None:
    """What came of a claim."""
    made = certificates_selected().where(Certificate.claim_id == claim_id)
    return db.session.scalar(made.order_by(Certificate.id.desc()).limit(1))


def certificates_for(claim_id: int) -> Sequence[Certificate]:
    """All that came of a claim: an appeal can bring a second one. Oldest first."""
    made = certificates_selected().where(Certificate.claim_id == claim_id)
    return db.session.scalars(made.order_by(Certificate.id)).all()


def earlier_claims(claim: Claim) -> Sequence[Claim]:
    """What the expert claimed in the same skill before, newest first."""
    same = claims_selected().where(Claim.expert_id == claim.expert_id, Claim.skill_id == claim.skill_id)
    return db.session.scalars(same.where(Claim.id < claim.id).order_by(Claim.id.desc())).all()


def evidence(ref: Ref, by: Actor) -> Evidence:
    """A file, for those who may see its claim. Raises `NotFound`."""
    wanted = (
        select(Evidence)
        .join(Claim, Claim.id == Evidence.claim_id)
        .join(Claim.expert)
        .join(Claim.skill)
        .join(Skill.product)
        .where(Evidence.ref == ref, Evidence.kind == EvidenceKind.FILE, _claim_seen_by(by))
    )
    return _found(db.session.scalar(wanted))


def _found(row: Kind | None) -> Kind:
    if row is None:
        raise NotFound
    return row


def _claim_seen_by(by: Actor) -> ColumnElement[bool]:
    return or_(Expert.user_id == by.user_id, _vendor_in(reviewed_vendors(by)))


def _vendor_in(vendor_ids: Collection[int]) -> ColumnElement[bool]:
    return Product.vendor_id.in_(list(vendor_ids))


def claims_selected() -> Select[Claim]:
    """Claims with all that a page says about them, joined to expert, skill and product."""
    return (
        select(Claim)
        .join(Claim.expert)
        .join(Claim.skill)
        .join(Skill.product)
        .options(*_about_claim(), *_about_evidence(), joinedload(Claim.release))
    )


def _about_evidence() -> tuple[LoaderOption, ...]:
    pieces = selectinload(Claim.evidence)
    return (
        pieces,
        pieces.joinedload(Evidence.reference),
        pieces.joinedload(Evidence.attestation),
        pieces.joinedload(Evidence.work),
        selectinload(Claim.questions),
        joinedload(Claim.renewal),
    )


def _about_claim() -> tuple[LoaderOption, ...]:
    skill = contains_eager(Claim.skill)
    return (
        contains_eager(Claim.expert),
        skill.contains_eager(Skill.product).joinedload(Product.vendor),
        skill.joinedload(Skill.module),
    )


def certificates_selected() -> Select[Certificate]:
    """Certificates with all that a page says about them, joined to expert, skill and product."""
    skill = contains_eager(Certificate.skill)
    return (
        select(Certificate)
        .join(Certificate.expert)
        .join(Certificate.skill)
        .join(Skill.product)
        .options(
            contains_eager(Certificate.expert),
            skill.contains_eager(Skill.product).joinedload(Product.vendor),
            skill.joinedload(Skill.module),
            joinedload(Certificate.release),
        )
    )
