"""What is said about somebody who did not come."""

from marketplace.absences import events, queries
from marketplace.absences.models import Absence
from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import Side
from marketplace.bookings.sides import named
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import quoted


def said(fact: events.AbsenceSaid, event: Event) -> None:
    one = _named(fact.subject)
    who = named(one.booking, one.side)

    def body(reader: Reader) -> str:
        return (
            f"{who} says that you did not come on {reader.day(one.shift.on)}.\n\n{quoted(one.said_by.shown_name, one.words)}"
            f"Please say by {reader.moment(one.answer_by)} whether it was so. Without a word it counts as it was said: "
            f"{consequence(one)}"
        )

    title = f"{who} says that you did not come"
    tell(event, _of(one, one.absent), "absence_said", title=title, body=body, path=_path(one))


def settled(fact: events.AbsenceSettled, event: Event) -> None:
    one = _named(fact.subject)
    back = Money(fact.refund_price + fact.refund_fee, fact.currency)

    def body(reader: Reader) -> str:
        returned = f"\n\n{reader.money(back)} goes back to the card, fee included." if back else ""
        absent = named(one.booking, one.absent)
        return f"{absent} did not come on {reader.day(one.shift.on)}. {consequence(one)}{returned}"

    title = f"Settled: {named(one.booking, one.absent)} did not come"
    tell(event, _both(one), "absence_settled", title=title, body=body, path=_path(one))


def contradicted(fact: events.AbsenceContradicted, event: Event) -> None:
    one = _named(fact.subject)
    who = named(one.booking, one.absent)

    def body(reader: Reader) -> str:
        return (
            f"{who} sees {reader.day(one.shift.on)} differently.\n\n{quoted(who, fact.reason)}"
            "So nothing is decided. If you two do not agree, either of you can open a dispute with one click."
        )

    told = _of(one, one.side) if event.by_user_id else _both(one)
    tell(event, told, "absence_contradicted", title=f"{who} says otherwise", body=body, path=_path(one))


def voided(fact: events.AbsenceVoided, event: Event) -> None:
    one = _named(fact.subject)

    def body(reader: Reader) -> str:
        return (
            f"What was said about {reader.day(one.shift.on)} counts no more: the hours of that day are approved, the booking has "
            "ended, or a dispute decides about it."
        )

    title = "What was said about somebody’s coming was decided otherwise"
    tell(event, _both(one), "absence_voided", title=title, body=body, path=_path(one))


def withdrawn(fact: events.AbsenceWithdrawn, event: Event) -> None:
    one = _named(fact.subject)
    who = named(one.booking, one.side)

    def body(reader: Reader) -> str:
        return (
            f"What was said about {reader.day(one.shift.on)} counts no more. The booking goes on as it was."
        )

    title = f"{who} took it back"
    tell(event, _of(one, one.absent), "absence_withdrawn", title=title, body=body, path=_path(one))


def given_up(fact: events.RestGivenUp, event: Event) -> None:
    one = _named(fact.subject)
    who = one.booking.organization.name

    def body(reader: Reader) -> str:
        return f"{who} gave up the days that were still to come, because you did not come on {reader.day(one.shift.on)}."

    title = f"{who} gave up the other days"
    tell(event, sides.expert(one.booking), "absence_rest", title=title, body=body, path=_path(one))


def consequence(one: Absence) -> str:
    if one.absent is Side.CUSTOMER:
        return f"The {'call' if one.booking.is_call else 'day'} is owed in full, and stands in the hours as it was planned."
    days = (
        "That day and the booked days after it go"
        if one.onward
        else "The call goes"
        if one.booking.is_call
        else "That day goes"
    )
    return f"{days} back to the customer with the fee, and it is counted among the expert’s figures."


def _named(ref: Ref) -> Absence:
    return queries.visible(ref, SYSTEM)


def _path(one: Absence) -> str:
    return f"/absences/{one.ref}"


def _of(one: Absence, side: Side) -> list[int]:
    if side is Side.EXPERT:
        return sides.expert(one.booking)
    return [*sides.bookers(one.booking), *sides.approvers(one.booking)]


def _both(one: Absence) -> list[int]:
    return [*_of(one, Side.EXPERT), *_of(one, Side.CUSTOMER)]
