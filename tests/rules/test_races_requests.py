"""Two sides, two experts or the clock at the same moment: a request leads to one booking, or to none."""

from collections.abc import Callable, Sequence

import pytest
from flask import Flask

from marketplace.accounts.actor import SYSTEM
from marketplace.bookings.models import Booking, BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar.models import TAKEN
from marketplace.db.base import db
from marketplace.requests import accepting, briefs, clocks, inviting, proposing, queries
from marketplace.requests.lifecycles import ProposalState, RequestState
from marketplace.requests.proposing import Terms
from tests import make, racing
from tests.bookings.asking import WEEK
from tests.cast import Cast
from tests.conftest import Clock
from tests.racing import Move
from tests.requests.requesting import (
    LOWER,
    certify_emil,
    countered,
    drafted,
    now,
    proposed,
    published,
    request_now,
)

Race = Callable[[Flask, Sequence[Move]], list[str]]
races = pytest.mark.parametrize("race", [racing.threads, racing.processes])


def bookings_made() -> list[Booking]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Booking)))


@races
def test_two_proposals_are_accepted_at_once(cast: Cast, race: Race) -> None:
    certify_emil(cast)
    request = published(cast)
    one, other = proposed(cast, request).ref, proposed(cast, request, who="emil").ref
    bruno, olga = cast.actor("bruno"), cast.actor("olga")
    moves = [lambda: accepting.accept(one, 1, by=bruno), lambda: accepting.accept(other, 1, by=olga)]
    assert sorted(race(cast.app, moves)) == ["WrongState", "done"]
    (booking,) = bookings_made()
    assert request_now(request).booking_id == booking.id
    assert sorted([now(one).state, now(other).state]) == [ProposalState.ACCEPTED, ProposalState.CLOSED]


@races
def test_both_sides_press_accept_at_once(cast: Cast, race: Race) -> None:
    """Only the side that did not write the latest version can; of two bookers, one is the first."""
    one = proposed(cast, published(cast)).ref
    movers = [cast.actor(who) for who in ("bruno", "ana", "olga")]
    said = race(cast.app, [lambda by=by: accepting.accept(one, 1, by=by) for by in movers])
    assert said.count("done") == 1
    assert set(said) <= {"done", "NotAllowed", "WrongState"}
    (booking,) = bookings_made()
    assert booking.state is BookingState.ACCEPTED
    taken = [shift.on for shift in calendar.shifts_of(booking.ref) if shift.state in TAKEN]
    assert taken == WEEK[:3]


@races
def test_accepting_against_a_new_version(cast: Cast, race: Race) -> None:
    """What is booked is what was read; never the other version at this one's yes."""
    one = countered(cast, proposed(cast, published(cast))).ref
    ana, bruno = cast.actor("ana"), cast.actor("bruno")
    said = race(
        cast.app,
        [
            lambda: accepting.accept(one, 2, by=ana),
            lambda: proposing.counter(one, 2, Terms(WEEK[2:4], LOWER), by=bruno),
        ],
    )
    assert said.count("done") == 1
    assert set(said) <= {"done", "NewerVersion", "WrongState"}
    made = bookings_made()
    if made:
        assert (made[0].days, len(now(one).versions)) == (3, 2)
    else:
        assert len(now(one).versions) == 3


@races
def test_accepting_against_the_clock(cast: Cast, clock: Clock, race: Race) -> None:
    request = published(cast)
    one = proposed(cast, request)
    clock.to(one.respond_by)
    bruno, ref = cast.actor("bruno"), one.ref
    said = race(
        cast.app,
        [
            lambda: accepting.accept(ref, 1, by=bruno),
            clocks.expire_proposals,
            clocks.expire_requests,
            lambda: proposing.withdraw(ref, "", by=cast.actor("ana")),
        ],
    )
    assert said.count("done") >= 2
    assert set(said) <= {"done", "TooLate", "WrongState", "NotFound"}
    clocks.expire_proposals()
    clocks.expire_requests()
    assert bookings_made() == []
    assert now(ref).state in (ProposalState.EXPIRED, ProposalState.WITHDRAWN)
    assert request_now(request).state is RequestState.EXPIRED


@races
def test_accepting_against_closing(cast: Cast, race: Race) -> None:
    request = published(cast)
    one = proposed(cast, request).ref
    bruno, olga = cast.actor("bruno"), cast.actor("olga")
    ref = request.ref
    moves = [lambda: accepting.accept(one, 1, by=bruno), lambda: briefs.close(ref, "", by=olga)]
    assert sorted(race(cast.app, moves)) == ["WrongState", "done"]
    filled = request_now(request).state is RequestState.FILLED
    assert len(bookings_made()) == filled


@races
def test_the_cap_holds_for_several_who_invite(cast: Cast, race: Race) -> None:
    request, bruno = drafted(cast), cast.actor("bruno")
    slugs = []
    for number in range(7):
        expert = make.expert(f"Guest {number}", hours=False)
        make.certificate(expert, cast.leave)
        slugs.append(expert.slug)
    for slug in slugs[:5]:
        inviting.invite(request.ref, slug, by=bruno)
    ref = request.ref
    said = race(cast.app, [lambda slug=slug: inviting.invite(ref, slug, by=bruno) for slug in slugs[5:]])
    assert sorted(said) == ["TooManyInvited", "done"]
    db.session.rollback()
    assert len(queries.visible(ref, SYSTEM).invitations) == 6
