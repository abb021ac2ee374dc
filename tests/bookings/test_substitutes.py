"""When Ana calls off, Nordwind sees who could really come instead."""

from datetime import date, timedelta

import pytest

from marketplace.bookings import queries, service
from marketplace.bookings.substitutes import substitutes
from marketplace.calendar.models import DayOff
from marketplace.programmes.levels import Level
from marketplace.registry.models import Expert
from marketplace.search import projection
from marketplace.simulator.serving import Simulator
from tests import make
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payments.paying import on_account, paid


def colleague(cast: Cast, name: str, level: Level = Level.PROFESSIONAL) -> Expert:
    expert = make.expert(name)
    make.certificate(expert, cast.leave, level)
    projection.refresh(expert.id)
    return expert


def offered(cast: Cast, days: list[date] = WEEK, without: int | None = None) -> list[str]:
    booking = ask(cast, days)
    return sorted(one.expert.name for one in substitutes(booking, days, without))


def test_those_who_are_certified_and_free(cast: Cast) -> None:
    colleague(cast, "Finn")
    colleague(cast, "Maja", Level.EXPERT)
    colleague(cast, "Novak", Level.PRACTITIONER)
    make.certificate(cast.emil, make.skill(cast.payroll))
    projection.refresh(cast.emil.id, cast.ana.id)
    assert offered(cast) == ["Finn", "Maja"]


def test_nobody_who_has_one_of_the_days_taken(cast: Cast) -> None:
    finn = colleague(cast, "Finn")
    make.row(DayOff, expert_id=finn.id, first_on=WEEK[2], last_on=WEEK[2])
    projection.refresh(finn.id)
    assert offered(cast) == []
    assert offered(cast, [WEEK[0], WEEK[1], WEEK[3]]) == ["Finn"]


def test_days_that_form_no_pattern(cast: Cast) -> None:
    """Free on the Monday and the Thursday of another week, and on nothing between."""
    finn = colleague(cast, "Finn")
    days = [date(2027, 3, 15), date(2027, 3, 25)]
    make.row(DayOff, expert_id=finn.id, first_on=date(2027, 3, 16), last_on=date(2027, 3, 24))
    projection.refresh(finn.id)
    assert offered(cast, days) == ["Finn"]


def test_who_asks_is_not_offered_to_themselves(cast: Cast) -> None:
    finn = colleague(cast, "Finn")
    assert offered(cast, without=finn.user_id) == []


def test_nobody_when_it_is_too_late_to_ask(cast: Cast, clock: Clock) -> None:
    colleague(cast, "Finn")
    booking = ask(cast)
    clock.to(booking.starts_at - timedelta(hours=3))
    assert substitutes(booking, WEEK, None) == []


def test_a_few_at_most(cast: Cast) -> None:
    for name in ("Finn", "Maja", "Novak", "Piet"):
        colleague(cast, name)
    assert len(offered(cast)) == 3


def test_from_the_page_to_a_request_with_the_same_words(
    cast: Cast, simulator: Simulator, settle: Settle
) -> None:
    colleague(cast, "Finn")
    booking, bruno = paid(cast), cast.browser("bruno")
    service.cancel(booking.ref, by=cast.actor("ana"), reason="I am ill.")
    settle()
    assert on_account("booking", booking.ref) == 0
    assert queries.records_of([cast.ana.id])[cast.ana.id].called_off == 1
    page = bruno.get(f"/bookings/{booking.ref}")
    assert "Ask Finn" in page.text
    address = page.text.split('href="/experts/finn/bookings/quote')[1].split('"')[0].replace("&amp;", "&")
    quote = bruno.get(f"/experts/finn/bookings/quote{address}")
    assert "Close March with us." in quote.text
    assert "€3,520.00" in quote.text
    for other in ("ana", "dora", "carla"):
        assert "Ask Finn" not in cast.browser(other).get(f"/bookings/{booking.ref}").text


@pytest.mark.parametrize("who", ["gus", "emil"])
def test_other_peoples_words_are_not_taken_along(cast: Cast, who: str) -> None:
    booking = accepted(cast)
    address = f"/experts/{cast.emil.slug}/bookings/quote?again={booking.ref}"
    assert cast.browser(who).get(address).status_code == 404
