"""Programmes as pages ask for them. Nothing here writes: a skill without a programme is shown the standard one."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace.accounts.actor import Actor
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Product, Skill
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.programmes.models import Criterion, Programme, Rubric, RubricState
from marketplace.programmes.policy import written_vendors
from marketplace.programmes.standard import unwritten


def skill_at(vendor_slug: str, product_slug: str, module_slug: str | None = None) -> Skill:
    """By the address of its programme. Raises `NotFound`; retired ones are found, since certificates name them."""
    product = catalog.product_by_slug(vendor_slug, product_slug)
    wanted = (one for one in product.skills if (one.module.slug if one.module else None) == module_slug)
    skill = next(wanted, None)
    if skill is None:
        raise NotFound
    return skill


def programme(skill: Skill) -> Programme:
    """The skill's programme, with all its versions."""
    found = db.session.scalar(_programmes().where(Programme.skill_id == skill.id))
    return found or unwritten(skill)


def programmes_of(products: Sequence[Product]) -> dict[int, Programme]:
    """Skill to programme, for every skill of those products."""
    skills = {skill.id: skill for product in products for skill in product.skills}
    found = db.session.scalars(_programmes().where(Programme.skill_id.in_(skills)))
    written = {one.skill_id: one for one in found}
    return {key: written.get(key) or unwritten(skill) for key, skill in skills.items()}


def version(skill: Skill, number: int) -> Rubric:
    """One that is or was published. Raises `NotFound`."""
    found = next((one for one in programme(skill).published if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def before(rubric: Rubric) -> Rubric | None:
    """The version that it replaces, or will."""
    earlier = [one for one in rubric.programme.published if one.number < rubric.number]
    return earlier[0] if earlier else None


def draft(ref: Ref, by: Actor) -> Rubric:
    """For the vendor's administrators; to everybody else it does not exist. Published versions are found, too."""
    mine = Product.vendor_id.in_(written_vendors(by))
    found = db.session.scalar(_rubrics().where(Rubric.ref == ref, mine))
    if found is None:
        raise NotFound
    return found


def drafts_of(vendor_id: int) -> Sequence[Rubric]:
    """What is being written for that vendor, oldest first."""
    wanted = _rubrics().where(Rubric.state == RubricState.DRAFT, Product.vendor_id == vendor_id)
    return db.session.scalars(wanted.order_by(Rubric.id)).all()


def _rubrics() -> Select[Rubric]:
    skill = contains_eager(Rubric.programme).contains_eager(Programme.skill)
    return (
        select(Rubric)
        .join(Rubric.programme)
        .join(Programme.skill)
        .join(Skill.product)
        .options(
            skill.contains_eager(Skill.product).joinedload(Product.vendor),
            skill.joinedload(Skill.module),
            selectinload(Rubric.criteria).selectinload(Criterion.descriptors),
            selectinload(Rubric.terms),
        )
    )


def _programmes() -> Select[Programme]:
    rubrics = selectinload(Programme.rubrics)
    criteria = rubrics.selectinload(Rubric.criteria).selectinload(Criterion.descriptors)
    return select(Programme).options(
        joinedload(Programme.skill), criteria, rubrics.selectinload(Rubric.terms)
    )
