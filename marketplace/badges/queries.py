"""Credentials, as far as somebody may see them."""

import re
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.accounts.actor import Actor
from marketplace.badges import keys
from marketplace.badges.errors import ProofWithdrawn
from marketplace.badges.models import Credential, ProofState, StatusList
from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Certificate, Claim
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.organizations.models import Vendor
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric
from marketplace.registry.models import Expert


def readable(ref: Ref, by: Actor) -> Credential:
    """The credential, for everybody once it is public, until then for its holder.

    Raises `ProofWithdrawn` for everybody once it was taken back, `NotFound` otherwise.
    """
    found = db.session.scalar(_named(), {"ref": ref})
    if found is None:
        raise NotFound
    if found.superseded_by_id or found.state is ProofState.WITHDRAWN:
        raise ProofWithdrawn
    if not found.public and not held(found.certificate, by):
        raise NotFound
    return found


def held(certificate: Certificate, by: Actor) -> bool:
    """They are the person whom it is about."""
    return by.user_id is not None and certificate.expert.user_id == by.user_id


def own_certificate(ref: Ref, by: Actor) -> Certificate:
    """The certificate, for its holder alone. Raises `NotFound`."""
    mine = select(Certificate).join(Certificate.expert).where(Certificate.ref == ref)
    found = db.session.scalar(mine.where(Expert.user_id == by.user_id))
    if found is None:
        raise NotFound
    return found


def current(certificate: Certificate) -> Credential | None:
    """The credential that speaks for it now; None until the worker has issued one."""
    mine = _whole().where(Credential.certificate_id == certificate.id)
    return db.session.scalar(mine.where(Credential.superseded_by_id.is_(None)))


def former(certificate: Certificate) -> Credential | None:
    """The latest credential that the holder has for the same skill, from another certificate."""
    same = _whole().where(
        Certificate.expert_id == certificate.expert_id,
        Certificate.skill_id == certificate.skill_id,
        Certificate.id != certificate.id,
        Credential.superseded_by_id.is_(None),
    )
    return db.session.scalar(same.order_by(Credential.id.desc()).limit(1))


def successor(credential: Credential) -> Credential | None:
    """The public credential of the certificate that took its place, if it bears the same name: never another."""
    newer = credential.certificate.superseded_by
    while newer and newer.superseded_by:
        newer = newer.superseded_by
    found = current(newer) if newer else None
    if found is None or not found.public:
        return None
    return found if (found.naming, found.holder) == (credential.naming, credential.holder) else None


def status_list(slug: str, number: str) -> StatusList:
    """For everybody, whatever became of the proofs. Raises `NotFound`."""
    wanted = select(StatusList).join(StatusList.vendor).where(Vendor.slug == slug)
    counted = int(number) if re.fullmatch("[0-9]{1,6}", number) else 0
    found = db.session.scalar(wanted.where(StatusList.number == counted))
    if found is None:
        raise NotFound
    return found


def issuer(slug: str) -> Vendor:
    """A vendor that has signed something, or could. Raises `NotFound`."""
    found = db.session.scalar(select(Vendor).where(Vendor.slug == slug))
    if found is None or not keys.of_vendor(found):
        raise NotFound
    return found


def achievement(ref: str) -> tuple[Skill, Level]:
    """The skill and level that `addresses.achievement_ref` named. Raises `NotFound`."""
    skill_ref, _, level = ref.rpartition("-")
    named = select(Skill).where(Skill.ref == skill_ref)
    about = named.options(joinedload(Skill.product).joinedload(Product.vendor), joinedload(Skill.module))
    found = db.session.scalar(about)
    if found is None or level not in {str(one.value) for one in Level}:
        raise NotFound
    return found, Level(int(level))


@cache
def _named() -> Select[Credential]:
    """Built once: verifiers ask for this more than for anything else, and building takes longer than the answer."""
    return _whole().where(Credential.ref == bindparam("ref"))


def _whole() -> Select[Credential]:
    """Credentials with all that a page says about them, but for the evidence: machines, who ask most, have no use for it."""
    certificate = contains_eager(Credential.certificate)
    skill = certificate.joinedload(Certificate.skill)
    return (
        select(Credential)
        .join(Credential.certificate)
        .options(
            certificate.joinedload(Certificate.expert),
            certificate.joinedload(Certificate.release),
            certificate.joinedload(Certificate.claim).joinedload(Claim.rubric).joinedload(Rubric.programme),
            skill.joinedload(Skill.product).joinedload(Product.vendor),
            skill.joinedload(Skill.module),
            joinedload(Credential.status_list),
        )
    )
