"""What is announced about credentials. The subject is the credential unless said."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class CredentialIssued(Fact):
    certificate: str


@dataclass(frozen=True)
class CredentialReplaced(Fact):
    """Its holder chose another name."""

    certificate: str


@dataclass(frozen=True)
class StatusChanged(Fact):
    """Its bit says something else now."""

    flagged: bool


@dataclass(frozen=True)
class ProofPublished(Fact):
    pass


@dataclass(frozen=True)
class ProofWithdrawn(Fact):
    pass


@dataclass(frozen=True)
class IssuerKeyRotated(Fact):
    """The subject is the vendor."""

    number: int
