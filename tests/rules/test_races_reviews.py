"""Both sides send at the same moment, and the schedule comes by: it is published once, and every figure is right."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest
from flask import Flask

from marketplace.bookings.models import Booking
from marketplace.events.log import history
from marketplace.registry import ratings
from marketplace.reviews import publishing, queries, rating, service
from marketplace.reviews.models import WindowState
from tests import racing
from tests.cast import Cast
from tests.conftest import Clock
from tests.racing import Move
from tests.reviews.reviewed import completed, draft, send, window

Race = Callable[[Flask, Sequence[Move]], list[str]]
races = pytest.mark.parametrize("race", [racing.threads, racing.processes])


def published(booking: Booking) -> int:
    return [one.kind for one in history(window(booking).ref)].count("ReviewsPublished")


@races
def test_both_sides_send_twice_at_once(cast: Cast, clock: Clock, race: Race) -> None:
    booking = completed(cast, clock)
    ref, people = booking.ref, [cast.actor(name) for name in ("ana", "ana", "bruno", "dora")]
    said = race(cast.app, [lambda by=by: service.send(ref, draft(4), by=by) for by in people])
    assert sorted(said) == ["Conflict", "Conflict", "done", "done"]
    assert published(booking) == 1
    assert queries.of_expert(cast.ana.id).total == queries.of_organization(cast.nordwind.id).total == 1


@races
def test_the_second_review_meets_the_end_of_the_time(cast: Cast, clock: Clock, race: Race) -> None:
    booking = completed(cast, clock)
    send(cast, booking, "bruno", 4)
    clock.to(window(booking).closes_at)
    ref, ana = booking.ref, cast.actor("ana")
    moves = [lambda: service.send(ref, draft(4), by=ana), publishing.publish_due, publishing.publish_due]
    assert sorted(race(cast.app, moves)) == ["Conflict", "done", "done"]
    assert published(booking) == 1
    assert window(booking).state is WindowState.PUBLISHED


@races
def test_several_bookings_of_one_expert_are_published_at_once(cast: Cast, clock: Clock, race: Race) -> None:
    bookings = [completed(cast, clock, [date(2027, 3, 8) + timedelta(days=n)]) for n in range(4)]
    for one in bookings:
        send(cast, one, "ana")
    refs, bruno = [one.ref for one in bookings], cast.actor("bruno")
    said = race(cast.app, [lambda ref=ref: service.send(ref, draft(4), by=bruno) for ref in refs])
    assert said == ["done"] * 4
    assert ratings.ratings_of([cast.ana.id])[cast.ana.id].reviews == 4
    assert rating.wrong() == []


@races
def test_one_review_is_hidden_by_two_and_answered(cast: Cast, clock: Clock, race: Race) -> None:
    booking = completed(cast, clock)
    send(cast, booking, "ana")
    ref = send(cast, booking, "bruno").ref
    carla, vera, ana = cast.actor("carla"), cast.actor("vera"), cast.actor("ana")
    moves = [
        lambda: service.hide(ref, "No proof.", by=carla),
        lambda: service.hide(ref, "No proof.", by=vera),
        lambda: service.reply(ref, "I have no cat.", by=ana),
    ]
    said = race(cast.app, moves)
    assert sorted(said)[:1] + sorted(said)[-1:] in (["WrongState", "done"], ["NotAllowed", "done"])
    assert said.count("WrongState") == 1
    assert rating.wrong() == []
