"""Two clicks from a blueprint to somebody's days, or to a call: it comes along, and the booking keeps what was read."""

import html
import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from marketplace.bookings import service as bookings
from marketplace.bookings.models import Booking
from marketplace.calendar import queries as calendar
from marketplace.catalog.outcomes import Blueprint
from marketplace.certification.models import CertificateState
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.search import projection
from marketplace.timesheets import delivering, queries, service
from tests import make
from tests.bookings.asking import ask
from tests.bookings.calling import takes_calls
from tests.cast import Cast
from tests.catalog.test_blueprint_work import published_again, whole
from tests.conftest import Clock
from tests.rules.forms import forms_of

PROMISED = [{"title": "Balances moved", "accepted_when": "They agree to the hour."}]
PRODUCT = "/products/ledgerline/ledgerline-payroll"


@pytest.fixture
def blueprint(cast: Cast) -> Blueprint:
    """Four days, two a week."""
    projection.refresh(cast.ana.id)
    return make.blueprint(
        cast.leave,
        summary="Carry-over, checked.",
        days=4,
        days_a_week=2,
        hours_a_day=8,
        deliverables=PROMISED,
        checklist="A test system\nA list of sites",
        price_from=60_000,
        price_to=75_000,
    )


def clicked(browser: FlaskClient, page: str, text: str) -> str:
    """The page behind the link of that text."""
    found = re.search(rf'<a class="[^"]*" href="([^"]*)">{text}<', page)
    assert found, text
    answer = browser.get(html.unescape(found[1]))
    assert answer.status_code == 200
    return answer.text


def sent(browser: FlaskClient, page: str) -> object:
    """The form with the price, as it stands there."""
    form = next(one for one in forms_of(page) if "agreed" in one.fields)
    days = re.findall(r'name="days" value="([\d-]+)"', page)
    return browser.post(form.action, data=form.fields | {"days": days, "agreed": "y", "message": "Close it."})


def quoted(cast: Cast, blueprint: str, **more: str) -> object:
    """The price of a Monday, straight from an address."""
    query = {"days": "2027-03-15", "blueprint": blueprint, **more}
    return cast.browser("bruno").get(f"/experts/{cast.ana.slug}/bookings/quote", query_string=query)


def latest() -> Booking:
    db.session.rollback()
    return db.session.query(Booking).order_by(Booking.id.desc()).first()


def test_two_clicks_from_a_blueprint_to_days_that_follow_its_pattern(
    cast: Cast, blueprint: Blueprint, clock: Clock
) -> None:
    bruno = cast.browser("bruno")
    found = clicked(bruno, bruno.get(PRODUCT).text, "Book somebody directly")
    assert "free 2 days in every week from" in found and ">Ana<" in found and ">Emil<" not in found
    page = clicked(bruno, found, "Choose days")
    ticked = [date.fromisoformat(one) for one in re.findall(r'value="([\d-]+)" checked', page)]
    assert [one.weekday() for one in ticked] == [0, 1, 0, 1] and ticked[0] > clock.now.date()
    assert ticked[2] - ticked[0] == timedelta(days=7)
    price = bruno.get(
        f"/experts/{cast.ana.slug}/bookings/quote",
        query_string={"days": [str(one) for one in ticked], "blueprint": blueprint.address},
    ).text
    for words in ("version 1", "They agree to the hour.", "A list of sites", "600.00 to 750.00 EUR a day"):
        assert words in price
    assert "Close the leave year\n\nCarry-over, checked.</textarea>" in price
    assert sent(bruno, price).status_code == 302
    booking = latest()
    assert (booking.blueprint, booking.blueprint_version, booking.days) == (blueprint, 1, 4)
    assert (booking.deliverables, booking.checklist) == (PROMISED, ["A test system", "A list of sites"])


def test_what_was_read_is_what_is_kept(cast: Cast, clock: Clock) -> None:
    vera, bruno = cast.actor("vera"), cast.browser("bruno")
    made = make.blueprint(cast.leave, title="Close it", deliverables=PROMISED)
    price = quoted(cast, made.address).text
    published_again(made, whole(cast, title="Close it", checklist="Nothing"), vera)
    refused = sent(bruno, price)
    assert refused.status_code == 409
    assert "has a new version since you looked" in refused.text and "version 2" in refused.text
    assert db.session.query(Booking).count() == 0
    assert sent(bruno, refused.text).status_code == 302
    published_again(made, whole(cast, title="Close it", days=2), vera)
    page = bruno.get(f"/bookings/{latest().ref}").text
    assert (latest().blueprint_version, latest().checklist) == (2, ["Nothing"])
    assert "version 2" in page and "price guide was 600.00 to 750.50 EUR a day" in page


@pytest.mark.parametrize("why", ["retired", "nonsense", "draft", "another vendor's", "a higher level"])
def test_an_address_that_was_made_up_books_nothing(cast: Cast, why: str) -> None:
    """Its sentence stands above the days, which can be booked without it."""
    pages = make.product(cast.stockpile, "Pages", ("Leave",))
    address = {
        "retired": lambda: make.blueprint(cast.leave, state="retired").address,
        "draft": lambda: make.blueprint(cast.leave, state="draft").address,
        "nonsense": lambda: "ledgerline/../etc",
        "another vendor's": lambda: make.blueprint(make.skill(pages, "Leave")).address,
        "a higher level": lambda: make.blueprint(cast.leave, level=4).address,
    }[why]()
    price = quoted(cast, address)
    assert price.status_code == 409
    assert ("is not offered any more" in price.text) or ("is not certified so" in price.text)
    assert f'value="{address}"' not in price.text and "See the price" in price.text
    form = {
        "days": "2027-03-15",
        "certificate": cast.certificate.ref,
        "organization": cast.nordwind.ref,
        "message": "Close it.",
        "agreed": "y",
        "blueprint": address,
        "version": "1",
    }
    assert cast.browser("bruno").post(f"/experts/{cast.ana.slug}/bookings", data=form).status_code == 409
    assert db.session.query(Booking).count() == 0


def test_another_certificate_of_the_same_expert_does_not_carry_it(cast: Cast, blueprint: Blueprint) -> None:
    other = make.certificate(cast.ana, make.skill(cast.payroll))
    price = quoted(cast, blueprint.address, certificate=other.ref)
    assert f'name="certificate" value="{cast.certificate.ref}"' in price.text
    make.change(cast.certificate, state=CertificateState.REVOKED)
    assert quoted(cast, blueprint.address).status_code == 409


def test_a_call_from_a_blueprint(cast: Cast) -> None:
    takes_calls(cast)
    projection.refresh(cast.ana.id)
    made = make.blueprint(
        cast.leave, title="Look at it with me", call_minutes=60, checklist="Access", deliverables=PROMISED
    )
    bruno = cast.browser("bruno")
    found = clicked(bruno, bruno.get(PRODUCT).text, "Book somebody directly")
    assert "free for a call of 60 minutes" in found
    page = clicked(bruno, found, "Choose a time")
    assert "as a rule one call of 60 minutes" in page
    times = next(one for one in forms_of(page) if "at" in one.fields)
    price = bruno.get(times.action, query_string=times.fields).text
    assert "Ready before the call" in price
    assert sent(bruno, price).status_code == 302
    wrong = bruno.get(f"/requests/new?blueprint={made.address}", follow_redirects=True).text
    assert "is one call: it needs no request" in wrong and "Choose a time" in wrong
    booking = latest()
    assert (booking.call_minutes, booking.blueprint, booking.checklist) == (60, made, ["Access"])
    days = make.blueprint(cast.leave, title="Do it for me")
    landing = bruno.get("/").text
    assert [f"blueprint={one.address}" in landing for one in (made, days)] == [False, True]
    for one, offered in ((made, False), (days, True)):
        found = bruno.get(f"/search?outcome={one.address}").text
        assert ("Start a request for this" in found) is offered


def test_what_fell_through_is_asked_of_somebody_else_with_all_that_was_agreed(
    cast: Cast, blueprint: Blueprint
) -> None:
    booking = ask(cast)
    make.change(booking, blueprint_id=blueprint.id, blueprint_version=1)
    price = quoted(cast, "", again=booking.ref)
    assert f'name="blueprint" value="{blueprint.address}"' in price.text
    assert "Close March with us." in price.text


def test_the_expert_ticks_off_what_is_there_and_hands_over_what_was_promised(
    cast: Cast, blueprint: Blueprint, clock: Clock
) -> None:
    price = quoted(cast, blueprint.address).text
    bruno, ana = cast.browser("bruno"), cast.browser("ana")
    sent(bruno, price)
    booking = latest()
    tick = f"/bookings/{booking.ref}/checklist/1/tick"
    assert ana.post(tick).status_code == 403, "not before it is paid"
    bookings.accept(booking.ref, by=cast.actor("ana"))
    with atomic():
        bookings.confirm(booking)
    assert bruno.post(tick).status_code == 403
    assert cast.browser("gus").post(tick).status_code == 404
    assert ana.post(f"/bookings/{booking.ref}/checklist/3/tick").status_code == 404
    for _ in range(2):
        assert ana.post(tick).headers["Location"].endswith("#work")
    page = bruno.get(f"/bookings/{booking.ref}").text
    assert "1 of 2" in page and "It is there" not in page
    assert page.count("Ana ticked off a line of the checklist") == 1
    assert re.search(r"Missing: </span><bdi>A list of sites", page)
    ana.post(f"/bookings/{booking.ref}/checklist/1/removal")
    assert "0 of 2" in bruno.get(f"/bookings/{booking.ref}").text
    clock.to(booking.ends_at)
    (shift,) = calendar.booked_shifts(booking.ref)
    sheet = delivering.deliver(booking.ref, 1, [shift.ref], "It lies there.", by=cast.actor("ana"))
    service.approve(sheet.ref, seen=1, by=cast.actor("dora"))
    assert queries.sheets_of(booking.id)[0].title == "Balances moved"
