"""What is said about disputes: opened, answered, with the vendor, ended."""

from marketplace.accounts.actor import SYSTEM, StaffRole
from marketplace.bookings.models import Side
from marketplace.bookings.sides import named
from marketplace.disputes import deciding, events, queries, stakes, wording
from marketplace.disputes.models import Dispute
from marketplace.events import log
from marketplace.events.models import Event
from marketplace.kit.ids import Ref
from marketplace.notices import sides
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.notices.wording import quoted, span
from marketplace.organizations import queries as organizations

ANSWERS = ("DisputeContested", "DisputeOffered", "DisputeReferred")
"""With the first of these it goes to the vendor."""

STILL = "Until it has ended, no hours are approved and no money is moved."


def opened(fact: events.DisputeOpened, event: Event) -> None:
    one = _named(fact.subject)
    who = named(one.booking, one.side)

    def body(reader: Reader) -> str:
        words = quoted(one.opened_by.shown_name, one.statements[0].text if one.statements else "")
        asks = f"{who} disagrees about {span(one.booking, reader)} and asks for this: {_said(one, one.asked, reader)}"
        until = reader.moment(one.answer_by)
        return (
            f"{asks}\n\n{words}Please answer by {until}: agree, offer something else, or say how you see it. "
            f"Unanswered, the dispute goes to {one.booking.vendor.name} for an opinion with that wish. {STILL}"
        )

    title = f"{who} has opened a dispute"
    tell(event, _of(one, one.answering), "dispute_opened", title=title, body=body, path=_path(one))


def contested(fact: events.DisputeContested, event: Event) -> None:
    one = _named(fact.subject)
    _tell_sides_of_referral(one, event, f"{named(one.booking, one.answering)} sees it differently.")
    _tell_assessors(one, event)


def referred(fact: events.DisputeReferred, event: Event) -> None:
    one = _named(fact.subject)
    _tell_sides_of_referral(one, event, f"{named(one.booking, one.answering)} has not answered in time.")
    _tell_assessors(one, event)


def offered(fact: events.DisputeOffered, event: Event) -> None:
    """The first offer is an answer, which takes it to the vendor as well."""
    one = _named(fact.subject)
    side = Side(fact.side)
    who = named(one.booking, side)

    def body(reader: Reader) -> str:
        return (
            f"{who} offers this: {_said(one, fact.back, reader)}\n\nIf you agree, it is carried out at once. "
            f"If not, {one.booking.vendor.name} gives its opinion, and you can offer something else until then."
        )

    title = f"{who} offers a division"
    tell(event, _of(one, side.other), "dispute_offered", title=title, body=body, path=_path(one))
    if not any(past.kind in ANSWERS and past.id < event.id for past in log.history(one.ref)):
        _tell_assessors(one, event)


def added(fact: events.StatementAdded, event: Event) -> None:
    one = _named(fact.subject)
    side = Side(fact.side)
    who = named(one.booking, side)

    def body(reader: Reader) -> str:
        return f"{who} has added words or files to the dispute about {span(one.booking, reader)}."

    title = f"{who} added something to the dispute"
    tell(event, _of(one, side.other), "dispute_added", title=title, body=body, path=_path(one))


def reminded(fact: events.DisputeReminded, event: Event) -> None:
    """Nobody is reminded of what was answered meanwhile."""
    one = _named(fact.subject)
    if fact.opinion != one.waits_for_opinion or not one.open:
        return
    if fact.opinion:
        _remind_judges(one, event)
        return

    def body(reader: Reader) -> str:
        return (
            f"{named(one.booking, one.side)} asks for this: {_said(one, one.asked, reader)}\n\n"
            f"Please answer by {reader.moment(one.answer_by)}. Unanswered, the dispute goes to "
            f"{one.booking.vendor.name} for an opinion with that wish."
        )

    title = f"{named(one.booking, one.side)} still waits for your answer to the dispute"
    tell(event, _of(one, one.answering), "dispute_reminded", title=title, body=body, path=_path(one))


def _remind_judges(one: Dispute, event: Event) -> None:
    """Whoever has taken it; those who could take it, as long as nobody has."""

    def body(reader: Reader) -> str:
        until, closes = reader.moment(one.opinion_by or one.closes_at), reader.moment(one.closes_at)
        return f"It is due by {until}. On {closes} the dispute is closed without one: {_said(one, stakes.by_default(one), reader)}"

    told = [one.assessor_id] if one.assessor_id else _judges(one)
    title = f"Your opinion is due: {one.booking.expert.name} and {one.booking.organization.name}"
    tell(event, told, "dispute_opinion_reminded", title=title, body=body, path=_path(one))


def overdue(fact: events.OpinionOverdue, event: Event) -> None:
    one = _named(fact.subject)
    vendor = one.booking.vendor

    def body(reader: Reader) -> str:
        return (
            f"The opinion about the dispute between {one.booking.expert.name} and {one.booking.organization.name} was due "
            f"{reader.moment(one.opinion_by or one.closes_at)}. On {reader.moment(one.closes_at)} it is closed without one: "
            f"{_said(one, stakes.by_default(one), reader)}"
        )

    admins = organizations.staff_ids(vendor.id, StaffRole.ADMIN)
    title = "A dispute has no opinion in time"
    tell(event, admins, "dispute_overdue", title=title, body=body, path=_path(one))


def withdrawn(fact: events.DisputeWithdrawn, event: Event) -> None:
    one = _named(fact.subject)
    who = named(one.booking, one.side)

    def body(reader: Reader) -> str:
        return (
            f"{who} has taken the dispute about {span(one.booking, reader)} back. Everything goes on as it was; "
            "the time to look at the hours is longer by as long as it stood still."
        )

    title = f"{who} has taken the dispute back"
    tell(event, _both(one), "dispute_withdrawn", title=title, body=body, path=_path(one))


def ended(fact: events.DisputeSettled | events.DisputeDecided | events.DisputeClosed, event: Event) -> None:
    one = _named(fact.subject)
    vendor = one.booking.vendor.name
    title, how = {
        "DisputeSettled": ("Your dispute is settled", "Both sides agree."),
        "DisputeDecided": ("The vendor has given its opinion", f"{vendor} has decided."),
        "DisputeClosed": (
            "Your dispute is closed",
            "Nobody has decided within 30 days, so the stated rule holds.",
        ),
    }[event.kind]

    def body(reader: Reader) -> str:
        reasons = quoted(vendor, one.opinion)
        days = "; what goes back takes a few days to reach the card" if one.back else ""
        return f"{how} {_said(one, one.back or 0, reader)}\n\n{reasons}This is being carried out now{days}."

    tell(event, _both(one), "dispute_ended", title=title, body=body, path=_path(one), also_actor=True)


def _tell_sides_of_referral(one: Dispute, event: Event, why: str) -> None:
    vendor = one.booking.vendor.name

    def body(reader: Reader) -> str:
        until = reader.moment(one.opinion_by or one.closes_at)
        return (
            f"{why} An assessor of {vendor} reads both sides and says how the money is divided by {until}. "
            "Until then you can still agree with each other."
        )

    tell(
        event, _both(one), "dispute_referred", title=f"{vendor} gives its opinion", body=body, path=_path(one)
    )


def _tell_assessors(one: Dispute, event: Event) -> None:
    def body(reader: Reader) -> str:
        until = reader.moment(one.opinion_by or one.closes_at)
        about = f"{one.booking.expert.name} and {one.booking.organization.name}"
        return f"{about} disagree about {reader.money(one.price)}. Your opinion is due by {until}."

    title = "A dispute waits for an opinion"
    tell(event, _judges(one), "dispute_for_opinion", title=title, body=body, path=_path(one))


def _judges(one: Dispute) -> list[int]:
    """Those who may judge it; the admins where everybody is barred."""
    vendor = one.booking.vendor
    assessors = organizations.staff_ids(vendor.id, StaffRole.ASSESSOR)
    free = [user for user in assessors if deciding.bar_of_user(one, user) is None]
    return free or organizations.staff_ids(vendor.id, StaffRole.ADMIN)


def _named(ref: Ref) -> Dispute:
    return queries.visible(ref, SYSTEM)


def _path(one: Dispute) -> str:
    return f"/disputes/{one.ref}"


def _said(one: Dispute, back: int, reader: Reader) -> str:
    booking = one.booking
    return wording.said(stakes.of(one, back), booking.expert.name, booking.organization.name, reader.money)


def _of(one: Dispute, side: Side) -> list[int]:
    if side is Side.EXPERT:
        return sides.expert(one.booking)
    return [*sides.payers(one.booking), *sides.approvers(one.booking)]


def _both(one: Dispute) -> list[int]:
    return [*_of(one, Side.EXPERT), *_of(one, Side.CUSTOMER)]
