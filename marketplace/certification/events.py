"""What is announced about claims and certificates. `expert` is the expert's ref."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class ClaimSubmitted(Fact):
    expert: str


@dataclass(frozen=True)
class ClaimCertified(Fact):
    expert: str
    certificate: str
    level: int


@dataclass(frozen=True)
class ClaimDeclined(Fact):
    expert: str


@dataclass(frozen=True)
class ClaimWithdrawn(Fact):
    expert: str


@dataclass(frozen=True)
class CertificateRevoked(Fact):
    expert: str


@dataclass(frozen=True)
class CertificateExpired(Fact):
    expert: str
