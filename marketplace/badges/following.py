"""Reactions: a certificate is given, and lives its life. Each is harmless the second time."""

from marketplace.badges import issuing, queries
from marketplace.certification.events import CertificateRestored, ClaimCertified
from marketplace.certification.models import Certificate
from marketplace.db.session import atomic, locked
from marketplace.events.facts import Fact
from marketplace.events.models import Event


def issue(fact: ClaimCertified | CertificateRestored, _event: Event) -> None:
    """Reaction to a certificate that was given, or given back."""
    issuing.issue(fact.certificate)


def follow_certificate(fact: Fact, _event: Event) -> None:
    """Reaction to whatever makes a certificate count or not; the fact's subject is the certificate."""
    with atomic():
        found = queries.current(locked(Certificate, fact.subject))
        if found:
            issuing.follow(found)
