"""The projection, kept as true as what it is built from: each change of an expert's truth changes it in the same transaction.

`reactions.AT_ONCE` says after which facts. Names in a catalogue and a vendor's terms follow a moment
later, as they concern many experts.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from sqlalchemy import ColumnElement, delete, insert, select, update

from marketplace.attestations.events import AttestationMatched, AttestationWithdrawn
from marketplace.attestations.models import Attestation
from marketplace.catalog.events import (
    ModuleRevised,
    ProductRevised,
    ReleaseAdded,
    ReleaseRevised,
    TopicsRevised,
)
from marketplace.catalog.models import Product
from marketplace.certification import events as certification
from marketplace.certification.models import Certificate
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.facts import Fact
from marketplace.events.models import Event
from marketplace.organizations.events import TermsSet, VendorRevised
from marketplace.organizations.models import Vendor
from marketplace.registry.models import Expert
from marketplace.search import building, vocabulary
from marketplace.search.agenda import Diary, diaries
from marketplace.search.engines import engine
from marketplace.search.gathering import Portrait, portraits
from marketplace.search.models import CallDay, Card, Document, EmployerName, OddDay, Offer, OpenWeek

BATCH = 200
"""Experts built anew in one transaction, where many are."""


def refresh(*ids: int) -> None:
    """Build everything about these experts anew, within the caller's transaction if there is one."""
    with atomic():
        _locked(ids)
        write(ids, portraits(ids))


def refresh_days(*ids: int) -> None:
    """Only what changes with a calendar."""
    with atomic() as session:
        zones = _locked(ids)
        found = diaries(zones)
        for one, diary in found.items():
            session.execute(update(Offer).where(Offer.expert_id == one).values(building.days(diary)))
            days = building.card_days(diary)
            session.execute(update(Card).where(Card.expert_id == one).values(days=days))
        # Of those alone who can be found: `write` keeps none of anybody else.
        shown = set(session.scalars(select(Card.expert_id).where(Card.expert_id.in_(list(zones)))))
        _write_finer(zones, [diary for one, diary in found.items() if one in shown])


def write(ids: Collection[int], found: Sequence[Portrait]) -> None:
    """Replace the rows of `ids` by those of the portraits; who has none is found no more."""
    session = db.session
    for kind in (Offer, Card, Document, EmployerName):
        session.execute(delete(kind).where(kind.expert_id.in_(ids)))
    gone = set(ids) - {one.expert.id for one in found}
    engine().remove(session, gone)
    _write_finer(ids, [one.diary for one in found])
    if not found:
        return
    session.execute(insert(Offer), [row for one in found for row in building.offers(one)])
    session.execute(insert(Card), [_card(one) for one in found])
    session.execute(
        insert(Document), [{"expert_id": one.expert.id, "lead": building.lead(one)} for one in found]
    )
    names = [{"expert_id": one.expert.id, "name": name} for one in found for name in building.employers(one)]
    if names:
        session.execute(insert(EmployerName), names)
    engine().write(session, {one.expert.id: building.tokens(one) for one in found})
    vocabulary.learn(
        {word for one in found for word in building.plain_words(one)},
        {word for one in found for word in building.names(one)},
    )


FINER = ((OpenWeek, building.open_weeks), (OddDay, building.odd_days), (CallDay, building.call_days))


def _write_finer(ids: Iterable[int], found: Iterable[Diary]) -> None:
    """What the bits of a day cannot say: weeks with a limit, days with other hours, and on which a call still fits."""
    kept = list(found)
    for kind, build in FINER:
        db.session.execute(delete(kind).where(kind.expert_id.in_(list(ids))))
        rows = [row for diary in kept for row in build(diary)]
        if rows:
            db.session.execute(insert(kind), rows)


def follow_expert(fact: Fact) -> None:
    """At once: the subject is an expert whose profile changed."""
    refresh(*_ids(Expert.ref == fact.subject))


def follow_calendar(fact: Fact) -> None:
    """At once: the subject is an expert whose calendar changed."""
    refresh_days(*_ids(Expert.ref == fact.subject))


class AboutShifts(Protocol):
    """Facts about bookings, which stand above search, name the expert whose days they hold or give back."""

    @property
    def expert(self) -> str: ...


def follow_shifts(fact: AboutShifts) -> None:
    """At once: a booking holds days, or gives them back."""
    refresh_days(*_ids(Expert.ref == fact.expert))


CertificateFact = (
    certification.ClaimCertified
    | certification.CertificateExpired
    | certification.CertificateProlonged
    | certification.CertificateReinstated
    | certification.CertificateRestored
    | certification.CertificateRevoked
    | certification.CertificateShortened
    | certification.CertificateSuperseded
    | certification.CertificateSuspended
)


def follow_certificate(fact: CertificateFact) -> None:
    """At once: a certificate begins, ends, or ends at another time."""
    refresh(*_ids(Expert.ref == fact.expert))


def follow_attestation(fact: AttestationMatched | AttestationWithdrawn) -> None:
    """At once: somebody vouches for what an expert used, or no longer does."""
    of = select(Attestation.expert_id).where(Attestation.ref == fact.subject)
    refresh(*_ids(Expert.id.in_(of)))


def follow_vendor(fact: VendorRevised | TermsSet, _event: Event) -> None:
    """Reaction to a vendor's new name, or another pause after calls."""
    _refresh_all(_certified_for(Product.vendor_id.in_(select(Vendor.id).where(Vendor.ref == fact.subject))))


def follow_terms(fact: TermsSet) -> None:
    """At once: another pause leaves room for other calls. Of those who take calls; the other terms are no matter of seconds."""
    changed = (
        select(Offer.expert_id)
        .join(Product, Product.id == Offer.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Vendor.ref == fact.subject, Offer.buffer != fact.terms["call_buffer_minutes"])
    )
    _refresh_all(Expert.id.in_(changed) & Expert.hour_rate_amount.is_not(None))


def follow_product(fact: ProductRevised, _event: Event) -> None:
    """Reaction to a product's new words."""
    _refresh_all(_certified_for(Product.ref == fact.subject))


def follow_module(fact: ModuleRevised, _event: Event) -> None:
    """Reaction to a module's new words."""
    _refresh_all(_certified_for(Product.ref == fact.product))


def follow_releases(fact: ReleaseAdded | ReleaseRevised | TopicsRevised, _event: Event) -> None:
    """Reaction to what a release changes: certificates may fall behind, or no longer do."""
    _refresh_all(_certified_for(Product.ref == fact.product))


def _refresh_all(whom: ColumnElement[bool]) -> None:
    ids = _ids(whom)
    for start in range(0, len(ids), BATCH):
        refresh(*ids[start : start + BATCH])


def _ids(whom: ColumnElement[bool]) -> Sequence[int]:
    return db.session.scalars(select(Expert.id).where(whom).order_by(Expert.id)).all()


def _certified_for(products: ColumnElement[bool]) -> ColumnElement[bool]:
    certified = select(Certificate.expert_id).join(Certificate.skill).join(Product).where(products)
    return Expert.id.in_(certified)


def _locked(ids: Iterable[int]) -> dict[int, str]:
    """One at a time for each expert: what is written last has read all that was written before. Their time zones."""
    wanted = select(Expert.id, Expert.timezone).where(Expert.id.in_(list(ids))).order_by(Expert.id)
    return dict(db.session.execute(wanted.with_for_update(key_share=True)).all())


def _card(one: Portrait) -> dict[str, object]:
    return {"expert_id": one.expert.id, "body": building.card(one), "days": building.card_days(one.diary)}
