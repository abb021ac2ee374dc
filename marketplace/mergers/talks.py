"""Two conversations about the same request become one: a customer writes to one expert, not to two halves of one."""

from collections.abc import Mapping

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased

from marketplace.conversations.models import Conversation, Message, Participant, Subject
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
        _join(db.session.get_one(Conversation, gone), db.session.get_one(Conversation, goes_on))


def _join(gone: Conversation, goes_on: Conversation) -> None:
    if gone.about is goes_on.about is Subject.BOOKING:
        gone.request_id = None  # two bookings: each keeps its own
        return
    _keep_marks(gone.id, goes_on.id)
    moved = update(Message).where(Message.conversation_id == gone.id).values(conversation_id=goes_on.id)
    db.session.execute(moved)
    new = [one for one in (gone.announce_at, goes_on.announce_at) if one]
    goes_on.announce_at = min(new, default=None)
    goes_on.written_at = max(gone.written_at, goes_on.written_at)
    about, subject = gone.about, gone.subject
    db.session.execute(delete(Conversation).where(Conversation.id == gone.id))
    if about is Subject.BOOKING:
        goes_on.about, goes_on.subject = about, subject


def _keep_marks(gone: int, goes_on: int) -> None:
    """Whoever took part in either takes part; muted once is muted, and nothing that was unread counts as read."""
    held = {one.user_id: one for one in _people(goes_on)}
    for one in _people(gone):
        mine = held.get(one.user_id)
        if mine is None:
            one.conversation_id = goes_on
            continue
        mine.muted = mine.muted or one.muted
        user = one.user_id
        mine.read_to = _mark({goes_on: mine.read_to, gone: one.read_to}, user)
        mine.mailed_to = _mark({goes_on: mine.mailed_to, gone: one.mailed_to}, user)
        db.session.delete(one)
    db.session.flush()


def _people(conversation_id: int) -> list[Participant]:
    return list(db.session.scalars(select(Participant).where(Participant.conversation_id == conversation_id)))


def _mark(marks: Mapping[int, int], user_id: int) -> int:
    """Up to just before the first that is new in any of these conversations: rather one too many is new than one too few."""
    new = [_first_after(mark, conversation, user_id) for conversation, mark in marks.items()]
    return min((one - 1 for one in new if one), default=max(marks.values()))


def _first_after(mark: int, conversation_id: int, user_id: int) -> int | None:
    first = select(func.min(Message.id)).where(
        Message.conversation_id == conversation_id, Message.id > mark, Message.author_id != user_id
    )
    return db.session.scalar(first)
