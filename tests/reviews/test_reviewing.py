"""Both sides of a completed booking say how it was, blind, within fourteen days."""

from datetime import timedelta

import pytest

from marketplace.bookings.models import Side
from marketplace.events.log import history
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from marketplace.registry import ratings
from marketplace.reviews import publishing, queries, service
from marketplace.reviews.models import ReviewState, WindowState
from tests import make
from tests.booked import WEEK, booked
from tests.bookings.asking import ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.reviews.reviewed import both, completed, draft, send, window

LATER = [WEEK[0] + timedelta(weeks=6)]


def test_a_booking_can_be_reviewed_once_it_is_completed(cast: Cast, clock: Clock) -> None:
    with pytest.raises(Conflict, match="once it is completed"):
        send(cast, booked(cast), "bruno")
    booking = completed(cast, clock, LATER)
    assert window(booking).closes_at == clock.now + timedelta(days=14)
    assert send(cast, booking, "bruno").state is ReviewState.SEALED


def test_the_vendor_decides_for_how_long_and_a_booking_keeps_it(cast: Cast, clock: Clock) -> None:
    make.change(cast.ledgerline, review_days=2)
    assert ask(cast).review_days == 2
    done = completed(cast, clock, LATER, review_days=2)
    assert window(done).closes_at - clock.now == timedelta(days=2)
    assert window(done).remind_at == clock.now + timedelta(days=1)


def test_the_second_review_publishes_both(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    ours = send(cast, booking, "dora", 5, 4, 5, 4)
    assert queries.of_expert(cast.ana.id).total == 0
    assert ratings.ratings_of([cast.ana.id]) == {}
    theirs = send(cast, booking, "ana", 3)
    assert (ours.state, theirs.state) == (ReviewState.PUBLISHED, ReviewState.PUBLISHED)
    assert window(booking).state is WindowState.PUBLISHED
    assert [one.ref for one in queries.of_expert(cast.ana.id).items] == [ours.ref]
    assert [one.ref for one in queries.of_organization(cast.nordwind.id).items] == [theirs.ref]
    assert ratings.ratings_of([cast.ana.id])[cast.ana.id].tenths == 45
    assert [one.kind for one in history(window(booking).ref)] == ["ReviewsInvited", "ReviewsPublished"]


def test_one_review_is_published_when_the_time_is_up(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    review = send(cast, booking, "bruno")
    clock.forward(days=14, minutes=-1)
    publishing.publish_due()
    assert review.state is ReviewState.SEALED
    clock.forward(minutes=1)
    publishing.publish_due()
    publishing.publish_due()
    assert review.state is ReviewState.PUBLISHED
    assert [one.kind for one in history(window(booking).ref)].count("ReviewsPublished") == 1


def test_nobody_wrote(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    clock.forward(days=14)
    publishing.publish_due()
    assert window(booking).state is WindowState.LAPSED
    with pytest.raises(Conflict, match="is over"):
        send(cast, booking, "ana")


def test_too_late_is_said_in_words(cast: Cast, clock: Clock) -> None:
    first, second = completed(cast, clock), completed(cast, clock, WEEK[3:4])
    send(cast, second, "bruno")
    clock.forward(days=14)
    with pytest.raises(Conflict, match="is over"):
        send(cast, first, "ana")
    publishing.publish_due()
    with pytest.raises(Conflict, match="are published, so it is too late"):
        send(cast, second, "ana")


def test_a_side_writes_once(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    send(cast, booking, "bruno")
    with pytest.raises(Conflict, match="already"):
        send(cast, booking, "olga")


def test_who_may_write(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    make.join(cast.nordwind, make.user("Fred"), "finance")
    for person, refusal in (
        ("emil", NotFound),
        ("gus", NotFound),
        ("carla", NotAllowed),
        ("fred", NotAllowed),
    ):
        with pytest.raises(refusal):
            send(cast, booking, person)
    make.join(cast.nordwind, cast.user("ana"), "booker")
    assert send(cast, booking, "ana").side is Side.EXPERT


def test_every_mistake_is_named_at_once(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    with pytest.raises(Invalid) as wrong:
        service.send(booking.ref, draft(5, None, 6, 0, words=" ", note="x" * 2_001), by=cast.actor("bruno"))
    assert set(wrong.value.fields) == {"score2", "score3", "score4", "words", "note"}


def test_the_side_that_is_spoken_of_replies_once(cast: Cast, clock: Clock) -> None:
    booking = completed(cast, clock)
    review = send(cast, booking, "bruno", 3)
    with pytest.raises(NotFound):
        service.reply(review.ref, "But why?", by=cast.actor("ana"))
    send(cast, booking, "ana")
    with pytest.raises(NotAllowed, match="Only the side"):
        service.reply(review.ref, "Indeed.", by=cast.actor("bruno"))
    with pytest.raises(Invalid):
        service.reply(review.ref, " ", by=cast.actor("ana"))
    assert service.reply(review.ref, "The server was down.", by=cast.actor("ana")).reply
    with pytest.raises(Conflict, match="has its reply"):
        service.reply(review.ref, "And more.", by=cast.actor("ana"))


def test_the_vendor_s_staff_hide_and_restore(cast: Cast, clock: Clock) -> None:
    good, bad = completed(cast, clock), completed(cast, clock, WEEK[3:4])
    both(cast, good, 5)
    review = both(cast, bad, 1, words="She stole our cat.")
    assert ratings.ratings_of([cast.ana.id])[cast.ana.id].tenths == 30
    for person in ("fritz", "ana", "bruno"):
        with pytest.raises(NotAllowed):
            service.hide(review.ref, "It accuses without proof.", by=cast.actor(person))
    with pytest.raises(NotFound):
        service.hide(review.ref, "It is not mine.", by=cast.actor("ines"))
    with pytest.raises(Invalid, match="reason"):
        service.hide(review.ref, "", by=cast.actor("carla"))
    service.hide(review.ref, "It accuses without proof.", by=cast.actor("carla"))
    assert queries.of_expert(cast.ana.id).total == 1
    assert ratings.ratings_of([cast.ana.id])[cast.ana.id].tenths == 50
    with pytest.raises(NotAllowed, match="is hidden"):
        service.reply(review.ref, "I have no cat.", by=cast.actor("ana"))
    with pytest.raises(Conflict):
        service.hide(review.ref, "Once more.", by=cast.actor("vera"))
    service.restore(review.ref, "The customer has proved it.", by=cast.actor("vera"))
    assert ratings.ratings_of([cast.ana.id])[cast.ana.id].tenths == 30
    assert [one.kind for one in history(review.ref)] == ["ReviewSent", "ReviewHidden", "ReviewRestored"]


def test_nobody_judges_what_is_said_about_themselves(cast: Cast, clock: Clock) -> None:
    review = both(cast, completed(cast, clock), 1)
    make.hire(cast.ledgerline, cast.user("ana"), "assessor")
    make.hire(cast.ledgerline, cast.user("bruno"), "admin")
    for person in ("ana", "bruno"):
        with pytest.raises(NotAllowed, match="one side"):
            service.hide(review.ref, "I do not like it.", by=cast.actor(person))
