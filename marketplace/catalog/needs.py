"""Which skills an outcome or a request takes, looked through as they were typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.catalog.models import Skill
from marketplace.catalog.plans import Need
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed

MOST_SKILLS = 6
"""Few people have more at once: what takes more is several outcomes."""
NONE = "Name at least one skill: without it we cannot tell who can do this."


@dataclass(frozen=True, slots=True)
class Line:
    """A skill, the least level of it, and the number of the line in which it was typed."""

    skill: Skill
    level: int
    position: int


def lines(typed: Typed, needs: Sequence[Need], offered: Mapping[Ref, Skill]) -> list[Line]:
    """Those that are in order, as they were typed; each skill once. What is wrong with the others is said beside them."""
    kept: dict[int, Line] = {}
    for number, need in enumerate(needs, 1):
        skill = offered.get(need.skill)
        if need.skill and _sound(typed, number, need, skill, kept) and skill:
            kept[skill.id] = Line(skill, need.level, number)
    if len(kept) > MOST_SKILLS:
        said = f"That is {len(kept)} skills; name up to {MOST_SKILLS}, those without which it cannot be done."
        typed.wrong("skills", said)
    return list(kept.values())


def _sound(typed: Typed, number: int, need: Need, skill: Skill | None, kept: Mapping[int, object]) -> bool:
    if skill is None:
        typed.wrong(f"skill_{number}", "Choose a product or a module from the list.")
    elif skill.id in kept:
        typed.wrong(f"skill_{number}", "This skill is in the list already.")
    elif not 1 <= need.level <= 4:
        typed.wrong(f"level_{number}", "Choose a level from the list.")
    else:
        return True
    return False
