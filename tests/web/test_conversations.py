"""Conversations in the browser: Bruno and Ana write, Vera reads what was reported."""

import io
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from marketplace.conversations import batching, queries, reported_messages, reports, service
from marketplace.conversations.models import Message, MessageFile, Participant
from marketplace.db.base import db
from marketplace.events import outbox
from marketplace.kit import clock as kit_clock
from marketplace.web.linking import linked
from tests import make
from tests.booked import booked
from tests.bookings.asking import ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.counting import statements


@pytest.fixture
def booking(cast: Cast) -> Booking:
    return booked(cast)


def write(browser: FlaskClient, booking: Booking, text: str, **more: object) -> str:
    data = {"text": text} | more
    page = f"/bookings/{booking.ref}/conversation"
    return unescape(browser.post(page, data=data, follow_redirects=True).text)


def test_from_the_booking_to_an_answer(cast: Cast, booking: Booking) -> None:
    bruno, ana = cast.browser("bruno"), cast.browser("ana")
    page = f"/bookings/{booking.ref}"
    assert "Nobody has written yet" in bruno.get(page).text
    said = write(bruno, booking, "Which <b>list</b>?\n\nSee https://x.example/a?b=1.")
    assert "Which <b>list</b>?" in said, "escaped once: read back, it is what was typed"
    assert 'href="https://x.example/a?b=1"' in said
    assert "1 message between Nordwind and Ana" in ana.get(page).text
    assert "1 new" in ana.get(page).text
    assert "Messages, 1 unread" in ana.get("/desk").text
    assert "A new message: Nordwind" in ana.get("/desk").text
    assert "1 new" in ana.get("/conversations").text
    assert "Bruno" in ana.get(f"{page}/conversation").text
    assert "1 new" not in ana.get(page).text
    assert "unread" not in ana.get("/conversations").text
    write(ana, booking, "The second one.")
    assert "A new message: Ana" in bruno.get("/desk").text


def test_staff_and_strangers_find_nothing(cast: Cast, booking: Booking) -> None:
    write(cast.browser("bruno"), booking, "Between us.")
    for name in ("carla", "vera", "emil", "gus"):
        assert cast.browser(name).get(f"/bookings/{booking.ref}/conversation").status_code == 404
    assert "Conversation" not in cast.browser("vera").get(f"/bookings/{booking.ref}").text


def test_what_happened_stands_between_the_messages(cast: Cast, clock: Clock) -> None:
    booking = ask(cast)
    clock.to(kit_clock.now() + timedelta(hours=1))
    write(cast.browser("ana"), booking, "Which site is it?")
    clock.to(kit_clock.now() + timedelta(hours=1))
    bookings.decline(booking.ref, "Ask ana@example.test again in May.", by=cast.actor("ana"))
    page = unescape(cast.browser("bruno").get(f"/bookings/{booking.ref}/conversation").text)
    places = [page.index(text) for text in ("Bruno asked for the days", "Which site is it?", "Ana declined")]
    assert places == sorted(places)
    assert "“Ask [mail address hidden] again in May.”" in page
    assert "ana@example.test" not in unescape(cast.browser("bruno").get(f"/bookings/{booking.ref}").text)


def test_contacts_are_hidden_until_it_is_paid(cast: Cast) -> None:
    booking = ask(cast)
    said = write(cast.browser("ana"), booking, "Call +49 171 1234567 on 15.03.2027 about release 10.1.2.")
    assert "Call [telephone number hidden] on 15.03.2027 about release 10.1.2." in said
    assert "Contact details are hidden until the days are paid for." in said
    for form in ("txt", "html"):
        copy = cast.browser("bruno").get(f"/bookings/{booking.ref}/conversation.{form}").text
        assert "[telephone number hidden]" in copy
        assert "1234567" not in copy
    make.change(booking, confirmed_at=kit_clock.now(), state="confirmed")
    after = cast.browser("bruno").get(f"/bookings/{booking.ref}/conversation").text
    assert "Call +49 171 1234567 on" in after
    assert "hidden" not in after.replace("visually-hidden", "").replace('type="hidden"', "").replace(
        'aria-hidden="true"', ""
    )


def test_nothing_typed_or_chosen_is_lost_by_a_mistake(cast: Cast, booking: Booking) -> None:
    bruno = cast.browser("bruno")
    files = [(io.BytesIO(b"Monday: closing"), "plan.txt"), (io.BytesIO(b"MZ\x00\x01"), "run.exe")]
    said = write(bruno, booking, "Here is the plan.", files=files)
    assert "“run.exe” is not a kind of file we take." in said
    assert "Here is the plan.</textarea>" in said
    assert "plan.txt" in said
    kept = db.session.scalars(select(Message)).all()
    assert not kept
    long = write(bruno, booking, "x" * 5_001)
    assert "There is room for 5000 characters." in long
    assert "x" * 5_001 in long
    assert "Write something, or choose a file." in write(bruno, booking, "  ")


def test_files_come_along_and_are_served_in_a_sandbox(cast: Cast, booking: Booking) -> None:
    write(cast.browser("bruno"), booking, "", files=(io.BytesIO(b"Monday: closing"), "plan.txt"))
    file = db.session.scalars(select(MessageFile)).one()
    assert "plan.txt" in cast.browser("ana").get(f"/bookings/{booking.ref}/conversation").text
    answer = cast.browser("ana").get(f"/messages/files/{file.ref}")
    assert answer.data == b"Monday: closing"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    for name in ("vera", "gus"):
        assert cast.browser(name).get(f"/messages/files/{file.ref}").status_code == 404


def test_reported_judged_and_hidden(cast: Cast, booking: Booking) -> None:
    message = service.send(booking.ref, "You are slow.", by=cast.actor("bruno"))
    ana, vera = cast.browser("ana"), cast.browser("vera")
    page = f"/bookings/{booking.ref}/conversation"
    assert f"/messages/{message.ref}/report" in ana.get(page).text
    assert ana.post(f"/messages/{message.ref}/report", data={"reason": ""}).status_code == 400
    done = unescape(
        ana.post(f"/messages/{message.ref}/report", data={"reason": "Rude."}, follow_redirects=True).text
    )
    assert "The vendor’s staff has it" in done
    assert "Reported to Ledgerline" in done
    assert "Ana reports a message" in vera.get("/desk").text
    [report] = reported_messages.open_reports(cast.ledgerline.id)
    judged = vera.get(f"/reports/{report.ref}").text
    assert "You are slow." in judged
    assert "Rude." in judged
    kept = vera.post(f"/reports/{report.ref}", data={"verdict": "maybe", "reason": "Not so."})
    assert kept.status_code == 400
    assert "Not so." in kept.text
    answer = {"verdict": "hide", "reason": "Not like that."}
    vera.post(f"/reports/{report.ref}", data=answer)
    assert vera.post(f"/reports/{report.ref}", data=answer).status_code == 409
    assert "The message was hidden" in vera.get(f"/reports/{report.ref}").text
    for name in ("ana", "bruno"):
        for path in (page, f"{page}.txt", f"{page}.html"):
            shown = cast.browser(name).get(path).text
            assert "You are slow." not in shown
            assert "Not like that." in shown


def test_muting_on_the_page_and_from_the_mail(cast: Cast, booking: Booking, clock: Clock) -> None:
    conversation = service.send(booking.ref, "Hello.", by=cast.actor("ana")).conversation
    bruno, page = cast.browser("bruno"), f"/bookings/{booking.ref}/conversation"
    assert "You get no more mail" in bruno.post(f"{page}/muting", follow_redirects=True).text
    assert "From now on you are told" in bruno.post(f"{page}/listening", follow_redirects=True).text
    path = f"/mutes/{service.mute_token(conversation, cast.user('bruno'))}"
    visitor = cast.browser("visitor")
    assert "No more mail about this conversation?" in visitor.get(path).text
    assert not any(one.muted for one in db.session.scalars(select(Participant)))
    assert visitor.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [one.user.name for one in db.session.scalars(select(Participant)) if one.muted] == ["Bruno"]
    assert "This conversation is muted" in visitor.get(path).text


def test_opening_it_settles_the_notice_about_it(cast: Cast, booking: Booking, clock: Clock) -> None:
    service.send(booking.ref, "Hello.", by=cast.actor("ana"))
    clock.to(kit_clock.now() + timedelta(minutes=10))
    batching.announce_due()
    while outbox.sweep():
        pass
    bruno = cast.browser("bruno")
    assert "Notices, 1 unread" in bruno.get("/desk").text
    bruno.get(f"/bookings/{booking.ref}/conversation")
    assert "Notices, 1 unread" not in bruno.get("/desk").text


def test_a_long_conversation_comes_in_pages_and_takes_no_more_statements(
    cast: Cast, booking: Booking
) -> None:
    bruno, page = cast.browser("bruno"), f"/bookings/{booking.ref}/conversation"
    for number in range(3):
        service.send(booking.ref, f"Line {number}.", by=cast.actor("ana"))
    bruno.get(page)
    with statements() as few:
        bruno.get(page)
    for number in range(3, 120):
        service.send(booking.ref, f"Line {number}.", by=cast.actor("ana"))
    bruno.get(page)
    with statements() as many:
        newest = bruno.get(page).text
    assert len(many) == len(few)
    assert "Line 119." in newest
    assert "Line 69." not in newest
    assert "Earlier messages" in newest
    earlier = bruno.get(f"{page}?before={queries.stretch(queries.conversation_of(booking.ref)).earlier}").text
    assert "Line 69." in earlier
    assert "Line 70." not in earlier
    assert "Back to the newest" in earlier
    assert bruno.get(f"{page}?before=nothing").status_code == 404
    assert bruno.get(f"{page}.pdf").status_code == 404
    copy = bruno.get(f"{page}.txt").text
    assert all(f"Line {number}." in copy for number in range(120))


def test_what_happened_stands_on_the_page_of_its_time(cast: Cast, clock: Clock) -> None:
    booking = ask(cast)
    for number in range(60):
        clock.to(kit_clock.now() + timedelta(minutes=1))
        service.send(booking.ref, f"Line {number}.", by=cast.actor("bruno"))
    bookings.accept(booking.ref, by=cast.actor("ana"))
    bruno, page = cast.browser("bruno"), f"/bookings/{booking.ref}/conversation"
    earlier = queries.stretch(queries.conversation_of(booking.ref)).earlier
    newest, before = bruno.get(page).text, bruno.get(f"{page}?before={earlier}").text
    assert ("Ana accepted" in newest, "Ana accepted" in before) == (True, False)
    assert ("Bruno asked for" in newest, "Bruno asked for" in before) == (False, True)


def test_what_was_reported_does_not_show_to_others(cast: Cast, booking: Booking) -> None:
    message = service.send(booking.ref, "You are slow.", by=cast.actor("bruno"))
    reports.report(message.ref, "Rude.", by=cast.actor("ana"))
    assert "Reported" not in cast.browser("dora").get(f"/bookings/{booking.ref}/conversation").text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo\n\nthree", "<p>One<br>two</p><p>three</p>"),
        ("<script>", "<p>&lt;script&gt;</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ('http://x.example/"onmouseover=', '<p><a href="http://x.example/" REL>http://x.example/</a>&#34;onmouseover=</p>'),
        ("(https://x.example/a_(b)).", '<p>(<a href="https://x.example/a_(b)" REL>https://x.example/a_(b)</a>).</p>'),
        ("https://x.example/?a=1&b=2", '<p><a href="https://x.example/?a=1&amp;b=2" REL>https://x.example/?a=1&amp;b=2</a></p>'),
    ],
)  # fmt: skip
def test_links_are_made_safely(text: str, html: str) -> None:
    assert linked(text) == html.replace("REL", 'rel="nofollow noopener noreferrer ugc"')
