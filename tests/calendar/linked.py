"""Another calendar of Ana's, served by a stranger's host."""

from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from flask import Flask

from marketplace.calendar import linking
from marketplace.calendar.models import LinkedCalendar
from marketplace.db.base import db
from tests.cast import Cast
from tests.gateways.stranger import Stranger, stranger


@pytest.fixture
def host(app: Flask) -> Iterator[Stranger]:
    app.config["OUTWARD_NETWORKS"] = (ip_network("127.0.0.0/8"),)
    with stranger() as server:
        yield server
    app.config["OUTWARD_NETWORKS"] = ()


def calendar(*spans: str) -> bytes:
    """`20270308T090000Z/PT8H` and the like, each an event."""
    events = []
    for number, span in enumerate(spans):
        starts, length = span.split("/")
        kind = ";VALUE=DATE" if "T" not in starts else ""
        events.append(
            f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART{kind}:{starts}\r\nDURATION:{length}\r\nSUMMARY:Private\r\nEND:VEVENT\r\n"
        )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def linked(cast: Cast, address: str, name: str = "Private") -> LinkedCalendar:
    return linking.link(cast.ana.ref, name, address, by=cast.actor("ana"))


def fresh(row: LinkedCalendar) -> LinkedCalendar:
    db.session.expire_all()
    found = linking.named(row.ref)
    assert found
    return found
