"""The person's word: they take what they want of it, or nothing. Before, nothing is attested; after, nothing is public."""

from collections.abc import Collection, Sequence

from marketplace.accounts import queries as accounts
from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.attestations import queries as attestations
from marketplace.attestations import service as vouching
from marketplace.attestations.usage import Usage
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.handovers.errors import HandedToSomebodyElse
from marketplace.handovers.events import HandoverAccepted, HandoverDeclined
from marketplace.handovers.models import Handover, HandoverLine
from marketplace.handovers.offers import from_token
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotAllowed
from marketplace.organizations import queries as organizations
from marketplace.registry import experience
from marketplace.registry import service as registry
from marketplace.registry.experience import Employment


def terms(handover: Handover) -> str:
    """What the person agrees to, word for word; it is kept with the lines they took."""
    return (
        f"{handover.team.name} may state on this site what I have ticked, as evidence for my claims. "
        "It is shown to me, and to the staff of the vendors whose products it is about. It is not public, "
        f"and {handover.team.name} can take it back."
    )


def accept(
    signed: str, taken: Collection[int], *, employment: Employment | None = None, by: User
) -> Handover:
    """Take the lines at these positions. Raises `HandedToSomebodyElse` unless the person has verified the address.

    A profile is begun, as a draft, where there is none; an `employment` is added to it.
    """
    actor = organizations.actor_for(by)
    with atomic():
        handover = _answerable(signed, by)
        wanted = [line for line in handover.lines if line.position in taken]
        if not wanted:
            raise Invalid("Tick at least one line, or decline.", {"lines": "Tick at least one line."})
        handover.become("accept")
        expert = registry.start(by=actor)
        _attest(handover, wanted, actor)
        if employment:
            experience.add(expert.ref, employment, by=actor)
        _answered(
            handover, by, consent="\n".join((terms(handover), *(f"– {one.sentence}" for one in wanted)))
        )
        record(HandoverAccepted(handover.ref, handover.team.ref, len(wanted)), by=actor)
    return handover


def decline(signed: str, *, by: User) -> Handover:
    """Want none of it. Nothing is attested, and nobody is told why."""
    with atomic():
        handover = _answerable(signed, by)
        handover.become("decline")
        _answered(handover, by)
        record(HandoverDeclined(handover.ref, handover.team.ref), by=organizations.actor_for(by))
    return handover


def _answerable(signed: str, by: User) -> Handover:
    """Mail gets forwarded; whoever merely holds the link is not yet who was meant."""
    handover = locked(Handover, from_token(signed).ref)
    if handover.email not in accounts.verified_addresses(by):
        raise HandedToSomebodyElse(handover.email)
    if by.id == handover.offered_by_id:
        raise NotAllowed(vouching.SELF)
    if handover.overdue and not handover.answered_at:
        raise NotAllowed("This has run out. Ask for a new one.")
    return handover


def _answered(handover: Handover, by: User, consent: str = "") -> None:
    handover.answered_by_id, handover.answered_at, handover.consent = by.id, clock.now(), consent


def _attest(handover: Handover, lines: Sequence[HandoverLine], by: Actor) -> None:
    for line in lines:
        used = Usage(
            line.product_id,
            line.module_id,
            line.role,
            line.first_release_id,
            line.last_release_id,
            line.months,
        )
        known = attestations.standing_keys(line.product.vendor_id, handover.organization_id, {handover.email})
        if attestations.key_of(handover.email, used) not in known:
            line.attestation = vouching.keep(
                handover.email,
                handover.name,
                used,
                organization_id=handover.organization_id,
                stated_by_id=handover.offered_by_id,
                by=by,
            )
    db.session.flush()
