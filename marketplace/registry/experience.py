"""Past employments: an expert adds, revises and removes their own."""

from dataclasses import dataclass
from datetime import date

from marketplace.accounts.actor import Actor
from marketplace.catalog import queries as catalog
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.kit.errors import Conflict
from marketplace.kit.ids import Ref
from marketplace.registry import checks, queries
from marketplace.registry.events import ProfileRevised
from marketplace.registry.models import Experience
from marketplace.registry.service import own

MOST = 40


@dataclass(frozen=True, slots=True)
class Employment:
    """What an expert writes about one past employer; `product_ref` is what they came to know there."""

    employer: str
    title: str
    began_on: date
    ended_on: date | None = None
    summary: str = ""
    masked: bool = False
    industry: str = ""
    size_band: str = ""
    product_ref: Ref | None = None


def add(expert_ref: Ref, employment: Employment, *, by: Actor) -> Experience:
    with atomic() as session:
        expert = own(expert_ref, by)
        if len(expert.experience) >= MOST:
            raise Conflict(f"Your profile holds {MOST} entries already. Remove one you no longer need.")
        row = Experience(expert_id=expert.id)
        _fill(row, employment)
        session.add(row)
        session.flush()
        record(ProfileRevised(expert.ref, "experience"), by=by)
    return row


def revise(ref: Ref, employment: Employment, *, by: Actor) -> Experience:
    with atomic():
        row = queries.own_experience(ref, by)
        expert = own(row.expert.ref, by)
        _fill(row, employment)
        record(ProfileRevised(expert.ref, "experience"), by=by)
    return row


def remove(ref: Ref, *, by: Actor) -> None:
    with atomic() as session:
        row = queries.own_experience(ref, by)
        expert = own(row.expert.ref, by)
        session.delete(row)
        record(ProfileRevised(expert.ref, "experience"), by=by)


def _fill(row: Experience, wanted: Employment) -> None:
    product = catalog.product(wanted.product_ref) if wanted.product_ref else None
    row.employer, row.title, row.summary = wanted.employer, wanted.title, wanted.summary
    row.masked, row.industry, row.size_band = wanted.masked, wanted.industry, wanted.size_band
    checks.experience(row, wanted.began_on, wanted.ended_on)
    row.began_on, row.ended_on = wanted.began_on, wanted.ended_on
    row.product_id = product.id if product else None
