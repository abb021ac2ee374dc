"""Reporting a message to the vendor's staff, and what they do about it."""

from collections.abc import Callable

from sqlalchemy import Select, select

from marketplace.accounts.actor import Actor
from marketplace.conversations import policy, queries, reported_messages
from marketplace.conversations.events import MessageHidden, MessageReported, ReportDismissed, ReportUpheld
from marketplace.conversations.models import Message, Report, ReportState
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed

LONGEST_REASON = 2_000


def report(message_ref: Ref, reason: str, *, by: Actor) -> Report:
    """Ask the vendor's staff to look at it, with the messages around it. Raises `Conflict` the second time."""
    words = _reason(reason, "Say what is wrong with it.")
    assert by.user_id is not None
    with atomic() as session:
        message = locked(Message, queries.message(message_ref, by).ref)
        permit(policy.may_report(by, message))
        if db.session.scalar(_about(message).where(Report.reporter_id == by.user_id)):
            raise Conflict("You have reported this message already. The staff has it.")
        made = Report(message_id=message.id, reporter_id=by.user_id, reason=words)
        session.add(made)
        session.flush()
        record(MessageReported(made.ref, message.ref, words), by=by)
    return made


def dismiss(ref: Ref, reason: str, *, by: Actor) -> Report:
    """The message stays. The reporter reads why."""
    return _settle(ref, "dismiss", reason, ReportDismissed, by)


def hide(ref: Ref, reason: str, *, by: Actor) -> Report:
    """Nobody of the two sides reads the message any more, nor opens its files; both read why."""
    return _settle(ref, "hide", reason, ReportUpheld, by)


def _settle(
    ref: Ref,
    verb: str,
    reason: str,
    fact: Callable[[Ref, Ref, str], ReportDismissed | ReportUpheld],
    by: Actor,
) -> Report:
    """All open reports of the message together: there is one answer to whether it stays."""
    words = _reason(reason, "Say why. They read it.")
    with atomic():
        found = reported_messages.report(ref, by)
        permit(policy.may_settle(by, found))
        message = locked(Message, found.message.ref)
        found = locked(Report, ref)
        found.become(verb)
        others = db.session.scalars(_about(message).where(Report.state == ReportState.OPEN)).all()
        for one in {found, *others}:
            if one is not found:
                one.become(verb)
            one.answer, one.settled_at, one.settled_by_id = words, clock.now(), by.user_id
            record(fact(one.ref, message.ref, words), by=by)
        if verb == "hide":
            message.hidden_at = clock.now()
            record(MessageHidden(message.ref, message.conversation.ref, words), by=by)
    return found


def answer_about(message_ids: list[int]) -> dict[int, str]:
    """Why each of these messages was hidden, in the staff's words."""
    wanted = select(Report.message_id, Report.answer).where(
        Report.message_id.in_(message_ids), Report.state == ReportState.UPHELD
    )
    return dict(db.session.execute(wanted.order_by(Report.id.desc())).all())


def _about(message: Message) -> Select[Report]:
    return select(Report).where(Report.message_id == message.id)


def _reason(text: str, needed: str) -> str:
    typed = Typed()
    words = typed.text("reason", text, LONGEST_REASON, needed=needed)
    typed.check()
    return words
