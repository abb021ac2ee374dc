"""A calendar elsewhere is read at the very moment at which somebody books, removes it, or reads it, too."""

import pytest
from sqlalchemy import func, select

from marketplace.bookings import service as bookings
from marketplace.calendar import following, linking, queries
from marketplace.calendar.models import BusyDay, BusyStretch
from marketplace.calendar.queries import DayKind
from marketplace.db.base import db
from marketplace.feeds import service as feeds
from marketplace.feeds.models import Feed
from marketplace.kit.period import Days
from marketplace.search import checking, projection
from tests import racing
from tests.bookings.asking import WEEK, ask
from tests.calendar.linked import calendar, linked
from tests.cast import Cast
from tests.gateways.stranger import Stranger


@pytest.mark.parametrize("attempt", range(3))
def test_a_day_is_busy_before_it_is_accepted_or_accepted_before_it_is_busy(
    cast: Cast, host: Stranger, attempt: int
) -> None:
    projection.refresh(cast.ana.id)
    booking, ana = ask(cast), cast.actor("ana")
    row = linked(cast, host.at("/x.ics", calendar(f"{WEEK[0]:%Y%m%d}/P1D")))
    ref, mine = booking.ref, row.ref
    moves = [lambda: bookings.accept(ref, by=ana), lambda: following.read([mine])]
    accepted, read = racing.threads(cast.app, moves)
    db.session.rollback()
    [day] = queries.day_states(cast.ana, Days(WEEK[0], WEEK[0]))
    assert read == "done"
    assert (accepted, day.state) in (("done", DayKind.HELD), ("DatesTaken", DayKind.BUSY))
    assert not [one for batch in checking.differences() for one in batch]


def test_of_two_workers_one_reads(cast: Cast, host: Stranger) -> None:
    row = linked(cast, host.at("/x.ics", calendar(f"{WEEK[0]:%Y%m%d}/P1D")))
    mine = row.ref
    assert set(racing.threads(cast.app, [lambda: following.read([mine])] * 3)) == {"done"}
    assert len(host.asked) == 1


def test_nothing_is_left_of_a_calendar_that_is_removed_meanwhile(cast: Cast, host: Stranger) -> None:
    row, ana = linked(cast, host.at("/x.ics", calendar(f"{WEEK[0]:%Y%m%d}/P1D"))), cast.actor("ana")
    mine = row.ref
    moves = [lambda: linking.unlink(mine, by=ana), lambda: following.read([mine])]
    assert set(racing.threads(cast.app, moves)) == {"done"}
    db.session.rollback()
    for kind in (BusyDay, BusyStretch):
        assert db.session.scalar(select(func.count()).select_from(kind)) == 0


def test_two_clicks_make_one_address(cast: Cast) -> None:
    ana = cast.actor("ana")
    assert set(racing.threads(cast.app, [lambda: feeds.make(by=ana)] * 4)) == {"done"}
    assert db.session.scalar(select(func.count()).select_from(Feed)) == 1
