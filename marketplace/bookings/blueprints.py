"""A booking that is begun with a blueprint: whom it fits, and what the booking takes over of it for good."""

from dataclasses import dataclass
from datetime import date

from marketplace.bookings.errors import BlueprintUnfit, TermsChanged
from marketplace.bookings.models import Booking
from marketplace.catalog import queries as catalog
from marketplace.catalog import versions
from marketplace.catalog.outcomes import Blueprint, BlueprintVersion, NeededSkill
from marketplace.certification import queries as certification
from marketplace.certification.models import Certificate
from marketplace.kit.errors import NotFound
from marketplace.programmes.levels import Level
from marketplace.registry.models import Expert


@dataclass(frozen=True, slots=True)
class Begun:
    """With the blueprint of that address (`vendor/outcome`); `number` is the version that was read, None where none was shown."""

    address: str
    number: int | None = None


def offered(address: str) -> Blueprint:
    """The published one of that address. Raises `BlueprintUnfit`."""
    vendor, _, slug = address.partition("/")
    try:
        return catalog.blueprint_by_slug(vendor, slug)
    except NotFound as gone:
        raise BlueprintUnfit(
            "The blueprint that you came from is not offered any more. You can book without it."
        ) from gone


def fitting(blueprint: Blueprint, expert: Expert, until: date | None = None) -> list[Certificate]:
    """The expert's certificates for all that it takes, in its order, good until that day. Raises `BlueprintUnfit`."""
    live = {one.skill_id: one for one in certification.live(expert.id)}
    found = [live.get(need.skill_id) for need in blueprint.needs]
    return [
        _proved(one, need, blueprint, expert, until) for one, need in zip(found, blueprint.needs, strict=True)
    ]


def _proved(
    one: Certificate | None, need: NeededSkill, blueprint: Blueprint, expert: Expert, until: date | None
) -> Certificate:
    asked = f"“{blueprint.title}” takes {need.skill.name}, at least {Level(need.level).label}"
    if one is None or one.level < need.level:
        raise BlueprintUnfit(
            f"{asked}, and {expert.name} is not certified so. You can book {expert.name} without it."
        )
    if until is not None and not one.live_on(until):
        raise BlueprintUnfit(
            f"{asked}, and the certificate of {expert.name} for that ends before the last day. Choose earlier days."
        )
    return one


def take_over(booking: Booking, begun: Begun, certificate: Certificate, until: date) -> None:
    """The version that customers read at this moment, onto a booking that is about to be asked for.

    Raises `BlueprintUnfit`, and `TermsChanged` when it is not the version that was read.
    """
    blueprint = offered(begun.address)
    version = versions.current(blueprint)
    if begun.number not in (None, version.number):
        raise TermsChanged(
            f"“{blueprint.title}” has a new version since you looked. Read what it hands over now, and ask again if it suits you."
        )
    if certificate.id not in {one.id for one in fitting(blueprint, certificate.expert, until)}:
        raise BlueprintUnfit(
            f"“{blueprint.title}” does not take {certificate.skill.name}. Choose a certificate that it does take."
        )
    booking.blueprint, booking.blueprint_version = blueprint, version.number
    booking.deliverables = [dict(one) for one in version.content["deliverables"]]
    booking.checklist = list(version.content["checklist"])


def pass_on(one: Booking, other: Booking) -> None:
    """The same work, by somebody else."""
    other.blueprint, other.blueprint_version = one.blueprint, one.blueprint_version
    other.deliverables = [dict(each) for each in one.deliverables]
    other.checklist = list(one.checklist)


def version_of(booking: Booking) -> BlueprintVersion | None:
    """The one it was begun with, as it stood then."""
    if booking.blueprint is None or booking.blueprint_version is None:
        return None
    return versions.version(booking.blueprint.ref, str(booking.blueprint_version))
