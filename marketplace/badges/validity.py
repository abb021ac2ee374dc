"""How a certificate stands today, in a word that a stranger understands."""

from datetime import date
from enum import StrEnum

from marketplace.certification.models import Certificate, CertificateState


class Validity(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"

    @property
    def word(self) -> str:
        return "Replaced" if self is Validity.SUPERSEDED else self.value.capitalize()


_ENDED = {
    CertificateState.EXPIRED: Validity.EXPIRED,
    CertificateState.SUSPENDED: Validity.SUSPENDED,
    CertificateState.REVOKED: Validity.REVOKED,
    CertificateState.SUPERSEDED: Validity.SUPERSEDED,
}


def validity(certificate: Certificate, on: date) -> Validity:
    """Its last day may have passed before anybody wrote that down."""
    if certificate.live_on(on):
        return Validity.VALID
    return _ENDED.get(certificate.state, Validity.EXPIRED)
