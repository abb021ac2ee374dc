"""What happens in teams. `team` is the ref of an organization or a vendor, `person` of a user."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class OrganizationFounded(Fact):
    name: str
    country: str


@dataclass(frozen=True)
class OrganizationRevised(Fact):
    name: str
    country: str


@dataclass(frozen=True)
class AutoApprovalSet(Fact):
    """`on`: hours that no approver answers in time count as approved."""

    on: bool


@dataclass(frozen=True)
class VendorFounded(Fact):
    name: str


@dataclass(frozen=True)
class VendorRevised(Fact):
    name: str


@dataclass(frozen=True)
class TermsSet(Fact):
    """`terms` is every term by name; those of bookings made before stay what they were."""

    terms: dict[str, int | str]


@dataclass(frozen=True)
class Invited(Fact):
    """Somebody was offered a seat; the subject is the invitation."""

    team: str
    roles: list[str]


@dataclass(frozen=True)
class InvitationRepeated(Fact):
    """The same invitation, mailed again, with a fresh fortnight."""

    team: str


@dataclass(frozen=True)
class InvitationAccepted(Fact):
    team: str
    person: str
    roles: list[str]


@dataclass(frozen=True)
class InvitationWithdrawn(Fact):
    team: str


@dataclass(frozen=True)
class InvitationExpired(Fact):
    team: str


@dataclass(frozen=True)
class RolesChanged(Fact):
    """The subject is the organization or vendor."""

    person: str
    roles: list[str]


@dataclass(frozen=True)
class LimitSet(Fact):
    """What a person decides alone for the organization (the subject), in minor units of `currency`; None for no limit."""

    person: str
    amount: int | None
    currency: str | None


@dataclass(frozen=True)
class MemberRemoved(Fact):
    """The subject is the organization or vendor."""

    person: str
