"""What can support a claim."""

from enum import StrEnum


class EvidenceKind(StrEnum):
    TEXT = "text"
    LINK = "link"
    FILE = "file"
    REFERENCE = "reference"
    ATTESTATION = "attestation"
    WORK = "work"

    @property
    def label(self) -> str:
        """As a list of kinds names it."""
        return LABELS[self]


LABELS = {
    EvidenceKind.TEXT: "a piece of work in the expert's own words",
    EvidenceKind.LINK: "a link",
    EvidenceKind.FILE: "a file",
    EvidenceKind.REFERENCE: "the word of a referee",
    EvidenceKind.ATTESTATION: "an attestation of use",
    EvidenceKind.WORK: "approved work done here",
}
