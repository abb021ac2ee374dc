"""With whom somebody can write about a request, and where something waits to be read."""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.conversations import matters, queries, reading
from marketplace.conversations.models import Conversation, Where
from marketplace.registry.models import Expert
from marketplace.requests.models import Proposal, Request
from marketplace.web.security import actor


@dataclass(frozen=True, slots=True)
class Beside:
    """The conversation with that expert; `begun` once somebody has written."""

    expert: Expert
    where: Where
    begun: bool
    unread: int


def with_each(request: Request, proposals: Sequence[Proposal]) -> list[Beside]:
    """For the customer: those who wrote, the latest first, then who proposed or is invited. A draft is nobody's to talk about."""
    if request.published_at is None:
        return []
    begun = queries.of_request(request.id)
    unread = reading.unread_of([one.id for one in begun], actor().user_id)
    found = {one.expert_id: _begun(one, unread) for one in begun}
    for expert in (*(one.expert for one in proposals), *(one.expert for one in request.invitations)):
        found.setdefault(expert.id, Beside(expert, matters.of_request(request, expert).where, False, 0))
    return list(found.values())


def with_expert(request: Request, expert: Expert) -> Beside:
    matter = matters.of_request(request, expert)
    begun = queries.conversation_about(matter)
    if begun is None:
        return Beside(expert, matter.where, False, 0)
    return _begun(begun, reading.unread_of([begun.id], actor().user_id))


def _begun(one: Conversation, unread: dict[int, int]) -> Beside:
    return Beside(one.expert, one.where, True, unread.get(one.id, 0))
