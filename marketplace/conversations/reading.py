"""Who takes part in a conversation, and what of it they have not read."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, and_, func, select

from marketplace.accounts.actor import Actor
from marketplace.conversations import queries
from marketplace.conversations.matters import Matter
from marketplace.conversations.models import Conversation, Message, Participant
from marketplace.conversations.queries import SIDES
from marketplace.db.base import db


def participant(conversation_id: int, user_id: int | None) -> Participant | None:
    return db.session.scalar(
        select(Participant).where(
            Participant.conversation_id == conversation_id, Participant.user_id == user_id
        )
    )


def unread(user_id: int, by: Actor) -> int:
    """Messages that wait for the person, in all their conversations."""
    wanted = select(func.count(Message.id)).join_from(Participant, Message, _waiting())
    mine = Participant.conversation_id.in_(queries.readable_by(by))
    return db.session.scalar(wanted.where(Participant.user_id == user_id, mine)) or 0


def unread_of(conversation_ids: Collection[int], user_id: int | None) -> dict[int, int]:
    """Messages that wait for the person, by conversation."""
    wanted = (
        select(Participant.conversation_id, func.count(Message.id))
        .join_from(Participant, Message, _waiting())
        .where(Participant.user_id == user_id, Participant.conversation_id.in_(list(conversation_ids)))
        .group_by(Participant.conversation_id)
    )
    return dict(db.session.execute(wanted).all())


def unread_about(matter: Matter, user_id: int | None) -> int:
    found = queries.conversation_about(matter)
    return unread_of([found.id], user_id).get(found.id, 0) if found else 0


def unread_for(participant: Participant, *, after: int = 0) -> Sequence[Message]:
    """What somebody has not read of a conversation, oldest first; with `after` only what was written since that one."""
    wanted = queries.whole().join(Participant, _waiting()).where(Participant.id == participant.id)
    return db.session.scalars(wanted.where(Message.id > after).order_by(Message.id)).all()


def waiting_for(by: Actor, whose: ColumnElement[bool]) -> Sequence[tuple[Conversation, int]]:
    """Conversations of one side in which something waits for the person, with how much; the longest wait first."""
    counted = (
        select(Participant.conversation_id.label("id"), func.count(Message.id).label("number"))
        .join_from(Participant, Message, _waiting())
        .where(Participant.user_id == by.user_id, Participant.conversation_id.in_(queries.readable_by(by)))
        .group_by(Participant.conversation_id)
        .subquery()
    )
    wanted = select(Conversation, counted.c.number).join(counted, counted.c.id == Conversation.id)
    wanted = wanted.where(whose).options(*SIDES).order_by(Conversation.written_at, Conversation.id)
    return [(one, number) for one, number in db.session.execute(wanted.limit(10))]


def _waiting() -> ColumnElement[bool]:
    """What a participant has not read: not their own, and not what nobody reads any more."""
    return and_(
        Message.conversation_id == Participant.conversation_id,
        Message.id > Participant.read_to,
        Message.author_id != Participant.user_id,
        Message.hidden_at.is_(None),
    )
