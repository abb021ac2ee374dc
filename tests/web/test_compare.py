"""People side by side."""

from html import unescape

from marketplace.bookings.models import Booking, BookingState
from marketplace.db.base import db
from marketplace.programmes.levels import Level
from marketplace.registry.models import ProfileState
from tests import make
from tests.bookings import asking
from tests.cast import Cast
from tests.counting import statements


def compare(cast: Cast, *slugs: str, who: str = "visitor") -> str:
    answer = cast.browser(who).get("/compare", query_string=[("expert", one) for one in slugs])
    assert answer.status_code == 200
    return unescape(answer.text)


def test_anybody_compares(cast: Cast) -> None:
    release = cast.payroll.releases[-1]
    pia = make.expert("Pia", day_rate_amount=80_000)
    make.certificate(pia, cast.leave, Level.EXPERT, release_id=release.id)
    page = compare(cast, "pia", "ana")
    assert page.index(">Pia<") < page.index(">Ana<"), "in the order asked for"
    assert '<th scope="row">Ledgerline Payroll · Leave</th>' in page
    assert "certified on 9.2 · current 10.1" in page
    assert "€800.00 a day" in page
    assert "20 of 20 working days free" in page or "19 of 19" in page
    assert "No booking completed here yet" in page
    assert 'href="/compare?expert=ana"' in page


def test_what_one_lacks_is_said(cast: Cast) -> None:
    pia = make.expert("Pia")
    make.certificate(pia, make.skill(cast.payroll))
    assert compare(cast, "pia", "ana").count("Not certified") == 2


def test_up_to_four_and_each_once(cast: Cast) -> None:
    slugs = [make.expert(f"Person {number}").slug for number in range(5)]
    page = compare(cast, slugs[0], *slugs)
    assert "4 people side by side" in page
    assert "1 more is left out" in page
    assert "Person 4" not in page


def test_whoever_hides_is_missing_without_a_name(cast: Cast) -> None:
    make.expert("Pia", state=ProfileState.HIDDEN)
    page = compare(cast, "pia", "ana", "nobody")
    assert "2 people of this comparison are no longer listed" in page
    assert "Pia" not in page
    assert "Nobody to compare yet" in compare(cast)


def test_the_track_record_counts_what_was_completed(cast: Cast) -> None:
    for state in (BookingState.COMPLETED, BookingState.COMPLETED, BookingState.DECLINED):
        booking = asking.ask(cast)
        make.change(db.session.get_one(Booking, booking.id), state=state)
    assert "2 bookings completed for 1 organization" in compare(cast, "ana")


def test_four_take_as_many_statements_as_two(cast: Cast) -> None:
    for name in ("Pia", "Rosa", "Uma"):
        make.certificate(make.expert(name), cast.leave)
    compare(cast, "ana", "pia")
    with statements() as two:
        compare(cast, "ana", "pia")
    with statements() as four:
        compare(cast, "ana", "pia", "rosa", "uma")
    assert len(four) == len(two)
