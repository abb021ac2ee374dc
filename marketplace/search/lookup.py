"""The names in a query, looked up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam, select

from marketplace.catalog.models import Module, Product, Release, Skill
from marketplace.catalog.outcomes import Blueprint, BlueprintState, NeededSkill
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.organizations.models import Vendor
from marketplace.registry import queries as registry
from marketplace.search import sphere
from marketplace.search.query import Query
from marketplace.search.remembering import asked_once, kept

SKILLS = (
    select(Product.id, Product.name, Skill.id, Module.slug, Module.name, Module.retired_at)
    .join(Vendor, Vendor.id == Product.vendor_id)
    .outerjoin(Skill, Skill.product_id == Product.id)
    .outerjoin(Module, Module.id == Skill.module_id)
    .where(Vendor.slug == bindparam("vendor"), Product.slug == bindparam("product"))
    .order_by(Module.name)
)
RELEASES = (
    select(Release.version, Release.released_on)
    .where(Release.product_id == bindparam("product"), Release.released_on <= bindparam("today"))
    .order_by(Release.released_on.desc(), Release.id.desc())
)

NEEDS = (
    select(NeededSkill.skill_id, NeededSkill.level)
    .join(Blueprint, Blueprint.id == NeededSkill.blueprint_id)
    .join(Vendor, Vendor.id == Blueprint.vendor_id)
    .where(
        Vendor.slug == bindparam("vendor"),
        Blueprint.slug == bindparam("slug"),
        Blueprint.state == BlueprintState.PUBLISHED,
    )
    .order_by(NeededSkill.position)
)


@dataclass(frozen=True, slots=True)
class Named:
    """A product: its modules as slug to (skill's id, name), and its releases, newest first."""

    id: int
    name: str
    modules: Mapping[str, tuple[int, str]]
    releases: Sequence[tuple[str, date]] = ()


@dataclass(frozen=True, slots=True)
class Town:
    """A place: its country's code, and its unit vector (`sphere`)."""

    country: str
    at: sphere.Vector


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query with what it names, on a given day (UTC)."""

    query: Query
    today: date
    product: Named | None = None
    skill_id: int | None = None
    released_on: date | None = None
    skills: Sequence[tuple[int, int]] = field(default=())
    """What the outcome takes: skill's id and least level, any of them."""
    place: Town | None = None

    @property
    def through(self) -> date:
        """Until then a certificate has to last."""
        return self.query.days.last if self.query.days else self.today


def look_up(query: Query) -> Wanted:
    """Raises `Invalid`, naming the field that names nothing."""
    today = clock.today()
    product = _product(query.product, today)
    return Wanted(
        query,
        today,
        product,
        _skill(product, query.module),
        _release(product, query.release),
        _outcome(query.outcome),
        _place(query.near),
    )


@asked_once
@kept
def _product(name: str, today: date) -> Named | None:
    if not name:
        return None
    vendor, slug = name.split("/")
    rows = db.session.execute(SKILLS, {"vendor": vendor, "product": slug}).all()
    if not rows:
        raise _unknown("product", "We do not know that product. Choose one from the list.")
    modules = {row[3]: (row[2], row[4]) for row in rows if row[3] is not None}
    releases = db.session.execute(RELEASES, {"product": rows[0][0], "today": today})
    return Named(rows[0][0], rows[0][1], modules, [(version, on) for version, on in releases])


def _skill(product: Named | None, slug: str) -> int | None:
    if product is None or not slug:
        return None
    if slug not in product.modules:
        raise _unknown("module", f"{product.name} has no such module. Choose one from the list.")
    return product.modules[slug][0]


def _release(product: Named | None, version: str) -> date | None:
    if product is None or not version:
        return None
    found = next((on for name, on in product.releases if name == version), None)
    if found is None:
        raise _unknown("release", f"{product.name} has no release {version} yet. Choose one from the list.")
    return found


@asked_once
def _outcome(address: str) -> Sequence[tuple[int, int]]:
    if not address:
        return ()
    vendor, slug = address.split("/")
    skills = [(skill, level) for skill, level in db.session.execute(NEEDS, {"vendor": vendor, "slug": slug})]
    if not skills:
        raise _unknown(
            "outcome", "This outcome is no longer offered. Say in your own words what you need done."
        )
    return skills


@asked_once
@kept
def _place(text: str) -> Town | None:
    if not text:
        return None
    found = registry.places(text, limit=1)
    if not found:
        raise _unknown("near", f"We do not know a town called {text}. Try the nearest larger one.")
    return Town(found[0].country, sphere.vector(found[0].latitude, found[0].longitude))


def _unknown(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: sentence})
