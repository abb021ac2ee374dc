"""Rows of skills with their least levels, in whatever form asks for them."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice, SelectField

from marketplace.catalog.models import Skill
from marketplace.catalog.plans import Need
from marketplace.programmes.levels import Level


class NeedsForm(FlaskForm):
    """Its fields come from `need_fields`."""

    rows = 0

    @property
    def skills(self) -> Sequence[tuple[int, Field, Field]]:
        """Number, skill and level of each row."""
        return [(n, self[f"skill_{n}"], self[f"level_{n}"]) for n in range(1, self.rows + 1)]

    @property
    def needs(self) -> list[Need]:
        typed = [(skill.data or "", level.data or "") for _, skill, level in self.skills]
        return [Need(skill, int(level) if level in ("1", "2", "3", "4") else 0) for skill, level in typed]


def need_fields(offered: Iterable[Skill], rows: int) -> dict[str, Any]:
    skills = [SelectChoice("", "Choose…"), *(SelectChoice(one.ref, one.name) for one in offered)]
    levels = [SelectChoice(str(one.value), one.label) for one in Level]
    fields: dict[str, Any] = {"rows": rows}
    for n in range(1, rows + 1):
        fields[f"skill_{n}"] = SelectField(f"Skill {n}", choices=skills, validate_choice=False)
        fields[f"level_{n}"] = SelectField(
            "At least", choices=levels, validate_choice=False, default=str(Need().level)
        )
    return fields


def need_words(needs: Sequence[Need]) -> dict[str, str]:
    """What stands in those fields."""
    words = {f"skill_{n}": one.skill for n, one in enumerate(needs, 1)}
    return words | {f"level_{n}": str(one.level) for n, one in enumerate(needs, 1)}
