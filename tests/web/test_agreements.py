"""The agreement on pages: read before asking, ticked once, read again, downloaded; and how a vendor words it."""

from marketplace.agreements import queries, service
from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking, BookingState
from marketplace.db.base import db
from marketplace.kit import clock
from tests import make
from tests.agreements.test_agreeing import OURS, published
from tests.bookings.asking import accepted, ask
from tests.cast import Cast
from tests.web.test_bookings import DAYS, asked


def test_bruno_reads_it_beside_the_price_and_ticks_once(cast: Cast) -> None:
    bruno = cast.browser("bruno")
    page = bruno.get(f"/experts/{cast.ana.slug}/bookings/quote", query_string={"days": DAYS}).text
    assert "Nordwind agrees to the agreement with Ana (the standard text)" in page
    assert "Mon 15 March 2027" in page
    unticked = asked(cast, bruno, agreed="", agreement="0", po_number="PO-7")
    assert unticked.status_code == 400
    assert "without it nobody is bound" in unticked.text
    for kept in ("Close March with us.", 'value="PO-7"'):
        assert kept in unticked.text
    assert db.session.query(Booking).count() == 0
    page = asked(cast, bruno, agreement="0", po_number="PO-7", cost_centre="4100").location
    shown = bruno.get(page).text
    for said in (
        "PO-7",
        "4100",
        "Nordwind has agreed; Ana agrees by accepting.",
        "Bruno agreed to the agreement",
    ):
        assert said in shown


def test_new_words_are_read_before_they_are_agreed_to(cast: Cast) -> None:
    published(cast)
    page = asked(cast, cast.browser("bruno"), agreement="0")
    assert page.status_code == 409
    assert "The agreement has changed since you read it." in page.text
    assert "Nordwind agrees to the agreement with Ana (version 1)" in page.text
    assert 'name="agreed" type="checkbox" value="y" checked' not in page.text
    assert db.session.query(Booking).count() == 0


def test_ways_past_us_stay_hidden_until_it_is_paid(cast: Cast) -> None:
    booking = ask(cast, message="Call us: 0171 5550123.")
    bookings.accept(booking.ref, by=cast.actor("ana"))
    path, ana = f"/bookings/{booking.ref}/agreements/1", cast.browser("ana")
    page = ana.get(path).text
    assert "telephone number hidden" in page
    assert "5550123" not in page
    early = ana.get(f"{path}/sealed")
    assert early.status_code == 409
    assert "hidden until the booking is paid" in early.text
    make.change(booking, state=BookingState.CONFIRMED, confirmed_at=clock.now())
    assert "5550123" in ana.get(path).text
    assert ana.get(f"{path}/sealed").status_code == 200


def test_both_sides_and_the_vendors_staff_read_it_and_download_the_seal(cast: Cast) -> None:
    booking = ask(cast)
    path = f"/bookings/{booking.ref}/agreements/1"
    page = cast.browser("ana").get(f"/bookings/{booking.ref}").text
    assert f'By accepting you agree to <a href="{path}">the agreement</a>' in page
    early = cast.browser("bruno").get(f"{path}/sealed")
    assert early.status_code == 409
    assert "once both sides have agreed" in early.text
    cast.browser("ana").post(f"/bookings/{booking.ref}/acceptance")
    files = [cast.browser(who).get(f"{path}/sealed") for who in ("ana", "bruno", "dora", "carla")]
    assert {one.status_code for one in files} == {200}
    assert files[0].mimetype == "application/pdf"
    assert len({one.data for one in files}) == 1
    page = cast.browser("bruno").get(path).text
    for said in (
        "Agreed by both",
        "for Nordwind",
        "Download the sealed PDF",
        queries.of_booking(booking.id)[0].text_hash,
    ):
        assert said in page


def test_vera_words_it_sees_it_and_publishes_it(cast: Cast) -> None:
    vera, path = cast.browser("vera"), "/vendors/ledgerline/agreement"
    page = vera.post(f"{path}/draft", data={"text": OURS + " {{ colour }} <script>"})
    assert page.status_code == 400
    assert "There is no placeholder {{ colour }}" in page.text
    assert "&lt;script&gt;" in page.text
    page = vera.post(f"{path}/draft", data={"text": OURS}, follow_redirects=True)
    assert "Between Nordwind Energy and Ana Þórsdóttir" in page.text
    assert "Between Nordwind" not in cast.browser("visitor").get(path).text
    assert (
        "Version 1 holds from the next booking on."
        in vera.post(f"{path}/publication", follow_redirects=True).text
    )
    assert "Between Nordwind Energy" in cast.browser("visitor").get(path).text
    assert "Between <strong>" in cast.browser("visitor").get(f"{path}/versions/0").text
    assert cast.browser("visitor").get(f"{path}/versions/7").status_code == 404


def test_what_is_gone_is_said(cast: Cast) -> None:
    vera, path = cast.browser("vera"), "/vendors/ledgerline/agreement"
    service.draft(cast.ledgerline.ref, OURS, by=cast.actor("vera"))
    assert "The draft is gone." in vera.post(f"{path}/draft/removal", follow_redirects=True).text
    assert "There is no draft any more." in vera.post(f"{path}/publication", follow_redirects=True).text


def test_the_certificate_is_there_for_whoever_checks(cast: Cast) -> None:
    visitor, path = cast.browser("visitor"), "/vendors/ledgerline/agreement/certificate"
    assert visitor.get(path).status_code == 404
    cast.browser("ana").get(f"/bookings/{accepted(cast).ref}/agreements/1/sealed")
    assert visitor.get(path).text.startswith("-----BEGIN CERTIFICATE-----")


def test_finance_names_its_papers_until_it_is_paid(cast: Cast) -> None:
    booking, dora = accepted(cast), cast.browser("dora")
    path = f"/bookings/{booking.ref}/papers"
    dora.post(path, data={"po_number": "PO-20417", "cost_centre": "4100"})
    page = dora.get(f"/bookings/{booking.ref}").text
    for said in ("PO-20417", "4100", "Dora changed purchase order and cost centre"):
        assert said in page
    assert dora.post(path, data={"po_number": "x" * 61}).status_code == 400
    assert cast.browser("ana").get(path).status_code == 403
    assert cast.browser("gus").get(path).status_code == 404
