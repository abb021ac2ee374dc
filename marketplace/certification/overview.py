"""A vendor's certificates at a glance."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, func, select

from marketplace.catalog.models import Product, Skill
from marketplace.certification.models import Certificate, CertificateState
from marketplace.certification.queries import PAGE, certificates_selected, live_condition
from marketplace.db.base import db
from marketplace.kit import clock
from marketplace.kit.paging import Page
from marketplace.kit.text import clean_line
from marketplace.registry.models import Expert

SOON = timedelta(days=90)
"""So long before its last day a certificate is called expiring."""


class Filter(StrEnum):
    LIVE = "live"
    EXPIRING = "expiring"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"

    @classmethod
    def parse(cls, raw: str | None) -> "Filter":
        """As it stands in an address; anything odd means the live ones."""
        return cls(raw) if raw in set(cls) else cls.LIVE

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def condition(self) -> ColumnElement[bool]:
        """By the calendar where that decides, whether or not the nightly change of state has come round to it."""
        today = clock.today()
        live, over = live_condition(today), Certificate.expires_on < today
        if self is Filter.LIVE:
            return live
        if self is Filter.EXPIRING:
            return and_(live, Certificate.expires_on <= today + SOON)
        if self is Filter.SUSPENDED:
            return and_(Certificate.state == CertificateState.SUSPENDED, ~over)
        if self is Filter.EXPIRED:
            return and_(Certificate.state.not_in(ENDED_OTHERWISE), over)
        return Certificate.state == CertificateState(self.value)


LABELS = {
    Filter.LIVE: "Live",
    Filter.EXPIRING: "Expiring soon",
    Filter.SUSPENDED: "Suspended",
    Filter.EXPIRED: "Expired",
    Filter.REVOKED: "Revoked",
    Filter.SUPERSEDED: "Replaced",
}
ENDED_OTHERWISE = (CertificateState.REVOKED, CertificateState.SUPERSEDED)


def certificates(vendor_id: int, chosen: Filter, *, words: str = "", number: int = 1) -> Page[Certificate]:
    """Those that end first come first; `words` looks in the experts' names."""
    wanted = certificates_selected().where(Product.vendor_id == vendor_id, chosen.condition)
    for word in clean_line(words).split()[:5]:
        wanted = wanted.where(func.lower(Expert.name).contains(word.lower(), autoescape=True))
    counted = wanted.with_only_columns(func.count(Certificate.id)).order_by(None)
    total = db.session.execute(counted).scalar_one()
    order = (
        Certificate.expires_on if chosen in (Filter.LIVE, Filter.EXPIRING) else Certificate.expires_on.desc()
    )
    rows = db.session.scalars(wanted.order_by(order, Certificate.id).limit(PAGE).offset((number - 1) * PAGE))
    return Page(rows.all(), number, PAGE, total)


def counts(vendor_id: int) -> Mapping[Filter, int]:
    """How many there are of each."""
    return {each: _count(vendor_id, each) for each in Filter}


def _count(vendor_id: int, chosen: Filter) -> int:
    counted = select(func.count(Certificate.id)).join(Certificate.skill).join(Skill.product)
    return db.session.scalar(counted.where(Product.vendor_id == vendor_id, chosen.condition)) or 0
