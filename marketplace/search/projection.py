"""Documents, built from what is public about an expert."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalog.events import ModuleRevised, ProductRevised
from marketplace.catalog.models import Product, Skill
from marketplace.certification import queries as certification
from marketplace.certification.events import (
    CertificateExpired,
    CertificateReinstated,
    CertificateRestored,
    CertificateRevoked,
    CertificateSuperseded,
    CertificateSuspended,
    ClaimCertified,
)
from marketplace.certification.models import Certificate
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.facts import Fact
from marketplace.events.models import Event
from marketplace.organizations.events import VendorRevised
from marketplace.organizations.models import Vendor
from marketplace.programmes.levels import Level
from marketplace.registry.languages import NAMES as LANGUAGES
from marketplace.registry.models import Experience, Expert
from marketplace.search import sphere, words
from marketplace.search.models import Document


def reindex(expert_id: int) -> None:
    """Build the expert's document anew. The lock keeps two workers from both finding none."""
    with atomic() as session:
        session.execute(select(Expert.id).where(Expert.id == expert_id).with_for_update(key_share=True))
        expert = session.scalar(_whole().where(Expert.id == expert_id))
        if expert is None:
            return
        document = session.get(Document, expert_id) or Document(expert_id=expert_id)
        certificates = certification.live(expert_id)
        document.lead = words.document(*_lead(expert, certificates))
        document.words = words.document(document.lead, *_rest(expert, certificates))
        _locate(document, expert)
        session.add(document)


def reindex_all() -> int:
    """Build every document anew, each in a transaction of its own; how many there are."""
    ids = db.session.scalars(select(Expert.id).order_by(Expert.id)).all()
    for expert_id in ids:
        reindex(expert_id)
    return len(ids)


def follow_profile(fact: Fact, _event: Event) -> None:
    """Reaction to whatever changes a profile: its subject is the expert."""
    _reindex(Expert.ref == fact.subject)


CertificateChanged = (
    ClaimCertified
    | CertificateExpired
    | CertificateReinstated
    | CertificateRestored
    | CertificateRevoked
    | CertificateSuperseded
    | CertificateSuspended
)


def follow_certificate(fact: CertificateChanged, _event: Event) -> None:
    """Reaction to a certificate that begins or ends."""
    _reindex(Expert.ref == fact.expert)


def follow_vendor(fact: VendorRevised, _event: Event) -> None:
    """Reaction to a vendor's new name."""
    _reindex(_certified_for(Product.vendor_id.in_(select(Vendor.id).where(Vendor.ref == fact.subject))))


def follow_product(fact: ProductRevised, _event: Event) -> None:
    """Reaction to a product's new words."""
    _reindex(_certified_for(Product.ref == fact.subject))


def follow_module(fact: ModuleRevised, _event: Event) -> None:
    """Reaction to a module's new words."""
    _reindex(_certified_for(Product.ref == fact.product))


def _reindex(whom: ColumnElement[bool]) -> None:
    for expert_id in db.session.scalars(select(Expert.id).where(whom)).all():
        reindex(expert_id)


def _certified_for(products: ColumnElement[bool]) -> ColumnElement[bool]:
    certified = select(Certificate.expert_id).join(Certificate.skill).join(Skill.product).where(products)
    return Expert.id.in_(certified)


def _whole() -> Select[Expert]:
    parts = (selectinload(Expert.languages), selectinload(Expert.experience).joinedload(Experience.product))
    return select(Expert).options(joinedload(Expert.place), *parts).execution_options(populate_existing=True)


def _lead(expert: Expert, certificates: Sequence[Certificate]) -> list[str]:
    return [expert.name, expert.headline, *(one.skill.name for one in certificates)]


def _rest(expert: Expert, certificates: Sequence[Certificate]) -> list[str]:
    texts = [expert.about, expert.place.label if expert.place else "", "remote" if expert.remote else ""]
    texts += [LANGUAGES.get(one.code, one.code) for one in expert.languages]
    for certificate in certificates:
        texts += _about_skill(certificate)
    for experience in expert.experience:
        texts += _about_experience(experience)
    return texts


def _about_skill(certificate: Certificate) -> list[str]:
    skill = certificate.skill
    known = [skill.product.vendor.name, skill.product.summary, Level(certificate.level).label]
    return [*known, skill.module.summary if skill.module else ""]


def _about_experience(experience: Experience) -> list[str]:
    # A masked employer must not be found by its name: `shown_employer` is what everybody else reads.
    product = experience.product.name if experience.product else ""
    return [experience.title, experience.industry, experience.shown_employer, product]


def _locate(document: Document, expert: Expert) -> None:
    document.x = document.y = document.z = document.reach = None
    if expert.place and expert.on_site_km:
        document.x, document.y, document.z = sphere.vector(expert.place.latitude, expert.place.longitude)
        document.reach = sphere.closeness(expert.on_site_km)
