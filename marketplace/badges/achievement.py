"""What was achieved: a skill at a level, in the words of Open Badges."""

from typing import Any

from marketplace.badges import addresses
from marketplace.catalog.models import Release, Skill
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Rubric

Part = dict[str, Any]


def name_of(skill: Skill, level: Level) -> str:
    return f"{level.label} in {skill.name}"


def described(
    skill: Skill, level: Level, release: Release | None = None, rubric: Rubric | None = None
) -> Part:
    """The achievement. What somebody was certified on, and by which rubric, is for their credential to say."""
    address = addresses.achievement(skill, level)
    on = f" on release {release.version}" if release else ""
    return {
        "id": address,
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": name_of(skill, level),
        "description": f"{level.label} level in {skill.name}{on}, certified by staff of {skill.product.vendor.name}.",
        "criteria": _criteria(level, rubric),
        "image": {"id": f"{address}.png", "type": "Image"},
        "alignment": list(_alignment(skill, release)),
    }


def _criteria(level: Level, rubric: Rubric | None) -> Part:
    written = {"id": addresses.rubric(rubric)} if rubric else {}
    return {**written, "narrative": level.meaning}


def _alignment(skill: Skill, release: Release | None) -> list[Part]:
    product, module = skill.product, skill.module
    known = [_aligned(skill, product.name, product.ref)]
    if module:
        known.append(_aligned(skill, f"{product.name} · {module.name}", module.ref))
    if release:
        known.append(_aligned(skill, f"{product.name} {release.version}", release.ref))
    return known


def _aligned(skill: Skill, name: str, code: str) -> Part:
    return {
        "type": ["Alignment"],
        "targetName": name,
        "targetUrl": addresses.product_page(skill),
        "targetFramework": skill.product.vendor.name,
        "targetCode": code,
        "targetType": "CFItem",
    }
