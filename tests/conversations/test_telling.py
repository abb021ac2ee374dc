"""Whatever two people write, read, mute and wait for: everybody hears of each message once, or has read it, or wanted no mail."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.bookings.models import Booking
from marketplace.conversations import batching, queries, reading, service
from marketplace.db.base import db
from marketplace.events.models import Event
from marketplace.kit import clock as kit_clock
from tests.booked import booked
from tests.cast import Cast
from tests.conftest import Clock

WHO = ("ana", "bruno")
DAYS = (date(2027, 3, 8) + timedelta(days=n) for n in count())
"""Ana is never booked twice for one of them."""
ACTS = st.one_of(
    st.tuples(st.sampled_from(("send", "send", "read", "mute", "unmute")), st.sampled_from(WHO)),
    st.tuples(st.just("wait"), st.sampled_from(("3", "8"))),
)


@dataclass
class Person:
    """What should be so: what they have not read, what of it they were not mailed, and mails of how many."""

    unread: list[int] = field(default_factory=list)
    unmailed: list[int] = field(default_factory=list)
    mails: list[int] = field(default_factory=list)
    muted: bool = False


@dataclass
class Truth:
    """The rules once more, told simply."""

    people: dict[str, Person] = field(default_factory=lambda: {name: Person() for name in WHO})
    minute: int = 0
    due: int | None = None
    written: int = 0

    def send(self, who: str) -> None:
        self.written += 1
        self.due = self.minute + 10 if self.due is None else self.due
        for name, person in self.people.items():
            if name == who:
                continue
            person.unread.append(self.written)
            person.unmailed.append(self.written)

    def read(self, who: str) -> None:
        self.people[who].unread.clear()
        self.people[who].unmailed.clear()

    def wait(self, minutes: int) -> None:
        self.minute += minutes
        if self.due is None or self.due > self.minute:
            return
        self.due = None
        for person in self.people.values():
            if person.unmailed and not person.muted:
                person.mails.append(len(person.unmailed))
                person.unmailed.clear()


def play(cast: Cast, clock: Clock, booking: Booking, truth: Truth, act: str, what: str) -> None:
    if act == "wait":
        truth.wait(int(what))
        clock.to(kit_clock.now() + timedelta(minutes=int(what)))
        batching.announce_due()
        return
    by, person = cast.actor(what), truth.people[what]
    if act == "send":
        truth.send(what)
        service.send(booking.ref, f"Number {truth.written}.", by=by)
        truth.read(what)
    elif act == "read":
        truth.read(what)
        service.read(booking.ref, by=by)
    else:
        person.muted = act == "mute"
        getattr(service, act)(booking.ref, by=by)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTS, min_size=4, max_size=14))
def test_each_message_is_told_once_or_read_or_not_wanted(
    cast: Cast, clock: Clock, acts: list[tuple[str, str]]
) -> None:
    booking, truth = booked(cast, [next(DAYS)]), Truth()
    for act, what in acts:
        play(cast, clock, booking, truth, act, what)
    conversation = queries.conversation_of(booking.ref)
    if conversation is None:
        return
    for name, person in truth.people.items():
        user = cast.user(name)
        assert reading.unread_of([conversation.id], user.id).get(conversation.id, 0) == len(person.unread)
        assert mails_to(conversation.ref, user.ref) == person.mails
    assert len(queries.everything(conversation)) == truth.written


def mails_to(conversation: str, person: str) -> list[int]:
    """Of how many messages each fact told them."""
    facts = db.session.scalars(
        select(Event).where(Event.kind == "MessagesWaiting", Event.subject == conversation).order_by(Event.id)
    )
    mine = [one.payload for one in facts if one.payload["person"] == person]
    return [one["last"] - one["first"] + 1 for one in mine]
