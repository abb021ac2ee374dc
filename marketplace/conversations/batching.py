"""Telling people of what is new, some minutes after the first of it was written: several messages make one mail."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM
from marketplace.conversations import reading
from marketplace.conversations.events import MessagesWaiting
from marketplace.conversations.models import Conversation, Message, Participant
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.ids import Ref


def announce_due() -> int:
    """Record who has something waiting, once for each message and person; how many people."""
    due = select(Conversation.ref).where(Conversation.announce_at <= clock.now())
    return sum(_announce(ref) for ref in db.session.scalars(due.order_by(Conversation.announce_at)).all())


def _announce(ref: Ref) -> int:
    with atomic():
        conversation = locked(Conversation, ref)
        if conversation.announce_at is None or conversation.announce_at > clock.now():
            return 0
        conversation.announce_at = None
        wanted = select(Participant).where(
            Participant.conversation_id == conversation.id, Participant.muted.is_(False)
        )
        told = [_tell(conversation, one) for one in db.session.scalars(wanted.order_by(Participant.id)).all()]
    return sum(told)


def _tell(conversation: Conversation, one: Participant) -> bool:
    new = reading.unread_for(one, after=one.mailed_to)
    if not new:
        return False
    one.mailed_to = new[-1].id
    record(MessagesWaiting(conversation.ref, one.user.ref, new[0].id, new[-1].id), by=SYSTEM)
    return True


def still_unread(one: Participant, fact: MessagesWaiting) -> Sequence[Message]:
    """What of it nobody has read for them meanwhile; nothing once they have muted it."""
    if one.muted:
        return []
    return [found for found in reading.unread_for(one, after=fact.first - 1) if found.id <= fact.last]
