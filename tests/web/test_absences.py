"""Somebody did not come, on pages."""

from marketplace.absences import queries, service
from marketplace.simulator.serving import Simulator
from tests.absences.test_absences import late, say
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.notices.told import notice_for, told
from tests.payouts.stage import paid


def page(cast: Cast, person: str, address: str) -> str:
    return cast.browser(person).get(address).get_data(as_text=True)


def test_bruno_says_so_and_ana_agrees(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> None:
    booking = paid(cast)
    address = f"/bookings/{booking.ref}/absences/new"
    assert address not in page(cast, "bruno", f"/bookings/{booking.ref}")
    day = late(clock, booking)
    assert address in page(cast, "bruno", f"/bookings/{booking.ref}")
    wrong = cast.browser("bruno").post(address, data={"words": "The desk stayed empty."})
    assert (wrong.status_code, "The desk stayed empty." in wrong.text) == (400, True)
    cast.browser("bruno").post(address, data={"day": day, "words": "The desk stayed empty."})
    (one,) = queries.of_booking(booking.id)
    settle()
    assert told()["absence_said"] == {"Ana"}
    assert "counts as it was said" in notice_for("Ana", "absence_said").body
    path = f"/absences/{one.ref}"
    assert path in page(cast, "ana", "/desk")
    assert path not in page(cast, "bruno", "/desk")
    read = page(cast, "ana", path)
    assert "Nordwind says that you did not come" in read
    assert "The desk stayed empty." in read
    cast.browser("ana").post(f"{path}/agreement")
    settle()
    for words in ("Settled", "That day goes back to the customer", "Give up the 2 days still to come"):
        assert words in page(cast, "dora", path)
    assert "Did not come" in page(cast, "visitor", f"/experts/{cast.ana.slug}/reviews")
    assert "It is settled that somebody did not come" in page(cast, "ana", f"/bookings/{booking.ref}")
    cast.browser("dora").post(f"{path}/rest")
    settle()
    assert told()["absence_rest"] == {"Ana"}


def test_ana_says_otherwise_and_a_dispute_is_one_click_away(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    booking = paid(cast)
    one = say(cast, booking, late(clock, booking))
    ana, path = cast.browser("ana"), f"/absences/{one.ref}"
    assert ana.post(f"{path}/objection", data={"words": ""}).status_code == 400
    ana.post(f"{path}/objection", data={"words": "I sat in the other building."})
    settle()
    assert told()["absence_contradicted"] >= {"Bruno"}
    for who in ("ana", "bruno"):
        read = page(cast, who, path)
        assert "the other building" in read
        assert f"/bookings/{booking.ref}/disputes/new" in read
    late_answer = ana.post(f"{path}/agreement")
    assert (late_answer.status_code, "no longer possible" in late_answer.text) == (409, True)


def test_without_a_day_to_say_it_about_the_page_says_when(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    booking = paid(cast)
    read = page(cast, "ana", f"/bookings/{booking.ref}/absences/new")
    assert "from 10 minutes after the start" in read


def test_taken_back(cast: Cast, simulator: Simulator, clock: Clock, settle: Settle) -> None:
    booking = paid(cast)
    one = say(cast, booking, late(clock, booking), "ana")
    assert f"/absences/{one.ref}" in page(cast, "dora", "/desk")
    service.withdraw(one.ref, by=cast.actor("ana"))
    settle()
    assert "Bruno" in told()["absence_withdrawn"]
    assert "Nothing follows from this" in page(cast, "dora", f"/absences/{one.ref}")
