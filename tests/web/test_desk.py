"""Everybody begins at what waits for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event

from marketplace.assessing import service as assessing
from marketplace.bookings.models import BookingState
from marketplace.catalog.models import Release
from marketplace.certification import life
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.models import Pending, Progress
from marketplace.evidence.models import Evidence, ReferenceState
from marketplace.programmes.kinds import EvidenceKind
from tests import make
from tests.booked import booked
from tests.bookings.asking import accepted, ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.timesheets.stage import submitted

MOST_STATEMENTS = 36


def desk(cast: Cast, person: str, hat: str = "") -> str:
    browser = cast.browser(person)
    if hat:
        browser.post("/hat", data={"hat": hat})
    answer = browser.get("/desk")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@contextmanager
def counted() -> Iterator[list[str]]:
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield said
    event.remove(db.engine, "before_cursor_execute", note)


def test_ana_finds_a_request_to_answer(cast: Cast) -> None:
    booking = ask(cast)
    page = desk(cast, "ana")
    assert "Nordwind asks for 5 days" in page
    assert f"/bookings/{booking.ref}" in page


def test_what_is_due_first_stands_first(cast: Cast, clock: Clock) -> None:
    booked(cast, [date(2027, 3, 1)])
    clock.forward(days=1)
    ask(cast)
    page = desk(cast, "ana")
    assert page.index("Submit your hours for Nordwind") < page.index("Nordwind asks for 5 days")
    assert page.index("Nordwind asks for 5 days") < page.index("Set up your payouts")


def test_days_ahead_and_claims_being_read_are_told_not_asked(cast: Cast) -> None:
    booked(cast)
    make.claim(cast.ana, cast.leave, 4)
    page = desk(cast, "ana")
    ahead = page.index("Coming up")
    assert page.index("3 days with Nordwind") > ahead
    assert page.index("Your claim for Ledgerline Payroll · Leave is being read") > ahead


def test_a_vendor_that_lets_its_day_pass_is_called_late(cast: Cast, clock: Clock) -> None:
    make.claim(cast.ana, cast.leave, 4)
    assert "Ledgerline answers by" in desk(cast, "ana")
    clock.forward(days=10)
    assert "Ledgerline meant to answer by" in desk(cast, "ana")


def test_an_expert_without_anything_is_shown_how_to_begin(cast: Cast) -> None:
    make.user("Noor")
    assert "Begin your profile" in desk(cast, "noor")
    with atomic():
        cast.emil.headline = ""
    page = desk(cast, "emil")
    assert "Still missing: name and headline" in page
    assert "Claim your first skill" in page


def test_ana_confirms_her_calendar_from_the_desk(cast: Cast, clock: Clock) -> None:
    ana = cast.browser("ana")
    ana.post("/calendar/confirmation")
    clock.forward(days=9)
    assert "Is your calendar still right?" not in desk(cast, "ana")
    clock.forward(days=1)
    assert "You confirmed it 10 days ago" in desk(cast, "ana")
    clock.forward(days=4)
    page = desk(cast, "ana")
    assert "Customers now read “not confirmed lately”; you rank lower until you confirm." in page
    assert '<form method="post" action="/calendar/confirmation">' in page
    ana.post("/calendar/confirmation", data={"back": "desk"})
    assert "Is your calendar still right?" not in desk(cast, "ana")


def test_certificates_that_end_soon_are_told_to_the_expert_and_the_vendor(cast: Cast, clock: Clock) -> None:
    clock.forward(days=300)
    assert "Ledgerline Payroll · Leave ends Tue, 29 Feb 2028" in desk(cast, "ana")
    assert "Certificates that end soon" in desk(cast, "carla")


def test_bruno_pays_what_was_accepted_and_sees_what_was_not_answered(cast: Cast) -> None:
    accepted(cast)
    ask(cast, [date(2027, 3, 25)])
    page = desk(cast, "bruno")
    assert (
        page.index("Ana said yes to 5 days")
        < page.index("Under way")
        < page.index("Ana has not answered yet")
    )
    assert "€3,520.00" in page


def test_dora_approves_hours_and_bruno_is_not_asked_to(cast: Cast, clock: Clock) -> None:
    booking = booked(cast)
    clock.to(booking.ends_at)
    submitted(cast, booking)
    assert "Ana submitted hours" in desk(cast, "dora")
    assert "Under way" not in desk(cast, "dora"), "it stands there once"
    assert "Ana submitted hours" not in desk(cast, "bruno")
    assert "The hours are submitted and wait for approval." in desk(cast, "bruno")


def test_an_empty_desk_teaches_the_next_step(cast: Cast) -> None:
    assert "Find an expert" in desk(cast, "olga")
    assert "See the bookings" in desk(cast, "dora")
    assert "See certified people" in desk(cast, "carla")
    assert "See the catalogue" in desk(cast, "vera")
    assert "See how it runs" in desk(cast, "otto")


def test_the_oldest_claim_is_obvious(cast: Cast, clock: Clock) -> None:
    make.claim(cast.emil, cast.leave)
    clock.forward(days=8)
    make.claim(cast.ana, cast.leave, 4)
    page = desk(cast, "carla")
    assert page.index("Emil: ") < page.index("Ana: ")
    assert "Due since Mon, 8 Mar" in page
    assert "Emil: " not in desk(cast, "fritz")


def test_vera_is_told_what_her_catalogue_lacks(cast: Cast) -> None:
    product = make.product(cast.ledgerline, "Ledgerline Time")
    with atomic() as session:
        for release in session.query(Release).filter_by(product_id=product.id):
            session.delete(release)
    assert "Ledgerline Time has no release" in desk(cast, "vera")


def test_otto_is_told_what_is_stuck(cast: Cast) -> None:
    ask(cast)
    with atomic() as session:
        session.query(Pending).first().progress = Progress.PARKED
    assert "1 job is stuck" in desk(cast, "otto")


@pytest.mark.parametrize("person", ["ana", "olga", "carla", "otto"])
def test_a_full_desk_asks_the_database_no_more_often_than_an_empty_one(cast: Cast, person: str) -> None:
    def statements() -> int:
        browser = cast.browser(person)
        browser.get("/desk")
        db.session.expire_all()
        with counted() as said:
            browser.get("/desk")
        return len(said)

    ask(cast)
    booked(cast)
    make.claim(cast.emil, cast.leave)
    few = statements()
    for week in range(1, 4):
        booked(cast, [date(2027, 3 + week, 1)], state=BookingState.REQUESTED)
        booked(cast, [date(2027, 3 + week, 2)], state=BookingState.ACCEPTED)
        booked(cast, [date(2027, 3 + week, 3)])
        make.claim(make.expert(f"Expert {week}"), cast.leave)
    assert statements() <= few
    assert few <= MOST_STATEMENTS


def test_an_admin_sees_how_the_assessors_are_doing(cast: Cast) -> None:
    make.claim(cast.emil, cast.leave)
    page = desk(cast, "vera")
    assert "1 claim waits for your assessors" in page
    assert "Emil: " not in page


def test_a_question_waits_on_the_expert_s_desk(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    assert "is being read" in desk(cast, "emil")
    assessing.ask(claim.ref, "For how many people, and when was that?", by=cast.actor("carla"))
    page = desk(cast, "emil")
    assert "A question about your claim" in page
    assert "is being read" not in page
    assert f"/claims/{claim.ref}" in page


def test_somebody_else_is_named_once_nobody_is_left_to_speak(cast: Cast) -> None:
    claim = make.claim(cast.emil, cast.leave)
    refused = make.reference(cast.emil, cast.leave, "Ole", state=ReferenceState.REFUSED)
    make.row(Evidence, claim_id=claim.id, kind=EvidenceKind.REFERENCE, reference_id=refused.id)
    assert "Ole would rather not be your referee" in desk(cast, "emil")
    given = make.reference(cast.emil, cast.leave, "Maria", state=ReferenceState.GIVEN)
    make.row(Evidence, claim_id=claim.id, kind=EvidenceKind.REFERENCE, reference_id=given.id)
    assert "would rather not" not in desk(cast, "emil")


def test_what_ends_soon_is_renewed_from_the_desk_unless_it_is_being_read(cast: Cast, clock: Clock) -> None:
    renewal = f"/certificates/{cast.certificate.ref}/renewal"
    assert renewal not in desk(cast, "ana")
    clock.forward(days=300)
    assert renewal in desk(cast, "ana")
    make.claim(cast.ana, cast.leave)
    assert renewal not in desk(cast, "ana")


def test_a_suspension_stands_on_the_desk(cast: Cast) -> None:
    life.suspend(cast.certificate.ref, reason="Two customers doubt who did it.", by=cast.actor("carla"))
    assert "is suspended" in desk(cast, "ana")
