"""How a certificate stands today, in a word that a stranger understands."""

from datetime import date
from enum import StrEnum

from marketplace.certification.models import Certificate, CertificateState


class Standing(StrEnum):
    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"

    @property
    def word(self) -> str:
        return "Replaced" if self is Standing.SUPERSEDED else self.value.capitalize()


_ENDED = {
    CertificateState.EXPIRED: Standing.EXPIRED,
    CertificateState.SUSPENDED: Standing.SUSPENDED,
    CertificateState.REVOKED: Standing.REVOKED,
    CertificateState.SUPERSEDED: Standing.SUPERSEDED,
}


def standing(certificate: Certificate, on: date) -> Standing:
    """Its last day may have passed before anybody wrote that down."""
    if certificate.live_on(on):
        return Standing.VALID
    return _ENDED.get(certificate.state, Standing.EXPIRED)
