"""Several people at the same moment: one seal, one answer about money, one backup."""

from collections.abc import Callable, Sequence

import pytest
from flask import Flask

from marketplace.agreements import queries as agreements
from marketplace.agreements import sealing
from marketplace.approvals import service as approvals
from marketplace.approvals.models import ApprovalState
from marketplace.bookings.models import BookingState
from marketplace.covers import queries as covers_of
from marketplace.covers import service as covers
from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.search import projection
from tests import racing
from tests.approvals.test_approving import state, wanted
from tests.bookings.asking import accepted
from tests.bookings.test_substitutes import colleague
from tests.cast import Cast
from tests.racing import Move

Race = Callable[[Flask, Sequence[Move]], list[str]]
races = pytest.mark.parametrize("race", [racing.threads, racing.processes])


@races
def test_everybody_downloads_the_same_seal(cast: Cast, race: Race) -> None:
    booking = accepted(cast)
    ref, readers = booking.ref, [cast.actor(who) for who in ("ana", "bruno", "dora")]
    said = race(cast.app, [lambda by=by: sealing.sealed(ref, 1, by=by) for by in readers])
    assert said == ["done"] * 3
    (one,) = agreements.of_booking(booking.id)
    assert one.file_key
    assert [event.kind for event in history(one.ref)].count("AgreementSealed") == 1


@races
def test_a_yes_and_a_no_at_once(cast: Cast, race: Race) -> None:
    booking = wanted(cast)
    ref, dora, olga = booking.ref, cast.actor("dora"), cast.actor("olga")
    said = race(
        cast.app,
        [lambda: approvals.give(ref, by=dora), lambda: approvals.refuse(ref, "Not now.", by=olga)],
    )
    assert sorted(said) == ["WrongState", "done"]
    given = state(booking) is ApprovalState.GIVEN
    db.session.refresh(booking)
    assert booking.state is (BookingState.REQUESTED if given else BookingState.WITHDRAWN)


@races
def test_two_backups_are_named_at_once(cast: Cast, race: Race) -> None:
    for name in ("Finn", "Maja"):
        colleague(cast, name)
    projection.refresh(cast.ana.id)
    booking = accepted(cast)
    ref, bruno, olga = booking.ref, cast.actor("bruno"), cast.actor("olga")
    said = race(
        cast.app,
        [lambda: covers.name(ref, "finn", by=bruno), lambda: covers.name(ref, "maja", by=olga)],
    )
    assert sorted(said) == ["AlreadyCovered", "done"]
    assert len(covers_of.of_booking(booking.id)) == 1
