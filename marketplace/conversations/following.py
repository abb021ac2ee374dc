"""A request's conversation goes on as the booking's, from the moment both agree."""

from sqlalchemy import select

from marketplace.conversations.models import Conversation, Subject
from marketplace.db.base import db
from marketplace.db.session import locked
from marketplace.registry.models import Expert
from marketplace.requests.events import ProposalAccepted
from marketplace.requests.models import Request


def go_on(fact: ProposalAccepted) -> None:
    """Nothing to do when the two never wrote to each other."""
    wanted = (
        select(Conversation.ref)
        .join(Request, Request.id == Conversation.request_id)
        .join(Expert, Expert.id == Conversation.expert_id)
        .where(Request.ref == fact.request, Expert.ref == fact.expert)
    )
    ref = db.session.scalar(wanted)
    if ref is not None:
        conversation = locked(Conversation, ref)
        conversation.about, conversation.subject = Subject.BOOKING, fact.booking
