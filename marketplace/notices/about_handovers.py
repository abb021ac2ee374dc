"""What is said about hand-overs: to those who offered them."""

from marketplace.accounts.actor import OrganizationRole, StaffRole
from marketplace.events.models import Event
from marketplace.handovers import queries
from marketplace.handovers.events import HandoverAccepted, HandoverDeclined, HandoverExpired
from marketplace.handovers.models import Handover
from marketplace.notices.service import tell
from marketplace.organizations import queries as organizations


def accepted(fact: HandoverAccepted, event: Event) -> None:
    handover = _named(fact.subject)
    _tell(
        handover,
        event,
        "handover_accepted",
        title=f"{_who(handover)} took your hand-over",
        body=(
            f"{fact.taken} of {len(handover.lines)} lines are attested now. They support claims, and are not public. "
            "You can take each of them back, with a reason."
        ),
    )


def declined(fact: HandoverDeclined, event: Event) -> None:
    handover = _named(fact.subject)
    _tell(
        handover,
        event,
        "handover_declined",
        title=f"{_who(handover)} declined your hand-over",
        body="Nothing was attested. People need give no reason.",
    )


def expired(fact: HandoverExpired, event: Event) -> None:
    handover = _named(fact.subject)
    _tell(
        handover,
        event,
        "handover_expired",
        title=f"{_who(handover)} did not answer your hand-over",
        body="It has run out after thirty days, and nothing was attested. You can make a new one.",
    )


def _tell(handover: Handover, event: Event, kind: str, *, title: str, body: str) -> None:
    tell(event, _hosts(handover), kind, title=title, body=body, path=_path(handover))


def _hosts(handover: Handover) -> list[int]:
    """Whoever offered it; those who might have once that person has left."""
    if handover.organization_id:
        everyone = organizations.user_ids(handover.organization_id, OrganizationRole.OWNER)
    else:
        everyone = organizations.staff_ids(handover.team.id, StaffRole.ADMIN, StaffRole.ASSESSOR)
    return [handover.offered_by_id] if handover.offered_by_id in everyone else everyone


def _path(handover: Handover) -> str:
    if handover.vendor:
        return f"/vendors/{handover.vendor.slug}/handovers"
    return f"/organizations/{handover.team.ref}/handovers"


def _who(handover: Handover) -> str:
    return handover.name or handover.email


def _named(ref: str) -> Handover:
    found = queries.named(ref)
    assert found is not None
    return found
