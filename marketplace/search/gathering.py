"""The truth about experts, read for the projection: a handful of statements, however many experts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.attestations.models import Attestation, AttestationState
from marketplace.catalog import topics
from marketplace.catalog.models import Product, Release, Skill
from marketplace.certification.models import LIVE, Certificate
from marketplace.db.base import db
from marketplace.evidence.models import Work
from marketplace.kit import clock
from marketplace.registry import ratings
from marketplace.registry.models import Experience, Expert, Language, ProfileState
from marketplace.registry.ratings import Rating
from marketplace.search.agenda import Diary, diaries

Scope = tuple[int, int | None]
"""A product and one of its modules, or the whole of it."""


@dataclass
class Portrait:
    """An expert, as search needs them. `certificates` are the live ones, those that begin later included, best first."""

    expert: Expert
    diary: Diary
    languages: list[str] = field(default_factory=list)
    experience: list[Experience] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    releases: dict[int, list[Release]] = field(default_factory=dict)
    first_on: date | None = None
    """When they were first certified in anything."""
    bookings: int = 0
    """Completed here."""
    rating: Rating | None = None
    used: set[Scope] = field(default_factory=set)
    """What somebody attests that they used, or approved work speaks for."""

    def has_used(self, skill: Skill) -> bool:
        """Whole products and their modules speak for each other."""
        return any(
            product == skill.product_id and (module is None or skill.module_id in (None, module))
            for product, module in self.used
        )


def portraits(ids: Collection[int]) -> list[Portrait]:
    """Of those who are published and hold a live certificate; nobody else can be found."""
    today = clock.today()
    experts = _experts(ids)
    certificates = _certificates(list(experts), today)
    shown = {one: expert for one, expert in experts.items() if one in certificates}
    kept = diaries({one: expert.timezone for one, expert in shown.items()})
    found = {
        one: Portrait(expert, kept[one], certificates=certificates[one]) for one, expert in shown.items()
    }
    _fill(found)
    return list(found.values())


def _experts(ids: Collection[int]) -> dict[int, Expert]:
    wanted = select(Expert).where(Expert.id.in_(ids), Expert.state == ProfileState.PUBLISHED)
    wanted = wanted.options(joinedload(Expert.place)).execution_options(populate_existing=True)
    return {one.id: one for one in db.session.scalars(wanted)}


def _certificates(ids: Collection[int], today: date) -> dict[int, list[Certificate]]:
    skill = contains_eager(Certificate.skill)
    wanted = (
        select(Certificate)
        .join(Certificate.skill)
        .join(Skill.product)
        .where(Certificate.expert_id.in_(ids), Certificate.state.in_(LIVE), Certificate.expires_on >= today)
        .order_by(Certificate.level.desc(), Certificate.id)
        .options(
            skill.contains_eager(Skill.product).joinedload(Product.vendor),
            skill.joinedload(Skill.module),
            joinedload(Certificate.release),
        )
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[Certificate]] = defaultdict(list)
    for one in db.session.scalars(wanted):
        found[one.expert_id].append(one)
    return dict(found)


def _fill(found: dict[int, Portrait]) -> None:
    ids = list(found)
    for one, code in db.session.execute(
        select(Language.expert_id, Language.code).where(Language.expert_id.in_(ids)).order_by(Language.code)
    ):
        found[one].languages.append(code)
    for experience in _experience(ids):
        found[experience.expert_id].experience.append(experience)
    for one, first_on in _first_certified(ids):
        found[one].first_on = first_on
    for one, product, module in _attested(ids):
        found[one].used.add((product, module))
    for one, product, module in _worked(ids):
        found[one].used.add((product, module))
        found[one].bookings += 1
    for one, rating in ratings.ratings_of(ids).items():
        found[one].rating = rating
    products = {one.skill.product_id for each in found.values() for one in each.certificates}
    releases = topics.releases_of(products) if products else {}
    for each in found.values():
        each.releases = releases


def _experience(ids: Collection[int]) -> Sequence[Experience]:
    wanted = select(Experience).where(Experience.expert_id.in_(ids)).order_by(Experience.began_on.desc())
    wanted = wanted.options(joinedload(Experience.product)).execution_options(populate_existing=True)
    return db.session.scalars(wanted).all()


def _first_certified(ids: Collection[int]) -> Sequence[tuple[int, date]]:
    wanted = select(Certificate.expert_id, func.min(Certificate.starts_on))
    wanted = wanted.where(Certificate.expert_id.in_(ids)).group_by(Certificate.expert_id)
    return [(one, first_on) for one, first_on in db.session.execute(wanted)]


def _attested(ids: Collection[int]) -> Sequence[tuple[int, int, int | None]]:
    wanted = select(Attestation.expert_id, Attestation.product_id, Attestation.module_id).where(
        Attestation.expert_id.in_(ids), Attestation.state == AttestationState.STANDING
    )
    return [(one, product, module) for one, product, module in db.session.execute(wanted) if one is not None]


def _worked(ids: Collection[int]) -> Sequence[tuple[int, int, int | None]]:
    """A row for each booking whose hours a customer approved."""
    wanted = select(Work.expert_id, Skill.product_id, Skill.module_id).join(Work.skill)
    return [
        (one, product, module)
        for one, product, module in db.session.execute(wanted.where(Work.expert_id.in_(ids)))
    ]
