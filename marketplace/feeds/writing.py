"""Days as an iCalendar (RFC 5545, RFC 7986) that Google, Outlook and Apple read."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import icalendar
from flask import current_app

from marketplace.calendar.following import own_ending
from marketplace.calendar.models import ShiftState
from marketplace.feeds.models import Feed
from marketplace.feeds.queries import Entry

EVERY = timedelta(hours=1)
"""How often we suggest to look again."""

STATUS = {ShiftState.HELD: "TENTATIVE", ShiftState.BOOKED: "CONFIRMED", ShiftState.RELEASED: "CANCELLED"}
VERSION = {ShiftState.HELD: 0, ShiftState.BOOKED: 1, ShiftState.RELEASED: 2}
"""SEQUENCE: states only ever follow each other in this order; each change of the booking counts one more, as it may move a call
or a day's hours."""
SAID = {
    ShiftState.HELD: "Held until paid.",
    ShiftState.BOOKED: "Booked.",
    ShiftState.RELEASED: "Called off.",
}


def write(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """Byte by byte the same as long as nothing has changed."""
    name = (
        f"{current_app.config['SITE_NAME']}: {feed.organization.name if feed.organization else 'my bookings'}"
    )
    made = icalendar.Calendar()
    made.add("version", "2.0")
    made.add("prodid", f"-//{current_app.config['SITE_NAME']}//Bookings//EN")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", name)
    made.add("x-wr-calname", name)
    made.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for one in entries:
        made.add_component(_event(one, for_expert=feed.organization_id is None))
    return bytes(made.to_ical())


def _event(entry: Entry, *, for_expert: bool) -> icalendar.Event:
    shift, booking = entry.shift, entry.booking
    changed = _changed(entry)
    event = icalendar.Event()
    event.add("uid", f"{shift.ref}{own_ending()}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", VERSION[shift.state] + entry.changes)
    event.add("dtstart", shift.starts_at)
    event.add("dtend", shift.ends_at)
    event.add("status", STATUS[shift.state])
    event.add("transp", "TRANSPARENT" if shift.state is ShiftState.RELEASED else "OPAQUE")
    event.add("summary", _summary(entry, for_expert))
    address = f"{str(current_app.config['BASE_URL']).rstrip('/')}/bookings/{booking.ref}"
    event.add("description", f"{SAID[shift.state]} {booking.certificate.skill.name}.\n{address}")
    event.add("url", address)
    return event


def _summary(entry: Entry, for_expert: bool) -> str:
    booking = entry.booking
    whom = booking.organization.name if for_expert else booking.expert.name
    words = f"{whom}: {booking.certificate.skill.product.name}"
    return words if entry.shift.state is ShiftState.BOOKED else f"{SAID[entry.shift.state][:-1]}: {words}"


def _changed(entry: Entry) -> datetime:
    """When the booking last took a step that shows."""
    booking = entry.booking
    found = (booking.created_at, booking.confirmed_at, booking.ended_at, entry.changed_at)
    return max(one for one in found if one is not None)
