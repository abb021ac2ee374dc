"""Disagreeing on pages: opening, answering, the vendor's opinion, and what everybody reads meanwhile."""

import io

from marketplace.conversations import service as conversations
from marketplace.disputes import clocks, queries
from marketplace.disputes import service as disputes
from marketplace.disputes.models import DisputeState
from marketplace.simulator.serving import Simulator
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.counting import statements
from tests.disputes.disputing import at_work, begin, contested, now, opine, taken
from tests.notices.told import notice_for, told
from tests.payouts.stage import onboarded, paid, worked

WISH = {"topic": "hours", "amount": "640", "text": "On Wednesday nobody saw you."}


def page(cast: Cast, person: str, address: str) -> str:
    return cast.browser(person).get(address).get_data(as_text=True)


def test_dora_opens_one_and_ana_reads_the_same_figures(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = at_work(cast, clock)
    address = f"/bookings/{booking.ref}/disputes/new"
    assert address in page(cast, "dora", f"/bookings/{booking.ref}")
    assert address in page(cast, "dora", f"/bookings/{booking.ref}/timesheet")
    assert "At most €1,920.00" in page(cast, "dora", address)
    log = (io.BytesIO(b"Wednesday: no login"), "log.txt")
    answer = cast.browser("dora").post(
        address, data={**WISH, "files": [log]}, content_type="multipart/form-data"
    )
    one = queries.open_on(booking.id)
    assert one is not None
    assert answer.headers["Location"] == f"/disputes/{one.ref}"
    for who in ("ana", "bruno", "carla", "vera"):
        read = page(cast, who, f"/disputes/{one.ref}")
        said = "€1,280.00 goes to Ana, and €704.00 back to Nordwind, fee included."
        for words in (said, "log.txt", "nobody saw you", "If nobody decides until then"):
            assert words in read
    assert "Agree to what Nordwind asks" in page(cast, "ana", f"/disputes/{one.ref}")
    settle()
    assert told()["dispute_opened"] == {"Ana"}
    assert "€704.00" in notice_for("Ana", "dispute_opened").body


def test_everything_that_waits_says_so(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = at_work(cast, clock)
    begin(cast, booking)
    read = page(cast, "dora", f"/bookings/{booking.ref}")
    assert "A dispute is open" in read
    assert "Dora opened a dispute" in read
    assert "/disputes/new" not in read
    hours = page(cast, "dora", f"/bookings/{booking.ref}/timesheet")
    assert "once the dispute has ended" in hours
    assert "Approve 24" not in hours
    assert "the time stands still" in page(cast, "dora", "/timesheets")
    assert "Dora opened a dispute" in page(cast, "ana", f"/bookings/{booking.ref}/conversation")


def test_what_is_wrong_is_said_and_nothing_is_lost(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking, dora = at_work(cast, clock), cast.browser("dora")
    for changed, words in (
        ({"amount": "lots"}, "Write the amount in figures"),
        ({"amount": "1920.01"}, "more than is still open"),
        ({"topic": ""}, "Choose one."),
        ({"text": ""}, "Say what is not right"),
    ):
        answer = dora.post(f"/bookings/{booking.ref}/disputes/new", data={**WISH, **changed})
        assert answer.status_code == 400
        assert words in answer.text
        assert all(value in answer.text for value in ({**WISH, **changed}).values())
    assert queries.open_on(booking.id) is None


def test_the_way_to_an_opinion(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> None:
    booking = at_work(cast, clock)
    conversations.send(booking.ref, "I work from the archive on Wednesday.", by=cast.actor("ana"))
    one = begin(cast, booking)
    address = f"/disputes/{one.ref}"
    assert address in page(cast, "ana", "/desk")
    cast.browser("ana").post(f"{address}/contest", data={"text": "I was in the archive."})
    settle()
    assert told()["dispute_for_opinion"] == {"Carla"}
    assert address in page(cast, "carla", "/desk")
    assert address not in page(cast, "vera", "/desk")
    carla = cast.browser("carla")
    carla.post(f"{address}/assessor")
    read = carla.get(address).text
    assert "Your opinion" in read
    assert "Their conversation" in read
    assert "from the archive on Wednesday" in carla.get(f"{address}/conversation").text
    wrong = carla.post(f"{address}/opinion", data={"amount": "9999", "reasons": "The door log."})
    assert (wrong.status_code, "The door log." in wrong.text) == (400, True)
    carla.post(f"{address}/opinion", data={"amount": "1600", "reasons": "The door log."})
    settle()
    for who in ("ana", "dora"):
        read = page(cast, who, address)
        assert "€1,600.00 goes to Ana, and €352.00 back to Nordwind" in read
        assert "The door log." in read
        assert "A dispute has divided the money." in page(cast, who, f"/bookings/{booking.ref}")
    assert carla.get(f"{address}/conversation").status_code == 404
    assert "€352.00" in notice_for("Dora", "dispute_ended").body
    assert "booking_completed" not in told()
    assert "Settled" in page(cast, "ana", f"/bookings/{booking.ref}/timesheet")
    assert "as a dispute divided it, of €1,920.00 agreed" in page(cast, "ana", "/earnings")


def test_an_offer_is_taken_on_the_page(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    booking = at_work(cast, clock)
    address = f"/disputes/{begin(cast, booking).ref}"
    cast.browser("ana").post(f"{address}/offer", data={"amount": "1600", "words": "Half a day."})
    assert address in page(cast, "dora", "/desk")
    dora = cast.browser("dora")
    assert "Ana offers: €1,600.00 goes to Ana" in dora.get(address).text
    late = dora.post(f"{address}/offer/acceptance", data={"back": "1"})
    assert (late.status_code, "has changed its offer" in late.text) == (409, True)
    dora.post(f"{address}/offer/acceptance", data={"back": "32000"})
    assert now(address.rsplit("/", 1)[1]).state is DisputeState.SETTLED


def test_overdue_it_lies_first_on_the_admins_desk(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    one = contested(cast, at_work(cast, clock))
    clock.to(one.opinion_by)
    clocks.tell_overdue()
    settle()
    assert told()["dispute_overdue"] == {"Vera"}
    desk = page(cast, "vera", "/desk")
    assert desk.index("No opinion in time") < desk.index(f"/disputes/{one.ref}")
    assert 'href="/disputes"' in page(cast, "vera", "/vendors/ledgerline/reviews")
    found = page(cast, "vera", "/disputes")
    assert "Overdue" in found
    assert f"/disputes/{one.ref}" in found
    assert f"/disputes/{one.ref}" not in page(cast, "vera", "/disputes?show=ended")


def test_a_list_takes_as_many_statements_for_many_as_for_one(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    opine(cast, taken(cast, at_work(cast, clock)).ref, 100_000)
    vera = cast.browser("vera")
    vera.get("/disputes?show=all")
    with statements() as one:
        assert "decided by you" in vera.get("/disputes?show=all").text
    assert len(one) < 40


def test_once_the_money_is_gone_the_page_says_so(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking, 0, 0, 0)
    read = page(cast, "dora", f"/bookings/{booking.ref}/disputes/new")
    assert "There is nothing left to hold" in read


def test_taken_back_both_sides_hear_of_it(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    one = begin(cast, at_work(cast, clock))
    disputes.add(one.ref, "One more thing.", by=cast.actor("dora"))
    cast.browser("dora").post(f"/disputes/{one.ref}/withdrawal")
    settle()
    assert told()["dispute_withdrawn"] >= {"Ana"}
    assert told()["dispute_added"] == {"Ana"}
    assert "Everything goes on as it was" in page(cast, "ana", f"/disputes/{one.ref}")
