"""What was said about whom, as pages and assessors ask for it."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor
from marketplace.attestations import policy
from marketplace.attestations.models import Attestation, AttestationState
from marketplace.attestations.usage import Usage
from marketplace.catalog.models import Product, Skill
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.kit.text import fold
from marketplace.registry.models import Expert

PAGE = 50
CHUNK = 500
"""Values in one IN list."""

Key = tuple[str, int, int | None, str, int | None, int | None, int]
"""What makes two statements of one source the same."""


def standing_for(expert_id: int, skill: Skill) -> Sequence[Attestation]:
    """What supports a claim: the same product, and its module or the whole of it. Longest use first."""
    wanted = _whole().where(
        Attestation.expert_id == expert_id,
        Attestation.state == AttestationState.STANDING,
        Attestation.product_id == skill.product_id,
    )
    if skill.module_id is not None:
        wanted = wanted.where(or_(Attestation.module_id == skill.module_id, Attestation.module_id.is_(None)))
    return db.session.scalars(wanted.order_by(Attestation.months.desc(), Attestation.id)).all()


def of_expert(expert_id: int) -> Sequence[Attestation]:
    """Everything said about one person, standing before withdrawn, newest first."""
    mine = _whole().where(Attestation.expert_id == expert_id)
    return db.session.scalars(mine.order_by(Attestation.state, Attestation.id.desc())).all()


def of_vendor(vendor_id: int, words: str = "", number: int = 1) -> Page[Attestation]:
    """What was said about the vendor's products, newest first; `words` narrow by person, address or product."""
    wanted = _whole().where(Product.vendor_id == vendor_id)
    for word in fold(words).split():
        wanted = wanted.where(
            or_(
                *(
                    func.lower(column).contains(word, autoescape=True)
                    for column in (Attestation.email, Attestation.name, Product.name, Attestation.role)
                )
            )
        )
    total = db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    rows = db.session.scalars(
        wanted.order_by(Attestation.id.desc()).limit(PAGE).offset((number - 1) * PAGE)
    ).all()
    return Page(rows, number, PAGE, total)


def visible(ref: Ref, by: Actor) -> Attestation:
    """For those who said it, the product's vendor, and the person. Raises `NotFound`."""
    found = db.session.scalar(_whole().where(Attestation.ref == ref))
    if found is None or not policy.may_see(by, found):
        raise NotFound
    return found


def key_of(email: str, used: Usage) -> Key:
    return (
        email,
        used.product_id,
        used.module_id,
        fold(used.role),
        used.first_release_id,
        used.last_release_id,
        used.months,
    )


def standing_keys(vendor_id: int, organization_id: int | None, emails: Collection[str]) -> set[Key]:
    """What one source has said already about the owners of those addresses."""
    asked = sorted(emails)
    chunks = [asked[start : start + CHUNK] for start in range(0, len(asked), CHUNK)]
    return {_key(row) for chunk in chunks for row in _standing(vendor_id, organization_id, chunk)}


def _standing(vendor_id: int, organization_id: int | None, emails: list[str]) -> Sequence[Attestation]:
    wanted = (
        select(Attestation)
        .join(Attestation.product)
        .where(
            Product.vendor_id == vendor_id,
            Attestation.organization_id == organization_id,
            Attestation.state == AttestationState.STANDING,
            Attestation.email.in_(emails),
        )
    )
    return db.session.scalars(wanted).all()


def _key(row: Attestation) -> Key:
    used = Usage(
        row.product_id, row.module_id, row.role, row.first_release_id, row.last_release_id, row.months
    )
    return key_of(row.email, used)


def _whole() -> Select[Attestation]:
    return (
        select(Attestation)
        .join(Attestation.product)
        .options(
            joinedload(Attestation.product).joinedload(Product.vendor),
            joinedload(Attestation.module),
            joinedload(Attestation.first_release),
            joinedload(Attestation.last_release),
            joinedload(Attestation.organization),
            joinedload(Attestation.expert).joinedload(Expert.user),
        )
    )
