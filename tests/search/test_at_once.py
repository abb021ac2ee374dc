"""What search reads is true in the very transaction that changes the truth, without a worker, and can be checked."""

from collections.abc import Callable
from datetime import date

import pytest

from marketplace.bookings import service as bookings
from marketplace.calendar import service as calendar
from marketplace.certification import life
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.registry import service as registry
from marketplace.search import checking, days, projection, rebuilding
from marketplace.search.models import Offer
from marketplace.search.queries import search
from marketplace.search.query import Query
from tests import make
from tests.bookings.asking import WEEK, accepted, ask
from tests.cast import Cast
from tests.conftest import Clock

DAYS = {"first": WEEK[0].isoformat(), "last": WEEK[-1].isoformat()}


def found(**args: str) -> list[str]:
    return [hit.expert.name for hit in search(Query.parse(args)).items]


def wrong() -> list[checking.Difference]:
    return [one for batch in checking.differences() for one in batch]


@pytest.fixture
def built(cast: Cast) -> Cast:
    projection.refresh(cast.ana.id, cast.emil.id)
    return cast


def test_accepting_takes_ana_out_of_every_search_for_these_days(built: Cast) -> None:
    booking = ask(built)
    assert found(**DAYS) == ["Ana"], "a request keeps nobody out"
    bookings.accept(booking.ref, by=built.actor("ana"))
    assert found(**DAYS) == []
    assert wrong() == []


def test_days_that_are_given_back_are_found_at_once(built: Cast) -> None:
    booking = accepted(built)
    bookings.cancel(booking.ref, by=built.actor("bruno"))
    assert found(**DAYS) == ["Ana"]
    assert wrong() == []


def test_a_transaction_that_fails_changes_neither(built: Cast) -> None:
    booking, ana = ask(built), built.actor("ana")
    with pytest.raises(RuntimeError), atomic():
        bookings.accept(booking.ref, by=ana)
        assert found(**DAYS) == []
        raise RuntimeError
    assert found(**DAYS) == ["Ana"]
    assert wrong() == []


@pytest.mark.parametrize(
    "change",
    [
        lambda cast: calendar.set_weekly_hours(cast.ana.ref, {0: [(540, 720)]}, by=cast.actor("ana")),
        lambda cast: calendar.add_day_off(cast.ana.ref, WEEK[1], WEEK[1], by=cast.actor("ana")),
        lambda cast: registry.hide(cast.ana.ref, by=cast.actor("ana")),
        lambda cast: life.suspend(
            cast.certificate.ref, reason="A complaint is looked into.", by=cast.actor("carla")
        ),
        lambda cast: life.revoke(
            cast.certificate.ref, reason="It was copied from another.", by=cast.actor("carla")
        ),
    ],
    ids=["hours", "day off", "hidden", "suspended", "revoked"],
)
def test_whatever_makes_ana_unavailable_does_so_at_once(
    built: Cast, change: Callable[[Cast], object]
) -> None:
    assert found(**DAYS) == ["Ana"]
    change(built)
    assert found(**DAYS) == []
    assert wrong() == []


def test_a_new_certificate_is_found_without_waiting(built: Cast) -> None:
    stock = make.product(built.stockpile, "Stockpile WMS", ())
    claim = make.claim(built.ana, make.skill(stock))
    make.certified(claim, built.actor("ines"))
    assert found(product="stockpile/stockpile-wms") == found(q="wms") == ["Ana"]
    assert wrong() == []


def test_a_certificate_counts_until_its_last_day_has_passed_though_no_worker_runs(
    built: Cast, clock: Clock
) -> None:
    clock.forward(days=365)
    assert found() == ["Ana"]
    clock.forward(days=1)
    assert found() == []


def test_the_check_names_whom_the_projection_is_wrong_about(built: Cast) -> None:
    with atomic() as session:
        session.get_one(Offer, _key(built)).level = 4
    assert [(one.expert, len(one.parts)) for one in wrong()] == [("ana", 1)]
    said = built.app.test_cli_runner().invoke(args=["check-search"])
    assert (said.exit_code, said.output.splitlines()[-1]) == (1, "1 expert differs.")
    said = built.app.test_cli_runner().invoke(args=["reindex"])
    assert "2 experts built anew." in said.output
    assert built.app.test_cli_runner().invoke(args=["check-search"]).exit_code == 0


def test_rebuilding_goes_on_where_it_was_stopped(built: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    rebuild = rebuilding.begin()
    assert next(rebuilding.steps()) == 1
    assert rebuilding.begin().id == rebuild.id
    assert rebuilding.left(rebuilding.begin()) == 1
    rebuilding.resume()
    assert rebuilding.begin().id != rebuild.id, "the last one is done"


def test_a_month_that_ends_makes_room_for_the_one_a_year_later(built: Cast, clock: Clock) -> None:
    clock.forward(days=33)
    rebuilding.roll()
    offer = db.session.get_one(Offer, _key(built))
    assert offer.since_month == days.month_of(date(2027, 4, 1))
    assert wrong() == []


def _key(cast: Cast) -> tuple[int, ...]:
    return cast.leave.product_id, 1, -1, cast.ana.id, cast.leave.id, cast.certificate.id
