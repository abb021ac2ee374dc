"""The document of a credential, built from a certificate. Nothing here reads or writes the database, or signs.

A subject's id is drawn anew for each credential: one that stayed the same would tie a pseudonym to the name.
For the same reason nothing in it names the certificate or the profile.
"""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import uuid4

from marketplace.badges import achievement, addresses
from marketplace.badges.contexts import CREDENTIALS, OPEN_BADGES
from marketplace.badges.models import Naming
from marketplace.badges.proof import Document, stamp
from marketplace.certification.models import Certificate
from marketplace.kit.ids import Ref
from marketplace.organizations.models import Vendor
from marketplace.programmes.kinds import EvidenceKind

REVOCATION = "revocation"
"""The one purpose of our lists. 1EdTech's schema takes a single `credentialStatus`, so there is no second list for
suspension: the bit of a suspended certificate is set, and cleared when it is reinstated."""

KINDS = {
    EvidenceKind.TEXT: ("Written account", "What the person did, in their own words."),
    EvidenceKind.LINK: ("Published work", "Work that can be looked at under an address."),
    EvidenceKind.FILE: ("Documents", "Files that show the person's work."),
    EvidenceKind.REFERENCE: ("Reference", "Somebody who worked with the person answered for it."),
    EvidenceKind.ATTESTATION: (
        "Attestation of use",
        "An organization or the vendor stated that the person used it, and for how long.",
    ),
    EvidenceKind.WORK: ("Approved work", "Hours worked for a customer, approved by that customer."),
}
"""What each kind of evidence is called, and what it is. Never what was in it."""


def document(certificate: Certificate, *, ref: Ref, holder: str, status: Document) -> Document:
    """The credential, ready to be signed. `holder` is what `called` says; `status` is its `credentialStatus`."""
    skill, level = certificate.skill, certificate.named_level
    return {
        "@context": [CREDENTIALS, OPEN_BADGES],
        "id": addresses.credential(ref),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": achievement.name_of(skill, level),
        "issuer": _issuer(skill.product.vendor),
        "validFrom": stamp(_midnight(certificate.starts_on)),
        "validUntil": stamp(last_second(certificate.latest_on)),
        "credentialSubject": {
            "id": f"urn:uuid:{uuid4()}",
            "type": ["AchievementSubject"],
            "identifier": [_identity(holder)],
            "achievement": achievement.described(skill, level, certificate.release, certificate.claim.rubric),
        },
        "evidence": [_evidence(kind) for kind in kinds_of(certificate)],
        "credentialStatus": status,
    }


def called(naming: Naming, holder: str) -> str:
    """A pseudonym says that it is one, so that nobody passes for somebody else."""
    return holder if naming is Naming.NAME else f"{holder} (pseudonym)"


def last_second(day: date) -> datetime:
    """Certificates count through their last day, in UTC."""
    return datetime.combine(day, time(23, 59, 59), UTC)


def kinds_of(certificate: Certificate) -> list[EvidenceKind]:
    """The kinds of evidence that were looked at, each once; at least the claim itself."""
    found = {EvidenceKind.TEXT} | {piece.kind for piece in certificate.claim.evidence if piece.holds}
    return [kind for kind in KINDS if kind in found]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _issuer(vendor: Vendor) -> Document:
    return {
        "id": addresses.did(vendor),
        "type": ["Profile"],
        "name": vendor.name,
        "url": addresses.vendor_page(vendor),
    }


def _identity(holder: str) -> dict[str, Any]:
    return {"type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": holder}


def _evidence(kind: EvidenceKind) -> Document:
    name, meaning = KINDS[kind]
    said = f"{meaning} Assessors of the issuer read it; its content is not public."
    return {"type": ["Evidence"], "name": name, "description": said, "genre": kind.value}
