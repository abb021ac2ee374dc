"""Hats: the capacities in which one person uses the site.

The worn one decides the desk and the menu, never what one may do.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hat:
    """`kind` is expert, organization, vendor or operator; `ref` names the organization or vendor, `roles` those held there."""

    kind: str
    ref: str
    label: str
    active: bool = False
    roles: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.ref}"
