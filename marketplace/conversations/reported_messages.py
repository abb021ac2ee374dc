"""Messages that somebody has reported, for whoever did, and for the vendor's staff who settle it."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from marketplace.accounts.actor import Actor
from marketplace.conversations import policy, queries
from marketplace.conversations.models import Conversation, Message, Report, ReportState
from marketplace.conversations.queries import SIDES
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref

AROUND = 5
"""Messages before and after a reported one that the staff reads with it."""


def reported(conversation: Conversation | None, by: Actor) -> set[int]:
    """Ids of the messages there that the person has reported."""
    if conversation is None:
        return set()
    wanted = select(Report.message_id).join(Report.message)
    mine = wanted.where(Message.conversation_id == conversation.id, Report.reporter_id == by.user_id)
    return set(db.session.scalars(mine))


def report(ref: Ref, by: Actor) -> Report:
    """For the vendor's staff who settle it. Raises `NotFound`."""
    found = db.session.scalar(_whole().where(Report.ref == ref))
    if found is None or not (by.system or policy.judges(by, found.message.conversation.vendor_id)):
        raise NotFound
    return found


def open_reports(vendor_id: int) -> Sequence[Report]:
    """What waits for that vendor's staff, the oldest first."""
    wanted = _whole().where(Report.state == ReportState.OPEN, Conversation.vendor_id == vendor_id)
    return db.session.scalars(wanted.order_by(Report.id)).all()


def around(message: Message) -> Sequence[Message]:
    """The message between those before and after it."""
    mine = queries.whole().where(Message.conversation_id == message.conversation_id)
    before = mine.where(Message.id < message.id).order_by(Message.id.desc()).limit(AROUND)
    after = mine.where(Message.id >= message.id).order_by(Message.id).limit(AROUND + 1)
    return [*reversed(db.session.scalars(before).all()), *db.session.scalars(after)]


def _whole() -> Select[Report]:
    message = contains_eager(Report.message)
    return (
        select(Report)
        .join(Report.message)
        .join(Message.conversation)
        .options(
            message.joinedload(Message.author),
            message.contains_eager(Message.conversation).options(*SIDES),
            joinedload(Report.reporter),
            joinedload(Report.settled_by),
        )
    )
