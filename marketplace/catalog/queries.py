"""What a vendor offers, as pages and other packages ask for it."""

from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace.catalog.models import Module, Product, Release, Skill, Topic
from marketplace.catalog.outcomes import Blueprint, BlueprintState, NeededSkill
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.organizations.models import Vendor

Kind = TypeVar("Kind")

PAGE = 48


def vendors() -> Sequence[Vendor]:
    """Every vendor, by name."""
    return db.session.scalars(_vendors()).all()


def vendors_page(number: int) -> Page[Vendor]:
    """The same in pages."""
    total = db.session.scalar(select(func.count(Vendor.id))) or 0
    rows = db.session.scalars(_vendors().limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(rows, number, PAGE, total)


def products_of(vendor_id: int, *, retired: bool = False) -> Sequence[Product]:
    """The vendor's products by name, with all their parts; retired ones only when asked for."""
    wanted = _products().where(Product.vendor_id == vendor_id)
    return db.session.scalars(wanted if retired else wanted.where(Product.retired_at.is_(None))).all()


def offered_products() -> Sequence[Product]:
    """Every vendor's products that are not retired."""
    return db.session.scalars(_products().where(Product.retired_at.is_(None))).all()


def blueprint_title(vendor: str, blueprint: str) -> str | None:
    """By their slugs; nothing where there is none."""
    wanted = select(Blueprint.title).join(Vendor, Vendor.id == Blueprint.vendor_id)
    return db.session.scalar(wanted.where(Vendor.slug == vendor, Blueprint.slug == blueprint))


def offered_page(number: int) -> Page[Product]:
    """The same in pages, vendor by vendor."""
    offered = Product.retired_at.is_(None)
    total = db.session.scalar(select(func.count(Product.id)).where(offered)) or 0
    wanted = _products().join(Product.vendor).where(offered).order_by(None)
    wanted = wanted.order_by(func.lower(Vendor.name), Vendor.id, func.lower(Product.name), Product.id)
    rows = db.session.scalars(wanted.limit(PAGE).offset((number - 1) * PAGE)).all()
    return Page(rows, number, PAGE, total)


def offered_names(vendor_ids: Collection[int]) -> dict[int, list[str]]:
    """Vendor to the names of its products that are not retired; vendors without any are absent."""
    wanted = select(Product.vendor_id, Product.name).where(Product.retired_at.is_(None))
    named: dict[int, list[str]] = {}
    for vendor_id, name in db.session.execute(
        wanted.where(Product.vendor_id.in_(vendor_ids)).order_by(Product.name)
    ):
        named.setdefault(vendor_id, []).append(name)
    return named


def product_by_slug(vendor_slug: str, slug: str) -> Product:
    """Raises `NotFound`. Retired products keep their page: certificates name them."""
    wanted = _products().join(Product.vendor).where(Vendor.slug == vendor_slug, Product.slug == slug)
    return _found(db.session.scalar(wanted))


def product(ref: Ref) -> Product:
    """Raises `NotFound`."""
    return _found(db.session.scalar(_products().where(Product.ref == ref)))


def module(ref: Ref) -> Module:
    """Raises `NotFound`."""
    wanted = select(Module).where(Module.ref == ref)
    return _found(db.session.scalar(wanted.options(joinedload(Module.product).joinedload(Product.vendor))))


def release(ref: Ref) -> Release:
    """Raises `NotFound`."""
    product = joinedload(Release.product)
    parts = (product.joinedload(Product.vendor), product.selectinload(Product.modules))
    return _found(db.session.scalar(select(Release).where(Release.ref == ref).options(*parts)))


def skill(ref: Ref) -> Skill:
    """Raises `NotFound`. Retired ones are found, too."""
    return _found(db.session.scalar(_skills().where(Skill.ref == ref)))


def offered_skills() -> Sequence[Skill]:
    """Every skill that is not retired, by product and module; a whole product comes before its modules."""
    wanted = _skills().where(Product.retired_at.is_(None))
    wanted = wanted.where(or_(Skill.module_id.is_(None), Module.retired_at.is_(None)))
    return db.session.scalars(wanted).all()


def blueprint(ref: Ref) -> Blueprint:
    """Raises `NotFound`."""
    return _found(db.session.scalar(_blueprints().where(Blueprint.ref == ref)))


def blueprint_by_slug(vendor_slug: str, slug: str) -> Blueprint:
    """A published one. Raises `NotFound`."""
    wanted = _blueprints().join(Blueprint.vendor).where(Vendor.slug == vendor_slug, Blueprint.slug == slug)
    return _found(db.session.scalar(wanted.where(Blueprint.state == BlueprintState.PUBLISHED)))


def blueprints_of(vendor_id: int) -> Sequence[Blueprint]:
    """All of that vendor's, by title."""
    return db.session.scalars(_blueprints().where(Blueprint.vendor_id == vendor_id)).all()


def published_blueprints(*, product_id: int | None = None, limit: int | None = None) -> Sequence[Blueprint]:
    """Every vendor's, or those that take a skill of that product, by title."""
    wanted = _blueprints().where(Blueprint.state == BlueprintState.PUBLISHED)
    if product_id is not None:
        takes = select(NeededSkill.blueprint_id).join(NeededSkill.skill).where(Skill.product_id == product_id)
        wanted = wanted.where(Blueprint.id.in_(takes))
    return db.session.scalars(wanted.limit(limit)).all()


def _blueprints() -> Select[Blueprint]:
    skill = selectinload(Blueprint.needs).joinedload(NeededSkill.skill)
    parts = (skill.joinedload(Skill.product), skill.joinedload(Skill.module))
    return (
        select(Blueprint)
        .options(joinedload(Blueprint.vendor), *parts)
        .order_by(func.lower(Blueprint.title), Blueprint.id)
    )


def _vendors() -> Select[Vendor]:
    return select(Vendor).order_by(func.lower(Vendor.name), Vendor.id)


def _products() -> Select[Product]:
    releases = selectinload(Product.releases).selectinload(Release.topics).joinedload(Topic.module)
    parts = (selectinload(Product.modules), releases, selectinload(Product.skills))
    return (
        select(Product)
        .options(joinedload(Product.vendor), *parts)
        .order_by(func.lower(Product.name), Product.id)
    )


def _skills() -> Select[Skill]:
    whole_first = Skill.module_id.is_not(None)
    return (
        select(Skill)
        .join(Skill.product)
        .outerjoin(Skill.module)
        .options(contains_eager(Skill.product).joinedload(Product.vendor), contains_eager(Skill.module))
        .order_by(func.lower(Product.name), Product.id, whole_first, func.lower(Module.name), Skill.id)
    )


def _found(row: Kind | None) -> Kind:
    if row is None:
        raise NotFound
    return row
