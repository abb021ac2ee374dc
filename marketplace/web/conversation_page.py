"""A conversation as it is read: messages, and between them what happened to the booking, from its own events."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template

from marketplace.bookings.models import Booking
from marketplace.bookings.sides import reads_for
from marketplace.conversations import policy, queries, reports
from marketplace.conversations.models import Message
from marketplace.conversations.queries import Stretch
from marketplace.conversations.showing import shown
from marketplace.kit.ids import Ref
from marketplace.web.booking_history import Moment, history
from marketplace.web.forms.conversations import MessageForm
from marketplace.web.keeping import MOST_FILES
from marketplace.web.security import actor


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody wrote, or, without a message, what happened. `why` is the staff's reason for hiding it, `who` its side."""

    at: datetime
    text: str
    who: str = ""
    message: Message | None = None
    why: str = ""
    masked: bool = False
    mine: bool = False
    reported: bool = False


@dataclass(frozen=True, slots=True)
class Talk:
    """What the page of a booking says of its conversation."""

    total: int
    unread: int


def talk(booking: Booking) -> Talk | None:
    """None for those who do not read it."""
    if reads_for(actor(), booking) is None:
        return None
    conversation = queries.conversation_of(booking.ref)
    if conversation is None:
        return Talk(0, 0)
    unread = queries.unread_of([conversation.id], actor().user_id).get(conversation.id, 0)
    return Talk(queries.count(conversation), unread)


def render(booking: Booking, form: MessageForm, before: Ref = "") -> str:
    conversation = queries.conversation_of(booking.ref)
    found = queries.stretch(conversation, before)
    me = queries.participant(conversation.id, actor().user_id) if conversation else None
    return render_template(
        "conversations/show.html",
        booking=booking,
        side=reads_for(actor(), booking),
        stretch=found,
        lines=lines(booking, found.messages, queries.reported(conversation, actor()), found),
        contacts=policy.shows_contacts(booking),
        may_write=policy.may_write(actor(), booking),
        told=me is not None and not me.muted,
        form=form,
        most=MOST_FILES,
    )


def lines(
    booking: Booking,
    messages: Sequence[Message],
    reported: Collection[int] = (),
    part: Stretch | None = None,
) -> list[Line]:
    """In the order in which it happened; of a part of the conversation only what happened meanwhile."""
    answers = reports.answer_about([one.id for one in messages if one.hidden])
    said = [_said(booking, one, answers.get(one.id, ""), one.id in reported) for one in messages]
    happened = [_happened(booking, one) for one in history(booking) if part is None or _within(one, part)]
    return sorted([*reversed(happened), *said], key=lambda line: line.at)


def _within(moment: Moment, part: Stretch) -> bool:
    begun = part.since is None or moment.at >= part.since
    return begun and (part.until is None or moment.at < part.until)


def _said(booking: Booking, message: Message, why: str, reported: bool) -> Line:
    words = shown(message.text, booking)
    team = "" if message.side == "expert" else booking.organization.name
    return Line(
        message.created_at,
        "" if message.hidden else words,
        team,
        message,
        why,
        words != message.text,
        message.author_id == actor().user_id,
        reported,
    )


def _happened(booking: Booking, moment: Moment) -> Line:
    reason = shown(moment.reason, booking)
    return Line(moment.at, f"{moment.text}: “{reason}”" if reason else moment.text)
