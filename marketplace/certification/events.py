"""What is announced about claims and certificates. `expert` is the expert's ref."""

from dataclasses import dataclass

from marketplace.events.facts import Fact


@dataclass(frozen=True)
class ClaimSubmitted(Fact):
    expert: str


@dataclass(frozen=True)
class ClaimQuestioned(Fact):
    """An assessor wants to know more."""

    expert: str
    question: str


@dataclass(frozen=True)
class ClaimAnswered(Fact):
    expert: str
    question: str


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
class ClaimLapsed(Fact):
    """A question was not answered in time."""

    expert: str


@dataclass(frozen=True)
class CertificateExpiring(Fact):
    """A warning: it ends within `days` days (90, 30 or 7)."""

    expert: str
    days: int


@dataclass(frozen=True)
class CertificateProlonged(Fact):
    """A release moved, and with it the end."""

    expert: str
    expires_on: str


@dataclass(frozen=True)
class CertificateShortened(Fact):
    """A major release is out or announced: the certificate ends earlier, on the ISO date `expires_on`."""

    expert: str
    expires_on: str
    release: str


@dataclass(frozen=True)
class CertificateExpired(Fact):
    expert: str


@dataclass(frozen=True)
class CertificateSuspended(Fact):
    expert: str


@dataclass(frozen=True)
class CertificateReinstated(Fact):
    expert: str


@dataclass(frozen=True)
class CertificateRevoked(Fact):
    expert: str


@dataclass(frozen=True)
class CertificateSuperseded(Fact):
    """A newer certificate, `by`, takes its place."""

    expert: str
    by: str


@dataclass(frozen=True)
class CertificateRestored(Fact):
    """A revocation was overturned: `certificate` is issued in place of the revoked one."""

    expert: str
    certificate: str
