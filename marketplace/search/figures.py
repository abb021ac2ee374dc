"""How much there is to find: the numbers on the front page."""

from dataclasses import dataclass

from sqlalchemy import func, select

from marketplace.catalog.models import Product
from marketplace.certification.models import Certificate
from marketplace.certification.queries import live_condition
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.organizations.models import Vendor
from marketplace.registry.models import Expert, ProfileState


@dataclass(frozen=True, slots=True)
class Figures:
    experts: int
    certificates: int
    products: int
    vendors: int


def figures() -> Figures:
    """Published experts, certificates of theirs that count today, products on offer, vendors."""
    published = Expert.state == ProfileState.PUBLISHED
    live = (
        select(func.count(Certificate.id))
        .join(Certificate.expert)
        .where(published, live_condition(clock.today()))
    )
    counts = (
        select(func.count(Expert.id)).where(published),
        live,
        select(func.count(Product.id)).where(Product.retired_at.is_(None)),
        select(func.count(Vendor.id)),
    )
    row = db.session.execute(select(*(one.scalar_subquery() for one in counts))).one()
    return Figures(*row)
