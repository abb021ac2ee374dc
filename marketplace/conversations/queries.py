"""Conversations and their messages, for those who may read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.bookings import queries as bookings
from marketplace.bookings.models import Booking, Side
from marketplace.conversations import matters, policy
from marketplace.conversations.matters import Matter
from marketplace.conversations.models import (
    Conversation,
    Message,
    MessageFile,
    Report,
    Subject,
    Where,
    WithExpert,
)
from marketplace.db.base import db
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.kit.paging import Page
from marketplace.registry.models import Expert
from marketplace.requests import queries as requests
from marketplace.requests.models import Request

PAGE = 50


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring messages, oldest first. What happened from `since` until before `until` belongs beside them; None: no bound."""

    messages: Sequence[Message]
    since: datetime | None
    until: datetime | None
    total: int

    @property
    def earlier(self) -> Ref | None:
        """The message before which the earlier page ends."""
        return self.messages[0].ref if self.since else None

    @property
    def newest(self) -> bool:
        return self.until is None


def about(where: Where, by: Actor) -> Matter:
    """What is written about there, for those who may read it. Raises `NotFound`.

    About a request: its customer, and the expert as long as they may see the request, or since somebody has written.
    """
    if isinstance(where, WithExpert):
        return _about_request(where, by)
    booking = bookings.visible(where, by)
    return _read_by(matters.of_booking(booking, requests.of_booking(booking.id)), by)


def _about_request(where: WithExpert, by: Actor) -> Matter:
    request = db.session.scalar(select(Request).where(Request.ref == where.request))
    expert = db.session.scalar(select(Expert).where(Expert.slug == where.slug))
    if request is None or expert is None:
        raise NotFound
    matter = _read_by(matters.of_request(request, expert), by)
    if conversation_about(matter) is None and not requests.may_read(request, expert):
        raise NotFound
    return matter


def _read_by(matter: Matter, by: Actor) -> Matter:
    if not by.system and matter.side_of(by) is None:
        raise NotFound
    return matter


def matter_of(conversation: Conversation) -> Matter:
    """What an existing one is about, for those who have found it."""
    return about(conversation.where, SYSTEM)


def conversation_about(matter: Matter) -> Conversation | None:
    """None until somebody has written."""
    if matter.booking is not None:
        return conversation_of(matter.booking.ref)
    return db.session.scalar(
        select(Conversation).where(
            Conversation.about == Subject.REQUEST,
            Conversation.request == matter.request,
            Conversation.expert_id == matter.expert.id,
        )
    )


def conversation_of(booking_ref: Ref) -> Conversation | None:
    """Likewise, of a booking."""
    return db.session.scalar(
        select(Conversation).where(Conversation.about == Subject.BOOKING, Conversation.subject == booking_ref)
    )


def of_request(request_id: int) -> Sequence[Conversation]:
    """With whom its customer has written about it, the latest first."""
    wanted = select(Conversation).where(Conversation.request_id == request_id).options(*SIDES)
    return db.session.scalars(wanted.order_by(Conversation.written_at.desc(), Conversation.id.desc())).all()


def in_a_row(conversation: Conversation | None, side: Side | None) -> int:
    """How many of the last messages are of that side, up to as many as anybody may write without an answer."""
    if conversation is None:
        return 0
    last = select(Message.side).where(Message.conversation_id == conversation.id)
    written = db.session.scalars(last.order_by(Message.id.desc()).limit(policy.UNANSWERED))
    return sum(1 for _ in takewhile(lambda one: one == side, written))


def named(ref: Ref) -> Conversation | None:
    return db.session.scalar(select(Conversation).where(Conversation.ref == ref))


def stretch(conversation: Conversation | None, before: Ref = "") -> Stretch:
    """The newest page, or the one that ends before that message. Raises `NotFound` for a message of another conversation."""
    if conversation is None:
        return Stretch([], None, None, 0)
    mine = Message.conversation_id == conversation.id
    limit = _message(mine & (Message.ref == before)) if before else None
    wanted = whole().where(mine).order_by(Message.id.desc()).limit(PAGE + 1)
    if limit is not None:
        wanted = wanted.where(Message.id < limit.id)
    found = list(db.session.scalars(wanted))
    shown = found[:PAGE][::-1]
    since = shown[0].created_at if len(found) > PAGE else None
    return Stretch(shown, since, limit.created_at if limit else None, count(conversation))


def count(conversation: Conversation) -> int:
    """How much was written there."""
    mine = select(func.count(Message.id)).where(Message.conversation_id == conversation.id)
    return db.session.scalar(mine) or 0


def everything(conversation: Conversation | None) -> Sequence[Message]:
    """All that was written, oldest first."""
    if conversation is None:
        return []
    mine = whole().where(Message.conversation_id == conversation.id)
    return db.session.scalars(mine.order_by(Message.id)).all()


def message(ref: Ref, by: Actor) -> Message:
    """One message, for those who may read its conversation. Raises `NotFound`."""
    return _message((Message.ref == ref) & Conversation.id.in_(readable_by(by)))


def file(ref: Ref, by: Actor) -> MessageFile:
    """Of a message that is shown; for those who read its conversation, and staff to whom it was reported. Raises `NotFound`."""
    found = db.session.scalar(
        select(MessageFile)
        .join(MessageFile.message)
        .join(Message.conversation)
        .where(MessageFile.ref == ref)
        .where(or_(and_(Message.hidden_at.is_(None), Conversation.id.in_(readable_by(by))), _reported_to(by)))
    )
    if found is None:
        raise NotFound
    return found


def conversations_of(by: Actor, number: int) -> Page[Conversation]:
    """Those that the person may read, the latest first."""
    mine = Conversation.id.in_(readable_by(by))
    total = db.session.scalar(select(func.count(Conversation.id)).where(mine)) or 0
    wanted = select(Conversation).where(mine).options(*SIDES)
    wanted = wanted.order_by(Conversation.written_at.desc(), Conversation.id.desc())
    size = 20
    found = db.session.scalars(wanted.limit(size).offset((number - 1) * size)).all()
    return Page(found, number, size, total)


def matters_of(conversations: Sequence[Conversation]) -> dict[int, Matter]:
    """What they are about, by conversation."""
    refs = [one.subject for one in conversations if one.about is Subject.BOOKING]
    rows = select(Booking).where(Booking.ref.in_(refs)).options(joinedload(Booking.vendor))
    booked = {one.ref: one for one in db.session.scalars(rows)}
    about = {
        one.id: matters.of_booking(booked[one.subject]) for one in conversations if one.subject in booked
    }
    asked = [one for one in conversations if one.about is Subject.REQUEST]
    return about | {one.id: matters.of_request(one.request, one.expert) for one in asked if one.request}


def last_of(conversation_ids: Collection[int]) -> dict[int, Message]:
    """The newest message of each."""
    newest = (
        select(func.max(Message.id))
        .where(Message.conversation_id.in_(list(conversation_ids)))
        .group_by(Message.conversation_id)
    )
    found = db.session.scalars(
        select(Message).where(Message.id.in_(newest)).options(joinedload(Message.author))
    )
    return {one.conversation_id: one for one in found}


SIDES = (
    joinedload(Conversation.organization),
    joinedload(Conversation.vendor),
    joinedload(Conversation.expert).joinedload(Expert.user),
    joinedload(Conversation.request).joinedload(Request.booking),
)


def whole() -> Select[Message]:
    """With all that a page about them touches."""
    return select(Message).options(joinedload(Message.author), selectinload(Message.files))


def _message(which: ColumnElement[bool]) -> Message:
    conversation = contains_eager(Message.conversation)
    wanted = select(Message).join(Message.conversation).where(which)
    found = db.session.scalar(
        wanted.options(
            conversation.joinedload(Conversation.organization),
            conversation.joinedload(Conversation.expert),
            conversation.joinedload(Conversation.request),
        )
    )
    if found is None:
        raise NotFound
    return found


def readable_by(by: Actor) -> Select[int]:
    """Ids of the conversations that the actor may read."""
    if by.system:
        return select(Conversation.id)
    experts = select(Expert.id).where(Expert.user_id == by.user_id)
    mine = Conversation.organization_id.in_(list(by.organizations)) | Conversation.expert_id.in_(experts)
    return select(Conversation.id).where(mine)


def _reported_to(by: Actor) -> ColumnElement[bool]:
    judged = [one for one in by.vendors if policy.judges(by, one)]
    return Conversation.vendor_id.in_(judged) & Message.id.in_(select(Report.message_id))
