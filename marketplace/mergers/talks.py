"""Two conversations about the same request become one: a customer writes to one expert, not to two halves of one."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import aliased

from marketplace.conversations.models import Conversation, Message, Participant
from marketplace.db.base import db
from marketplace.registry.models import Expert


def unite(other: Expert, kept: Expert) -> None:
    """The messages of the other's go to the one that stays, in the order in which they were written."""
    stays = aliased(Conversation)
    both = (
        select(Conversation.id, stays.id)
        .join(stays, stays.request_id == Conversation.request_id)
        .where(Conversation.expert_id == other.id, stays.expert_id == kept.id)
    )
    for gone, goes_on in db.session.execute(both).all():
        moved = update(Message).where(Message.conversation_id == gone).values(conversation_id=goes_on)
        db.session.execute(moved)
        db.session.execute(delete(Participant).where(Participant.conversation_id == gone))
        db.session.execute(delete(Conversation).where(Conversation.id == gone))
