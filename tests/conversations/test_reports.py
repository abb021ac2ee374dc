"""Ana reports a message of Bruno's; Vera, Ledgerline's admin, reads it in context and settles it."""

import pytest
from sqlalchemy import select

from marketplace.bookings.models import Booking
from marketplace.conversations import queries, reading, reported_messages, reports, service
from marketplace.conversations.models import Message, Report, ReportState
from marketplace.db.base import db
from marketplace.events import log, outbox
from marketplace.evidence import uploads
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from tests import make
from tests.booked import booked
from tests.cast import Cast
from tests.notices.told import told


@pytest.fixture
def booking(cast: Cast) -> Booking:
    return booked(cast)


@pytest.fixture
def rude(cast: Cast, booking: Booking) -> Message:
    bruno = cast.actor("bruno")
    file = uploads.keep("rude.txt", b"Rude", by=bruno)
    return service.send(booking.ref, "You are slow.", [file.ref], by=bruno)


def settled() -> None:
    while outbox.sweep():
        pass


def test_dismissed_it_stays_and_the_reporter_reads_why(cast: Cast, rude: Message) -> None:
    report = reports.report(rude.ref, "It is rude.", by=cast.actor("ana"))
    settled()
    assert told()["message_reported"] == {"Vera"}
    reports.dismiss(report.ref, "Blunt, but about the work.", by=cast.actor("vera"))
    settled()
    assert told()["report_dismissed"] == {"Ana"}
    assert not rude.hidden
    assert [one.kind for one in log.history(report.ref)] == ["MessageReported", "ReportDismissed"]
    with pytest.raises(WrongState):
        reports.hide(report.ref, "On second thoughts.", by=cast.actor("vera"))


def test_hidden_nobody_reads_it_and_both_learn_why(cast: Cast, rude: Message, booking: Booking) -> None:
    first = reports.report(rude.ref, "It is rude.", by=cast.actor("ana"))
    second = reports.report(rude.ref, "I am sorry for that.", by=cast.actor("dora"))
    reports.hide(first.ref, "Not among colleagues.", by=cast.actor("vera"))
    settled()
    assert told()["report_upheld"] == {"Ana", "Dora"}
    assert told()["message_hidden"] == {"Bruno"}
    assert {one.state for one in db.session.scalars(select(Report))} == {ReportState.UPHELD}
    assert second.answer == "Not among colleagues."
    assert log.history(rude.ref)[-1].kind == "MessageHidden"
    assert reading.unread(cast.user("ana").id, cast.actor("ana")) == 0
    with pytest.raises(NotFound):
        queries.file(rude.files[0].ref, cast.actor("ana"))
    assert queries.file(rude.files[0].ref, cast.actor("vera"))
    with pytest.raises(NotAllowed, match="hidden already"):
        reports.report(rude.ref, "Still.", by=cast.actor("olga"))


def test_who_may_report_and_who_settles(cast: Cast, rude: Message) -> None:
    for name in ("emil", "gus", "vera"):
        with pytest.raises(NotFound):
            reports.report(rude.ref, "No.", by=cast.actor(name))
    with pytest.raises(NotAllowed, match="your own"):
        reports.report(rude.ref, "No.", by=cast.actor("bruno"))
    with pytest.raises(Invalid, match="Say what is wrong"):
        reports.report(rude.ref, " ", by=cast.actor("ana"))
    report = reports.report(rude.ref, "It is rude.", by=cast.actor("ana"))
    with pytest.raises(Conflict, match="already"):
        reports.report(rude.ref, "It is rude.", by=cast.actor("ana"))
    for name in ("ana", "bruno", "carla", "ines", "otto"):
        with pytest.raises(NotFound):
            reports.dismiss(report.ref, "No.", by=cast.actor(name))
    with pytest.raises(Invalid, match="Say why"):
        reports.dismiss(report.ref, "", by=cast.actor("vera"))


def test_nobody_judges_a_conversation_of_their_own(cast: Cast, rude: Message) -> None:
    report = reports.report(rude.ref, "It is rude.", by=cast.actor("ana"))
    make.hire(cast.ledgerline, cast.user("dora"), "admin")
    with pytest.raises(NotAllowed, match="one of the two sides"):
        reports.dismiss(report.ref, "It is fine.", by=cast.actor("dora"))


def test_the_staff_reads_what_stands_around_it_and_no_more(cast: Cast, booking: Booking) -> None:
    sent = [service.send(booking.ref, str(number), by=cast.actor("bruno")) for number in range(20)]
    around = reported_messages.around(sent[8])
    assert [one.text for one in around] == [str(number) for number in range(3, 14)]
    with pytest.raises(NotFound):
        queries.message(sent[0].ref, cast.actor("vera"))
