"""What is said about conversations: what waits to be read, and what became of a report."""

from collections.abc import Sequence

from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM, StaffRole
from marketplace.accounts.models import User
from marketplace.conversations import batching, queries, reading, reported_messages
from marketplace.conversations.events import (
    MessageHidden,
    MessageReported,
    MessagesWaiting,
    ReportDismissed,
    ReportUpheld,
)
from marketplace.conversations.masking import masked
from marketplace.conversations.matters import Matter
from marketplace.conversations.models import Message, Participant, Where, WithExpert
from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.notices.service import tell
from marketplace.notices.wording import days, quoted, shortened
from marketplace.organizations import queries as organizations

QUOTED = 3
"""Messages repeated in a mail; the others are counted."""


def waiting(fact: MessagesWaiting, event: Event) -> None:
    """Unless they have read it meanwhile, have muted the conversation, or belong to neither side any more."""
    one = _participant(fact)
    if one is None:
        return
    matter = queries.matter_of(one.conversation)
    new = batching.still_unread(one, fact)
    if not new or matter.side_of(organizations.actor_for(one.user)) is None:
        return
    tell(
        event,
        [one.user_id],
        "messages_waiting",
        title=_title(one, new, matter),
        body=_body(new, matter),
        path=_path(matter.where),
    )


def reported(fact: MessageReported, event: Event) -> None:
    report = reported_messages.report(fact.subject, SYSTEM)
    conversation = report.message.conversation
    tell(
        event,
        organizations.staff_ids(conversation.vendor_id, StaffRole.ADMIN),
        "message_reported",
        title=f"{report.reporter.shown_name} reports a message",
        body=(
            f"{report.message.author.shown_name} wrote it, between {conversation.organization.name} and "
            f"{conversation.expert.name}.\n\n{quoted(report.reporter.shown_name, report.reason)}"
            "You read it with what was written around it, and dismiss the report or hide the message."
        ),
        path=f"/reports/{report.ref}",
    )


def dismissed(fact: ReportDismissed, event: Event) -> None:
    report = reported_messages.report(fact.subject, SYSTEM)
    title = "The message you reported stays"
    path, body = _where(report.message), _judged(report.message, fact.reason)
    tell(event, [report.reporter_id], "report_dismissed", title=title, body=body, path=path)


def upheld(fact: ReportUpheld, event: Event) -> None:
    report = reported_messages.report(fact.subject, SYSTEM)
    title = "The message you reported is hidden"
    path, body = _where(report.message), _judged(report.message, fact.reason)
    tell(event, [report.reporter_id], "report_upheld", title=title, body=body, path=path)


def hidden(fact: MessageHidden, event: Event) -> None:
    message = queries.message(fact.subject, SYSTEM)
    title = "A message of yours is hidden"
    path, body = _where(message), _judged(message, fact.reason)
    tell(event, [message.author_id], "message_hidden", title=title, body=body, path=path)


def _where(message: Message) -> str:
    return _path(message.conversation.where)


def _path(where: Where) -> str:
    if isinstance(where, WithExpert):
        return f"/requests/{where.request}/conversations/{where.slug}"
    return f"/bookings/{where}/conversation"


def _judged(message: Message, reason: str) -> str:
    return f"The staff of {message.conversation.vendor.name} has looked at it.\n\n{quoted('They', reason)}"


def _participant(fact: MessagesWaiting) -> Participant | None:
    conversation = queries.named(fact.subject)
    person = db.session.scalar(select(User).where(User.ref == fact.person))
    return reading.participant(conversation.id, person.id) if conversation and person else None


def _title(one: Participant, new: Sequence[Message], matter: Matter) -> str:
    """Several may come from colleagues, too."""
    other = matter.organization.name if one.user_id == matter.expert.user_id else matter.expert.name
    if matter.booking is None:
        about = f"about “{masked(matter.title)}”"
        written = f"{len(new)} new messages from {other}"
        return f"{new[0].author.shown_name} wrote {about}" if len(new) == 1 else f"{written} {about}"
    if len(new) == 1:
        return f"{new[0].author.shown_name} wrote about your {days(matter.booking)}"
    return f"{len(new)} new messages about {days(matter.booking)} with {other}"


def _body(new: Sequence[Message], matter: Matter) -> str:
    shown = "".join(quoted(one.author.shown_name, _words(one, matter)) for one in new[:QUOTED])
    more = len(new) - QUOTED
    return shown + (f"And {more} more." if more > 0 else "")


def _words(message: Message, matter: Matter) -> str:
    return shortened(matter.shown(message.text), 250) or (
        "A file" if len(message.files) == 1 else f"{len(message.files)} files"
    )
