"""Writing to the other side, reading, and being told or not."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select

from marketplace.accounts.actor import SYSTEM, Actor, OrganizationRole
from marketplace.accounts.models import User
from marketplace.bookings.models import Booking
from marketplace.conversations import policy, queries, reading
from marketplace.conversations.events import ConversationMuted, ConversationUnmuted, MessageSent
from marketplace.conversations.matters import Matter
from marketplace.conversations.models import (
    Conversation,
    Message,
    MessageFile,
    Participant,
    Subject,
    Where,
)
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.organizations import queries as organizations
from marketplace.requests.models import Request

LONGEST = 5_000
"""Characters of one message."""

MOST_FILES = 5

TOGETHER = timedelta(minutes=10)
"""What is written within this time is told in one mail."""


def send(where: Where, text: str, files: Sequence[Ref] = (), *, by: Actor) -> Message:
    """Write there; `files` are refs that `uploads.keep` gave. Raises `Invalid` naming the field, `NotAllowed` with a sentence."""
    words = _words(text, files)
    with atomic() as session:
        matter = _locked(where, by)
        permit(may_write(matter, by))
        conversation, side = _begun(matter), matter.side_of(by)
        message = Message(
            conversation_id=conversation.id,
            author_id=by.user_id,
            side=side,
            text=words,
            created_at=clock.now(),
            files=MessageFile.taken(files, by=by),
        )
        session.add(message)
        session.flush()
        _join(conversation, [message.author_id])
        _note(conversation, message)
        record(MessageSent(conversation.ref, matter.ref, message.ref), by=by)
    return message


def may_write(matter: Matter, by: Actor) -> bool | str:
    """True, or the sentence that says why not."""
    side = matter.side_of(by)
    return policy.may_write(by, matter, queries.in_a_row(queries.conversation_about(matter), side))


def read(where: Where, *, by: Actor) -> bool:
    """The person has opened the conversation; whether anything was new to them."""
    matter = queries.about(where, by)
    found = queries.conversation_about(matter)
    if found is None or not reading.unread_about(matter, by.user_id):
        return False
    with atomic():
        conversation = locked(Conversation, found.ref)
        mine = _participant(conversation, by.user_id)
        last = select(func.max(Message.id)).where(Message.conversation_id == conversation.id)
        mine.read_to = max(mine.read_to, db.session.scalar(last) or 0)
    return True


def mute(where: Where, *, by: Actor) -> None:
    """No more mail about it. What is new is still counted."""
    with atomic():
        _set_muted(_begun(_locked(where, by)), by.user_id, True, by)


def unmute(where: Where, *, by: Actor) -> None:
    """Be told again; or from now on, if one was not."""
    with atomic():
        _set_muted(_begun(_locked(where, by)), by.user_id, False, by)


def mute_token(conversation: Conversation, user: User) -> str:
    """What the link in a mail carries: the conversation's name and the reader's, signed."""
    return str(_signer().dumps([conversation.ref, user.ref]))


def muting(token: str) -> Participant:
    """Whose mails about what a link would stop. Raises `NotFound`."""
    try:
        conversation_ref, user_ref = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        raise NotFound("This link is not complete. Open it straight from the mail.") from None
    wanted = select(Participant).join(Participant.conversation).join(Participant.user)
    found = db.session.scalar(wanted.where(Conversation.ref == conversation_ref, User.ref == user_ref))
    if found is None:
        raise NotFound("This conversation no longer writes to you.")
    return found


def mute_by_token(token: str) -> Participant:
    """No more mail, by the link in one. Harmless the second time."""
    with atomic():
        mine = muting(token)
        conversation = locked(Conversation, mine.conversation.ref)
        if not mine.muted:
            mine.muted = True
            record(ConversationMuted(conversation.ref, mine.user.ref), by=SYSTEM)
    return mine


def _locked(where: Where, by: Actor) -> Matter:
    """What it is about stands for the conversation that may not have begun: two first messages make one.

    A request that leads to a booking meanwhile is waited for: then the message belongs to the booking.
    """
    matter = queries.about(where, by)
    if matter.booking is None:
        locked(Request, matter.ref)
        matter = queries.about(where, by)
    if matter.booking is not None:
        locked(Booking, matter.booking.ref)
    return matter


def _begun(matter: Matter) -> Conversation:
    """The conversation, with somebody on either side who is told."""
    found = queries.conversation_about(matter)
    if found is None:
        found = Conversation(
            organization_id=matter.organization.id,
            expert_id=matter.expert.id,
            vendor_id=matter.vendor.id,
            request=matter.request,
        )
        found.about = Subject.REQUEST if matter.booking is None else Subject.BOOKING
        if matter.booking is not None:
            found.subject = matter.booking.ref
        db.session.add(found)
        db.session.flush()
    _join(found, [matter.expert.user_id, *_customers(found, matter)])
    return found


def _customers(conversation: Conversation, matter: Matter) -> list[int]:
    """Whoever asked; once nobody of the organization takes part who still belongs to it, all its bookers."""
    members = {one.user_id for one in organizations.members_of(matter.organization.id)}
    if matter.asked_by_id in members:
        return [matter.asked_by_id]
    taking_part = select(Participant.user_id).where(Participant.conversation_id == conversation.id)
    if members & set(db.session.scalars(taking_part)):
        return []
    return organizations.user_ids(matter.organization.id, OrganizationRole.BOOKER)


def _join(conversation: Conversation, user_ids: Iterable[int]) -> None:
    here = select(Participant.user_id).where(Participant.conversation_id == conversation.id)
    missing = set(user_ids) - set(db.session.scalars(here))
    db.session.add_all(Participant(conversation_id=conversation.id, user_id=one) for one in sorted(missing))
    db.session.flush()


def _note(conversation: Conversation, message: Message) -> None:
    """Who writes has read; the others are told in a while."""
    _participant(conversation, message.author_id).read_to = message.id
    conversation.written_at = message.created_at
    conversation.announce_at = conversation.announce_at or message.created_at + TOGETHER


def _participant(conversation: Conversation, user_id: int | None) -> Participant:
    found = reading.participant(conversation.id, user_id)
    if found is None:
        raise NotFound
    return found


def _set_muted(conversation: Conversation, user_id: int | None, muted: bool, by: Actor) -> None:
    assert user_id is not None
    was_here = reading.participant(conversation.id, user_id) is not None
    _join(conversation, [user_id])
    mine = _participant(conversation, user_id)
    if not was_here:
        last = select(func.max(Message.id)).where(Message.conversation_id == conversation.id)
        mine.read_to = mine.mailed_to = db.session.scalar(last) or 0
    if mine.muted is not muted or not was_here:
        mine.muted = muted
        fact = ConversationMuted if muted else ConversationUnmuted
        record(fact(conversation.ref, mine.user.ref), by=by)


def _words(text: str, files: Sequence[Ref]) -> str:
    typed = Typed()
    needed = "" if files else "Write something, or choose a file."
    words = typed.text("text", text, LONGEST, needed=needed)
    if len(files) > MOST_FILES:
        typed.wrong("files", f"At most {MOST_FILES} files with one message, please.")
    typed.check()
    return words


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="conversation")
