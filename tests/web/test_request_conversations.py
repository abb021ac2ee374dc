"""What Bruno and the experts who answer his request write to each other, in the browser."""

from html import unescape

from flask.testing import FlaskClient

from marketplace.bookings.models import BookingState
from marketplace.conversations import service
from marketplace.conversations.models import WithExpert
from marketplace.kit import clock
from marketplace.requests import accepting, inviting
from tests import make
from tests.cast import Cast
from tests.requests import requesting


def write(browser: FlaskClient, page: str, text: str) -> str:
    return unescape(browser.post(page, data={"text": text}, follow_redirects=True).text)


def test_from_a_question_about_the_request_to_the_paid_booking(cast: Cast) -> None:
    requesting.certify_emil(cast)
    brief = requesting.published(cast)
    bruno, ana, emil = (cast.browser(name) for name in ("bruno", "ana", "emil"))
    asked = f"/requests/{brief.ref}"
    mine, his = f"{asked}/conversations/{cast.ana.slug}", f"{asked}/conversations/{cast.emil.slug}"
    assert "Write to Nordwind" in ana.get(asked).text
    assert mine not in bruno.get(asked).text, "who neither wrote, proposed nor is invited is not listed"

    said = write(ana, mine, "Which <b>two</b> systems? ana@example.test")
    assert "Which <b>two</b> systems? [mail address hidden]" in said
    assert "Contact details are hidden" in said
    assert "Bruno published the request" in said
    write(emil, his, "Is Friday a must?")
    assert "Emil" not in ana.get(asked).text
    assert "Conversation with Ana" in bruno.get(asked).text
    assert "“Close the leave year”" in bruno.get("/conversations").text
    assert "A new message: Ana" in bruno.get("/desk").text
    assert "Which &lt;b&gt;two" in bruno.get(mine).text
    assert "A new message: Ana" not in bruno.get("/desk").text

    inviting.invite(brief.ref, cast.ana.slug, by=cast.actor("bruno"))
    first = requesting.proposed(cast, brief)
    requesting.proposed(cast, brief, [requesting.LAST], who="emil")
    requesting.countered(cast, first)
    lines = unescape(ana.get(mine).text)
    for line in ("invited an expert", "Ana proposed days and a rate", "Bruno proposed other terms"):
        assert line in lines
    assert "Emil" not in lines
    assert "1 new" not in bruno.get(f"/proposals/{first.ref}").text
    copy = unescape(ana.get(f"{mine}/copy.txt").text)
    assert "“Close the leave year”" in copy
    assert "ana@" not in copy

    booking = accepting.accept(first.ref, 2, by=cast.actor("ana"))
    page = f"/bookings/{booking.ref}/conversation"
    for one in (ana, bruno):
        assert one.get(mine).location == page
    went_on = unescape(bruno.get(page).text)
    for line in ("[mail address hidden]", "Ana accepted the proposal", "Ana proposed days and a rate"):
        assert line in went_on
    closed = unescape(emil.get(his).text)
    assert "A proposal ended with the request" in closed
    assert "Ana" not in closed
    make.change(booking, state=BookingState.CONFIRMED, confirmed_at=clock.now())
    assert "ana@example.test" in bruno.get(page).text


def test_a_mistake_keeps_what_was_typed_and_a_message_can_be_reported(cast: Cast) -> None:
    brief = requesting.invited(cast)
    ana, bruno = cast.browser("ana"), cast.browser("bruno")
    page = f"/requests/{brief.ref}/conversations/{cast.ana.slug}"
    answer = ana.post(page, data={"text": "x" * 5_001})
    assert (answer.status_code, "x" * 5_001 in answer.text) == (400, True)
    where = WithExpert(brief.ref, cast.ana.slug)
    for number in range(9):
        service.send(where, f"Message {number}", by=cast.actor("ana"))
    write(ana, page, "Message 9")
    answer = ana.post(page, data={"text": "One more thing."})
    assert answer.status_code == 403
    assert "One more thing." in answer.text
    assert "Please wait until Nordwind writes" in unescape(ana.get(page).text)
    report = bruno.get(page).text.split("/report")[0].rsplit('"', 1)[1] + "/report"
    told = bruno.post(report, data={"reason": "It goes on and on."}, follow_redirects=True)
    assert "Reported to Ledgerline" in told.text
    assert told.request.path == page
    muted = bruno.post(f"{page}/muting", follow_redirects=True).text
    assert "New messages here are not mailed to you" in muted
