"""What is said about calendars: to the expert who has not confirmed theirs for a while, or whose other one we cannot read."""

from marketplace.calendar import linking, queries
from marketplace.calendar.events import ConfirmationAsked, LinkedCalendarFailed
from marketplace.calendar.freshness import ago, lapses_at
from marketplace.events.models import Event
from marketplace.kit import clock
from marketplace.notices.reader import Reader
from marketplace.notices.service import tell
from marketplace.registry.queries import expert_named


def confirmation_asked(fact: ConfirmationAsked, event: Event) -> None:
    """At ten days. The path is a page with one button: a mail program that opens every link confirms nothing."""
    expert = expert_named(fact.subject)
    confirmed_on = queries.confirmed_on([expert.id])[expert.id]

    def body(reader: Reader) -> str:
        if confirmed_on is None:
            return (
                "You have not confirmed your free days yet, and customers read so. One click is enough: "
                "whoever has confirmed lately ranks higher."
            )
        return (
            f"You last confirmed it {ago(confirmed_on, clock.today())}. If nothing has changed, one click is enough.\n\n"
            f"From {reader.day(lapses_at(confirmed_on).date())} on, customers read “not confirmed lately”, "
            "and you rank lower until you confirm."
        )

    tell(
        event,
        [expert.user_id],
        "confirmation_asked",
        title="Is your calendar still right?",
        body=body,
        path="/calendar/confirmation",
    )


def linked_failed(fact: LinkedCalendarFailed, event: Event) -> None:
    """Once, until it has been read again."""
    expert, linked = expert_named(fact.subject), linking.named(fact.calendar)
    if linked is None:
        return  # removed in the meantime

    def body(reader: Reader) -> str:
        if linked.read_at is None:
            return f"We have tried several times. {linked.problem}\n\nSo far none of its appointments count."
        return (
            f"We have tried several times. {linked.problem}\n\n"
            f"What we read on {reader.moment(linked.read_at)} still counts; what you have added since does not."
        )

    tell(
        event,
        [expert.user_id],
        "linked_calendar_failed",
        title=f"We cannot read your calendar “{linked.name}”",
        body=body,
        path="/calendar/linked",
    )
