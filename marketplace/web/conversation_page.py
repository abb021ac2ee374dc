"""A conversation as it is read: messages, and between them what happened, from the events of what it is about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import render_template, url_for

from marketplace.bookings.models import Booking, Side
from marketplace.conversations import matters, queries, reading, reported_messages, reports, service
from marketplace.conversations.matters import Matter
from marketplace.conversations.models import Message
from marketplace.conversations.queries import Stretch
from marketplace.kit.ids import Ref
from marketplace.requests import queries as requests
from marketplace.web.booking_history import Moment, between, history
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
    return talk_about(matters.of_booking(booking))


def talk_about(matter: Matter) -> Talk | None:
    if matter.side_of(actor()) is None:
        return None
    conversation = queries.conversation_about(matter)
    if conversation is None:
        return Talk(0, 0)
    unread = reading.unread_of([conversation.id], actor().user_id).get(conversation.id, 0)
    return Talk(queries.count(conversation), unread)


def render(matter: Matter, form: MessageForm, before: Ref = "") -> str:
    conversation = queries.conversation_about(matter)
    found = queries.stretch(conversation, before)
    me = reading.participant(conversation.id, actor().user_id) if conversation else None
    return render_template(
        "conversations/show.html",
        matter=matter,
        booking=matter.booking,
        brief=matter.request,
        side=matter.side_of(actor()),
        stretch=found,
        lines=lines(matter, found.messages, reported_messages.reported(conversation, actor()), found),
        may_write=service.may_write(matter, actor()),
        told=me is not None and not me.muted,
        form=form,
        most=MOST_FILES,
        request_at=_request_at(matter),
    )


def _request_at(matter: Matter) -> str | None:
    """The page of the request, for the customer, and for an expert who may still see it."""
    if matter.request is None:
        return None
    ours = matter.side_of(actor()) is Side.CUSTOMER
    sees = ours or requests.may_read(matter.request, matter.expert)
    return url_for("requests.show", ref=matter.request.ref) if sees else None


def lines(
    matter: Matter,
    messages: Sequence[Message],
    reported: Collection[int] = (),
    part: Stretch | None = None,
) -> list[Line]:
    """In the order in which it happened; of a part of the conversation only what happened meanwhile."""
    answers = reports.answer_about([one.id for one in messages if one.hidden])
    said = [_said(matter, one, answers.get(one.id, ""), one.id in reported) for one in messages]
    happened = [_happened(matter, one) for one in _history(matter) if part is None or _within(one, part)]
    return sorted([*happened, *said], key=lambda line: line.at)


def _history(matter: Matter) -> list[Moment]:
    """Oldest first: of the request what concerns this expert, then of the booking. Others' proposals are nobody's business."""
    before = between(matter.request, matter.expert) if matter.request else []
    return [*reversed(before), *(reversed(history(matter.booking)) if matter.booking else ())]


def _within(moment: Moment, part: Stretch) -> bool:
    begun = part.since is None or moment.at >= part.since
    return begun and (part.until is None or moment.at < part.until)


def _said(matter: Matter, message: Message, why: str, reported: bool) -> Line:
    words = matter.shown(message.text)
    team = "" if message.side == "expert" else matter.organization.name
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


def _happened(matter: Matter, moment: Moment) -> Line:
    reason = matter.shown(moment.reason)
    return Line(moment.at, f"{moment.text}: “{reason}”" if reason else moment.text)
