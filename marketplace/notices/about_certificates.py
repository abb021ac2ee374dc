"""What is said about certificates that stop counting: to the expert."""

from marketplace.certification.events import CertificateExpired, CertificateRevoked
from marketplace.certification.queries import certificate_named
from marketplace.events.models import Event
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell


def revoked(fact: CertificateRevoked, event: Event) -> None:
    certificate = certificate_named(fact.subject)
    skill = certificate.skill
    tell(
        event,
        [certificate.expert.user_id],
        "certificate_revoked",
        title=f"Your certificate for {skill.name} has been revoked",
        body=(
            f"{skill.product.vendor.name} has taken back your certificate as "
            f"{certificate.named_level.label} in {skill.name}. It no longer counts, from today.\n\n"
            f"They wrote: “{certificate.revoked_reason}”\n\n"
            "Bookings that are confirmed already go on as agreed. You can claim the skill again."
        ),
        path=f"/certificates/{certificate.ref}",
    )


def expired(fact: CertificateExpired, event: Event) -> None:
    certificate = certificate_named(fact.subject)
    skill = certificate.skill

    def body(reader: Reader) -> str:
        return (
            f"Your certificate as {certificate.named_level.label} in {skill.name} ran through "
            f"{reader.day(certificate.expires_on)}. Customers no longer find you by it.\n\n"
            "Claim it again with what you have done since; your earlier certificate stays in your list."
        )

    tell(
        event,
        [certificate.expert.user_id],
        "certificate_expired",
        title=f"Your certificate for {skill.name} has run out",
        body=body,
        path=f"/claims/new?skill={skill.ref}",
    )
