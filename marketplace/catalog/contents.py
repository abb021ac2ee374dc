"""A blueprint in words alone, without any id: what its versions keep, and what an export holds."""

from typing import Any

from marketplace.catalog.outcomes import Blueprint, NeededSkill
from marketplace.kit.money import Money


def content(blueprint: Blueprint) -> dict[str, Any]:
    """The same words in give the same words out. Amounts are written in full units: `"640.00"`."""
    guide = blueprint.price_guide
    return {
        "title": blueprint.title,
        "summary": blueprint.summary,
        "wordings": blueprint.wordings.splitlines(),
        "skills": [_skill(one) for one in blueprint.needs],
        "pattern": _pattern(blueprint),
        "deliverables": [dict(one) for one in blueprint.deliverables],
        "checklist": blueprint.checklist.splitlines(),
        "price": {"from": _written(guide[0]), "to": _written(guide[1]), "currency": guide[0].currency}
        if guide
        else None,
    }


def _pattern(blueprint: Blueprint) -> dict[str, Any]:
    """Of days; or of one call, which versions of before do not know."""
    if blueprint.call_minutes:
        return {"call_minutes": blueprint.call_minutes}
    return {
        "days": blueprint.days,
        "days_a_week": blueprint.days_a_week,
        "hours_a_day": blueprint.hours_a_day,
    }


def _skill(need: NeededSkill) -> dict[str, Any]:
    skill = need.skill
    return {
        "product": skill.product.name,
        "module": skill.module.name if skill.module else None,
        "level": need.level,
    }


def _written(value: Money) -> str:
    return f"{value.decimal():f}"
