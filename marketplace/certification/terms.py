"""Until when a certificate holds."""

from datetime import date, timedelta

from marketplace.catalog import topics
from marketplace.catalog.models import Product
from marketplace.certification.models import Certificate
from marketplace.kit import clock
from marketplace.kit.period import add_months
from marketplace.programmes.models import Terms

EARLY = timedelta(days=90)
"""Renewing so long before the end costs nothing of what is left."""

FAIR = timedelta(days=30)
"""Whatever a release changes, nobody's certificate ends with less notice than this."""


def latest_end(terms: Terms, starts_on: date, renewed: Certificate | None) -> date:
    """By the months alone. A renewal counts on from the end of the certificate it renews, if that is near."""
    counted_from = starts_on
    if renewed and starts_on < renewed.expires_on <= starts_on + EARLY:
        counted_from = renewed.expires_on
    return add_months(counted_from, terms.months)


def end(product: Product, *, latest_on: date, until_major: bool, grace_days: int, starts_on: date) -> date:
    """The last day: `latest_on`, or so many days after the next major release if that is known and earlier."""
    major = topics.next_major(product, after=starts_on) if until_major else None
    if major is None:
        return latest_on
    ends = major.released_on + timedelta(days=grace_days)
    return min(latest_on, max(ends, clock.today() + FAIR))
