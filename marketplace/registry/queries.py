"""Experts, as pages and other packages ask for them; towns of the gazetteer."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, bindparam, or_, select, union
from sqlalchemy.orm import joinedload, selectinload

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.db.types import LAST
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean_line, fold
from marketplace.registry import completeness as guide
from marketplace.registry import policy
from marketplace.registry.completeness import ProfilePart
from marketplace.registry.models import Experience, Expert, Place, PlaceName, ProfileState

SHORTEST = 2
"""Letters of a town's name before we look: one would match a tenth of the world."""

LARGEST_ID = 2**31 - 1
"""GeoNames numbers towns in 32 bits; more would not fit into the database's own integers either."""

WIDEST = 500
"""Towns looked through for those of one country."""


_OWN = (Place.folded >= bindparam("start")) & (Place.folded < bindparam("end"))
_OTHER = (PlaceName.folded >= bindparam("start")) & (PlaceName.folded < bindparam("end"))
TOWNS = (
    select(Place)
    .where(Place.id.in_(union(select(Place.id).where(_OWN), select(PlaceName.place_id).where(_OTHER))))
    .order_by(_OWN.desc(), Place.population.desc())
    .limit(bindparam("most"))
)


def expert_of(user_id: int | None) -> Expert | None:
    """That person's profile, with all its parts."""
    return db.session.scalar(_whole().where(Expert.user_id == user_id))


def own_profile(by: Actor) -> Expert:
    """The profile of `by`. Raises `NotFound`."""
    expert = expert_of(by.user_id)
    if expert is None:
        raise NotFound("You have no expert profile yet.")
    return expert


def expert_named(ref: Ref) -> Expert:
    """For reactions, which nobody asks for permission. Raises `NotFound`."""
    expert = db.session.scalar(_whole().where(Expert.ref == ref))
    if expert is None:
        raise NotFound
    return expert


def public(slug: str, by: Actor) -> Expert:
    """The profile at that address, with all its parts. Raises `NotFound` where `by` may not see it."""
    expert = db.session.scalar(_whole().where(Expert.slug == slug))
    if expert is None or policy.may_see(by, expert) is not True:
        raise NotFound
    return expert


def published(*, slugs: Collection[str] = (), refs: Collection[str] = ()) -> list[Expert]:
    """Those of them that anybody may see, with all their parts, in the order asked for."""
    wanted = _whole().where(or_(Expert.slug.in_(list(slugs)), Expert.ref.in_(list(refs))))
    found = db.session.scalars(wanted.where(Expert.state == ProfileState.PUBLISHED)).all()
    order = [*slugs, *refs]
    return sorted(found, key=lambda one: order.index(one.slug if one.slug in slugs else one.ref))


def photo_shown(key: str, by: Actor) -> str:
    """The key, if it is the photo of somebody whom `by` may see. Raises `NotFound`."""
    expert = db.session.scalar(select(Expert).where(Expert.photo_key == key))
    if expert is None or policy.may_see(by, expert) is not True:
        raise NotFound
    return key


def own_experience(ref: Ref, by: Actor) -> Experience:
    """A past employment of `by`. Raises `NotFound`."""
    wanted = (
        select(Experience).join(Experience.expert).where(Experience.ref == ref, Expert.user_id == by.user_id)
    )
    found = db.session.scalar(wanted.options(joinedload(Experience.product)))
    if found is None:
        raise NotFound
    return found


def completeness(expert: Expert) -> list[ProfilePart]:
    """What the profile still lacks, what must be there first."""
    return guide.missing(expert)


def places(text: str, limit: int = 8) -> Sequence[Place]:
    """Towns with a name that begins with `text`, under their own name first, then the largest. A country after a comma narrows."""
    start, _, country = fold(clean_line(text)[:120]).partition(",")
    start, country = start.strip(), country.strip()
    if len(start) < SHORTEST:
        return []
    asked = {"start": start, "end": start + LAST, "most": WIDEST if country else limit}
    found = db.session.scalars(TOWNS, asked).all()
    return [one for one in found if country in fold(one.label)][:limit]


def place(place_id: int) -> Place | None:
    return db.session.get(Place, place_id) if 0 < place_id <= LARGEST_ID else None


def _whole() -> Select[Expert]:
    return select(Expert).options(
        joinedload(Expert.place),
        joinedload(Expert.user),
        selectinload(Expert.languages),
        selectinload(Expert.experience).joinedload(Experience.product),
    )
