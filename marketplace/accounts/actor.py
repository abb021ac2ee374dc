"""Who is asking: a person with all their roles, the system, or a visitor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from marketplace.kit.money import Money


class OrganizationRole(StrEnum):
    """What a member may do for an organization. An owner may do all of it."""

    OWNER = "owner"
    BOOKER = "booker"
    APPROVER = "approver"
    FINANCE = "finance"


class StaffRole(StrEnum):
    """What a member of a vendor's staff may do. Roles add up; none implies another."""

    ADMIN = "admin"
    ASSESSOR = "assessor"
    FINANCE = "finance"


@dataclass(frozen=True, slots=True)
class Actor:
    """Policies look at this, never at the session. Keys are ids of organizations and vendors."""

    user_id: int | None
    name: str
    operator: bool = False
    system: bool = False
    organizations: Mapping[int, frozenset[OrganizationRole]] = field(default_factory=dict)
    vendors: Mapping[int, frozenset[StaffRole]] = field(default_factory=dict)
    limits: Mapping[int, Money] = field(default_factory=dict)
    """By organization: what the person decides alone. Who is not in it has no limit."""

    @property
    def visitor(self) -> bool:
        return self.user_id is None and not self.system

    def is_member(self, organization_id: int) -> bool:
        return organization_id in self.organizations

    def may_as(self, organization_id: int, *roles: OrganizationRole) -> bool:
        """Holds one of these roles there, or owns the organization."""
        held = self.organizations.get(organization_id, frozenset())
        return OrganizationRole.OWNER in held or bool(held & set(roles))

    def within_limit(self, organization_id: int, amount: Money) -> bool:
        """Decides about so much alone. A limit in one currency covers no other."""
        limit = self.limits.get(organization_id)
        return limit is None or (limit.currency == amount.currency and amount <= limit)

    def is_staff(self, vendor_id: int, *roles: StaffRole) -> bool:
        """Holds one of these roles at the vendor; any role when none is named."""
        held = self.vendors.get(vendor_id, frozenset())
        return bool(held & set(roles)) if roles else bool(held)


VISITOR = Actor(user_id=None, name="A visitor")
SYSTEM = Actor(user_id=None, name="Mavenry", system=True)
