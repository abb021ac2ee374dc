"""What a profile still lacks, and why each part is worth a minute. Weekly hours are the calendar's to add."""

from collections.abc import Callable
from dataclasses import dataclass

from marketplace.registry.models import Expert


@dataclass(frozen=True, slots=True)
class ProfilePart:
    """`needed` parts must be there before publishing; `key` is the section that fills it."""

    key: str
    title: str
    why: str
    needed: bool
    done: bool


Filled = Callable[[Expert], bool]

PARTS: tuple[tuple[str, str, str, bool, Filled], ...] = (
    (
        "words",
        "Name and headline",
        "The first line customers read, in search and on your page.",
        True,
        lambda expert: bool(expert.name and expert.headline),
    ),
    (
        "place",
        "Where and how you work",
        "Customers look for somebody remote, or near enough to come by.",
        True,
        lambda expert: expert.remote or bool(expert.place_id and expert.on_site_km),
    ),
    (
        "rates",
        "Day rate",
        "Customers see what a booking costs before they ask you.",
        True,
        lambda expert: expert.day_rate_amount is not None,
    ),
    (
        "words",
        "About you",
        "Two or three paragraphs on what you have done tell more than any title.",
        False,
        lambda expert: bool(expert.about),
    ),
    (
        "photo",
        "Photo",
        "People book people: a face makes it easier to ask.",
        False,
        lambda expert: bool(expert.photo_key),
    ),
    (
        "languages",
        "Languages",
        "Many customers search for the language their team speaks.",
        False,
        lambda expert: bool(expert.languages),
    ),
    (
        "experience",
        "Experience",
        "Where you learnt it. You can mask an employer's name.",
        False,
        lambda expert: bool(expert.experience),
    ),
)


def parts(expert: Expert) -> list[ProfilePart]:
    """Every part, what must be there first."""
    return [ProfilePart(key, title, why, needed, filled(expert)) for key, title, why, needed, filled in PARTS]


def missing(expert: Expert) -> list[ProfilePart]:
    """The parts still to be filled."""
    return [part for part in parts(expert) if not part.done]
