"""Figures count what happened here, and nothing else."""

from datetime import UTC, date, datetime, timedelta

from marketplace.bookings import service as bookings
from marketplace.bookings.models import BookingState, Side
from marketplace.programmes.levels import Level
from marketplace.reviews import customers, figures, rating
from marketplace.reviews.models import ReviewState
from tests import make
from tests.booked import booked
from tests.bookings.asking import accepted, ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.counting import statements
from tests.reviews.reviewed import both, completed

MONDAY = date(2027, 3, 8)


def test_somebody_new_has_none(cast: Cast) -> None:
    found = figures.of_expert(cast.ana.id)
    assert (found.opinion.reviews, found.handed_in, found.confirmed, found.requests, found.customers) == (
        0,
    ) * 5
    assert found.reply is None


def test_reviews_are_averaged_by_question_and_rounded_down(cast: Cast, clock: Clock) -> None:
    both(cast, completed(cast, clock, [MONDAY]), 5, 5, 4, 4)
    both(cast, completed(cast, clock, [MONDAY + timedelta(weeks=1)]), 5, 4, 4, 4)
    found = figures.of_expert(cast.ana.id).opinion
    assert (found.reviews, found.tenths) == (2, 43)  # 35 stars for 8 answers: 4.375
    assert [tenths for _, tenths in found.answers] == [50, 45, 40, 40]
    assert figures.of_certificate(cast.certificate).tenths == 43
    assert figures.of_certificate(make.certificate(cast.emil, cast.leave)).reviews == 0
    assert rating.wrong() == []


def test_programmes_are_judged_by_what_customers_said_about_their_people(cast: Cast, clock: Clock) -> None:
    review = both(cast, completed(cast, clock, [MONDAY]), 5, 4, 4, 4)
    both(cast, completed(cast, clock, [MONDAY + timedelta(weeks=1)]), 4, 4, 4, 4)
    leave = (cast.leave.id, Level.PROFESSIONAL)
    assert figures.of_programmes(cast.ledgerline.id) == {leave: figures.Opinion(2, 41)}
    assert figures.of_programmes(cast.stockpile.id) == {}
    page = cast.browser("carla").get("/vendors/ledgerline/assessing").text
    assert "4.1 of 5 (2)" in page
    make.change(review, state=ReviewState.HIDDEN)
    assert figures.of_programmes(cast.ledgerline.id)[leave].reviews < 2


def test_hours_are_due_on_the_monday_after(cast: Cast, clock: Clock) -> None:
    friday, monday = datetime(2027, 3, 12, 16, tzinfo=UTC), datetime(2027, 3, 8, 16, tzinfo=UTC)
    assert figures.due_at(friday, "Europe/Berlin") == datetime(2027, 3, 15, 23, tzinfo=UTC)
    assert figures.due_at(monday, "Europe/Berlin") == datetime(2027, 3, 15, 23, tzinfo=UTC)
    completed(cast, clock, [MONDAY])
    clock.to(datetime(2027, 3, 16, 9, tzinfo=UTC))
    completed(cast, clock, [MONDAY + timedelta(days=1)])
    found = figures.of_expert(cast.ana.id)
    assert (found.handed_in, found.on_time) == (2, 1)


def test_calling_off_counts_when_it_was_paid_for(cast: Cast, clock: Clock) -> None:
    completed(cast, clock, [MONDAY])
    off = {"state": BookingState.CANCELLED, "cancelled_by": Side.EXPERT}
    booked(cast, [MONDAY + timedelta(days=1)], **off)
    booked(cast, [MONDAY + timedelta(days=2)], **off, confirmed_at=None)
    booked(cast, [MONDAY + timedelta(days=3)], **off | {"cancelled_by": Side.CUSTOMER})
    found = figures.of_expert(cast.ana.id)
    assert (found.confirmed, found.called_off) == (2, 1)
    assert customers.of_organization(cast.nordwind.id).called_off == 1


def test_how_soon_requests_are_answered(cast: Cast, clock: Clock) -> None:
    first = ask(cast)
    clock.forward(hours=2)
    bookings.accept(first.ref, by=cast.actor("ana"))
    second = ask(cast, [date(2027, 4, 5)])
    clock.forward(hours=6)
    bookings.decline(second.ref, "I am away.", by=cast.actor("ana"))
    bookings.withdraw(ask(cast, [date(2027, 4, 6)]).ref, by=cast.actor("bruno"))
    ask(cast, [date(2027, 4, 7)])
    found = figures.of_expert(cast.ana.id)
    assert (found.requests, found.answered, found.reply) == (2, 2, timedelta(hours=4))
    clock.forward(days=4)
    bookings.expire_unanswered()
    found = figures.of_expert(cast.ana.id)
    assert (found.requests, found.answered) == (3, 2)
    clock.forward(days=366)
    assert figures.of_expert(cast.ana.id).requests == 0


def test_customers_who_came_back(cast: Cast, clock: Clock) -> None:
    for week in range(2):
        completed(cast, clock, [MONDAY + timedelta(weeks=week)])
    gus = {"organization_id": cast.halden.id, "booker_id": cast.user("gus").id}
    completed(cast, clock, [MONDAY + timedelta(weeks=2)], **gus)
    found = figures.of_expert(cast.ana.id)
    assert (found.customers, found.came_back) == (2, 1)
    nordwind = customers.of_organization(cast.nordwind.id)
    assert (nordwind.completed, nordwind.experts, nordwind.approved, nordwind.by_hand) == (2, 1, 2, 2)


def test_a_profile_asks_few_questions_however_much_there_is(cast: Cast, clock: Clock) -> None:
    completed(cast, clock, [MONDAY])
    with statements() as few:
        figures.of_expert(cast.ana.id)
    for week in range(1, 4):
        both(cast, completed(cast, clock, [MONDAY + timedelta(weeks=week)]), 5)
    accepted(cast, [date(2027, 5, 3)])
    with statements() as many:
        figures.of_expert(cast.ana.id)
    assert len(many) == len(few) <= 8


def test_a_rating_that_is_wrong_is_noticed_and_counted_anew(cast: Cast, clock: Clock) -> None:
    both(cast, completed(cast, clock, [MONDAY]), 4)
    make.change(rating.ratings.ratings_of([cast.ana.id])[cast.ana.id], stars=3)
    said = cast.app.test_cli_runner().invoke(args=["check-search"])
    assert (said.exit_code, "ana: " in said.output, "rating" in said.output) == (1, True, True)
    cast.app.test_cli_runner().invoke(args=["reindex"])
    assert rating.wrong() == []
    assert cast.app.test_cli_runner().invoke(args=["check-search"]).exit_code == 0
