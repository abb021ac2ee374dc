"""What is said about the life of certificates: to the expert, with what to do about it."""

from datetime import date

from marketplace.assessing.appeals import WINDOW
from marketplace.certification import renewal
from marketplace.certification.events import (
    CertificateExpired,
    CertificateExpiring,
    CertificateProlonged,
    CertificateReinstated,
    CertificateRevoked,
    CertificateShortened,
    CertificateSuspended,
)
from marketplace.certification.life import WARNINGS
from marketplace.certification.models import Certificate
from marketplace.certification.queries import certificate_named
from marketplace.events.models import Event
from marketplace.notices.reader import Reader
from marketplace.notices.service import Words, tell
from marketplace.notices.wording import quoted


def expiring(fact: CertificateExpiring, event: Event) -> None:
    """At 90, 30 and 7 days."""
    certificate = certificate_named(fact.subject)
    skill = certificate.skill

    def body(reader: Reader) -> str:
        return (
            f"Your certificate as {certificate.named_level.label} in {skill.name} runs through "
            f"{reader.day(certificate.expires_on)}. {_how_to_renew(certificate)}"
        )

    ends = "ends within a week" if fact.days == min(WARNINGS) else f"ends within {fact.days} days"
    title = f"Your certificate for {skill.name} {ends}"
    _tell(certificate, event, "certificate_expiring", title, body, _renewal_path(certificate))


def shortened(fact: CertificateShortened, event: Event) -> None:
    certificate = certificate_named(fact.subject)
    skill = certificate.skill

    def body(reader: Reader) -> str:
        return (
            f"{skill.product.name} {fact.release} is a major release, and the programme asks for a renewal after each. "
            f"Your certificate as {certificate.named_level.label} in {skill.name} holds through "
            f"{reader.day(date.fromisoformat(fact.expires_on))}. {_how_to_renew(certificate)}"
        )

    title = f"{skill.product.name} {fact.release}: your certificate ends earlier"
    _tell(certificate, event, "certificate_shortened", title, body, _renewal_path(certificate))


def prolonged(fact: CertificateProlonged, event: Event) -> None:
    certificate = certificate_named(fact.subject)

    def body(reader: Reader) -> str:
        return (
            f"The next major release of {certificate.skill.product.name} has moved. Your certificate for "
            f"{certificate.skill.name} now holds through {reader.day(date.fromisoformat(fact.expires_on))}."
        )

    title = f"Your certificate for {certificate.skill.name} holds longer"
    _tell(certificate, event, "certificate_prolonged", title, body, _path(certificate))


def suspended(fact: CertificateSuspended, event: Event) -> None:
    certificate = certificate_named(fact.subject)
    vendor = certificate.skill.product.vendor.name
    body = (
        f"{vendor} has suspended your certificate as {certificate.named_level.label} in {certificate.skill.name}. "
        "It does not count until they reinstate it, and customers do not find you by it.\n\n"
        f"{quoted(vendor, certificate.suspended_reason or '')}"
        "Bookings that are confirmed already go on as agreed. If you can clear it up, write to them."
    )
    title = f"Your certificate for {certificate.skill.name} is suspended"
    _tell(certificate, event, "certificate_suspended", title, body, _path(certificate))


def reinstated(fact: CertificateReinstated, event: Event) -> None:
    certificate = certificate_named(fact.subject)
    body = (
        f"{certificate.skill.product.vendor.name} has reinstated it, as {certificate.named_level.label}. "
        "Customers find you by it again."
    )
    title = f"Your certificate for {certificate.skill.name} counts again"
    _tell(certificate, event, "certificate_reinstated", title, body, _path(certificate))


def revoked(fact: CertificateRevoked, event: Event) -> None:
    certificate = certificate_named(fact.subject)
    skill = certificate.skill
    vendor = skill.product.vendor.name
    body = (
        f"{vendor} has taken back your certificate as {certificate.named_level.label} in {skill.name}. "
        "It no longer counts, from today.\n\n"
        f"{quoted(vendor, certificate.revoked_reason or '')}"
        f"You can appeal for {WINDOW.days} days: an assessor who had no part in this looks at it again. "
        "Bookings that are confirmed already go on as agreed."
    )
    title = f"Your certificate for {skill.name} has been revoked"
    _tell(certificate, event, "certificate_revoked", title, body, _path(certificate))


def expired(fact: CertificateExpired, event: Event) -> None:
    certificate = certificate_named(fact.subject)
    skill = certificate.skill
    again = (
        "For a year it can still be renewed: what holds is carried forward, and only what changed is asked."
    )
    if skill.retired:
        again = f"{skill.product.vendor.name} no longer certifies this skill."

    def body(reader: Reader) -> str:
        return (
            f"Your certificate as {certificate.named_level.label} in {skill.name} ran through "
            f"{reader.day(certificate.expires_on)}. Customers no longer find you by it.\n\n{again}"
        )

    title = f"Your certificate for {skill.name} has run out"
    _tell(certificate, event, "certificate_expired", title, body, _renewal_path(certificate))


def _tell(certificate: Certificate, event: Event, kind: str, title: str, body: Words, path: str) -> None:
    tell(event, [certificate.expert.user_id], kind, title=title, body=body, path=path)


def _how_to_renew(certificate: Certificate) -> str:
    if certificate.skill.retired:
        return f"{certificate.skill.product.vendor.name} no longer certifies this skill, so it cannot be renewed."
    count = len(renewal.changed(certificate))
    asked = {0: "nothing has changed since", 1: "one changed topic is asked"}.get(
        count, f"{count} changed topics are asked"
    )
    return (
        f"Renew it now: what still holds is carried forward, and {asked}. "
        "Within the last 90 days the new time counts from the end of the old one, so nothing is lost."
    )


def _renewal_path(certificate: Certificate) -> str:
    if certificate.skill.retired:
        return _path(certificate)
    return f"{_path(certificate)}/renewal"


def _path(certificate: Certificate) -> str:
    return f"/certificates/{certificate.ref}"
