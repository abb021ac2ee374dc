"""Ana is booked for a week, and Finn stands by. When Ana calls off, Finn is asked at once; otherwise nothing comes of it."""

from datetime import timedelta

import pytest

from marketplace.absences import service as absences
from marketplace.agreements import queries as agreements
from marketplace.amendments import queries as changes
from marketplace.amendments import service as amendments
from marketplace.bookings import service as bookings
from marketplace.bookings.errors import PriceChanged
from marketplace.bookings.events import BookingCancelled
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.calendar import queries as calendar
from marketplace.calendar import shifts
from marketplace.calendar.models import DayOff
from marketplace.calendar.rules import Rules, set_rules
from marketplace.calendar.slots import Call
from marketplace.covers import calling, handing_over, queries, service
from marketplace.covers.errors import AlreadyCovered, NotFree
from marketplace.covers.models import Cover, CoverState
from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from marketplace.kit.money import Money
from marketplace.kit.period import local
from marketplace.notices.models import Notice
from marketplace.registry.models import Expert
from marketplace.reviews import figures
from marketplace.search import projection
from tests import make
from tests.agreements.test_agreeing import published
from tests.approvals.test_approving import limit
from tests.approvals.test_approving import state as approval_state
from tests.booked import booked
from tests.bookings.asking import WEEK, accepted, ask
from tests.bookings.calling import TUESDAY, ask_call, at, takes_calls
from tests.bookings.test_substitutes import colleague
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.notices.told import notice_for, told


@pytest.fixture
def finn(cast: Cast) -> Expert:
    found = colleague(cast, "Finn")
    projection.refresh(cast.ana.id)
    return found


def named(cast: Cast, booking: Booking) -> Cover:
    return service.name(booking.ref, "finn", by=cast.actor("bruno"))


def standing_by(cast: Cast, booking: Booking) -> Cover:
    return service.agree(named(cast, booking).ref, by=cast.actor("finn"))


def now(cover: Cover) -> Cover:
    db.session.rollback()
    db.session.refresh(cover)
    return cover


def call_off(cast: Cast, booking: Booking, settle: Settle) -> None:
    bookings.cancel(booking.ref, by=cast.actor("ana"), reason="I am ill.")
    settle()


def test_called_off_the_backup_is_asked_at_once_for_the_same_days(
    cast: Cast, finn: Expert, settle: Settle, clock: Clock
) -> None:
    booking = accepted(cast)
    cover = standing_by(cast, booking)
    named_at = clock.now
    clock.forward(days=2)
    call_off(cast, booking, settle)
    made = now(cover).called
    assert made
    assert cover.state is CoverState.CALLED
    assert (made.expert.name, made.state, made.booker.name) == ("Finn", BookingState.REQUESTED, "Bruno")
    assert [one.on for one in calendar.shifts_of(made.ref)] == WEEK
    assert made.message == booking.message
    (agreement,) = agreements.of_booking(made.id)
    bruno = agreement.accepted_by(Side.CUSTOMER)
    assert bruno
    assert bruno.accepted_at == named_at
    assert {"booking_requested", "cover_called"} <= {
        kind for kind, names in told().items() if names & {"Finn", "Bruno"}
    }
    bookings.accept(made.ref, by=cast.actor("finn"))
    assert agreements.of_booking(made.id)[0].binding


def test_a_backup_who_books_at_once_is_asked_all_the_same(cast: Cast, finn: Expert, settle: Settle) -> None:
    """Held for minutes the days would be gone before Bruno hears of it."""
    booking = accepted(cast)
    cover = standing_by(cast, booking)
    set_rules(finn.ref, Rules(at_once=True), by=cast.actor("finn"))
    call_off(cast, booking, settle)
    made = now(cover).called
    assert made
    assert (made.state, made.at_once) == (BookingState.REQUESTED, False)


def test_days_that_are_too_near_are_left_out(cast: Cast, finn: Expert, settle: Settle, clock: Clock) -> None:
    booking = accepted(cast)
    cover = standing_by(cast, booking)
    clock.to(booking.starts_at - timedelta(hours=30))
    make.change(booking, state=BookingState.CONFIRMED, confirmed_at=clock.now)
    clock.forward(hours=10)
    call_off(cast, booking, settle)
    made = now(cover).called
    assert made
    assert [one.on for one in calendar.shifts_of(made.ref)] == WEEK[1:]


def test_a_first_no_is_reason_enough(cast: Cast, finn: Expert, settle: Settle) -> None:
    booking = ask(cast)
    cover = standing_by(cast, booking)
    bookings.decline(booking.ref, "I am away.", by=cast.actor("ana"))
    settle()
    assert now(cover).state is CoverState.CALLED


def test_no_answer_is_as_good_as_a_no(cast: Cast, finn: Expert, settle: Settle, clock: Clock) -> None:
    booking = ask(cast)
    cover = standing_by(cast, booking)
    clock.to(booking.respond_by)
    bookings.expire_unanswered()
    settle()
    assert now(cover).booking.state is BookingState.EXPIRED
    assert cover.state is CoverState.CALLED
    assert "Ana did not answer, and Finn has been asked" in notice_for("Bruno", "cover_called").body


@pytest.mark.parametrize("why", ["taken", "dearer", "other words"])
def test_what_was_not_agreed_to_is_not_asked_for(cast: Cast, finn: Expert, settle: Settle, why: str) -> None:
    booking = accepted(cast)
    cover = standing_by(cast, booking)
    if why == "taken":
        make.row(DayOff, expert_id=finn.id, first_on=WEEK[1], last_on=WEEK[1])
    elif why == "dearer":
        make.change(finn, day_rate_amount=64_001)
    else:
        published(cast)
    call_off(cast, booking, settle)
    assert now(cover).state is CoverState.MISSED
    assert cover.called is None
    assert db.session.query(Booking).count() == 1
    assert told()["cover_missed"] == {"Bruno"}


def test_above_brunos_limit_it_still_needs_a_colleague(cast: Cast, finn: Expert, settle: Settle) -> None:
    booking = accepted(cast)
    cover = standing_by(cast, booking)
    limit(cast, "Bruno", 100_000)
    call_off(cast, booking, settle)
    made = now(cover).called
    assert made
    assert approval_state(made) == "wanted"


def test_nobody_is_called_when_the_customer_cancels(cast: Cast, finn: Expert, settle: Settle) -> None:
    booking = accepted(cast)
    cover = standing_by(cast, booking)
    bookings.cancel(booking.ref, by=cast.actor("bruno"))
    settle()
    assert now(cover).state is CoverState.OVER
    assert told()["cover_finished"] == {"Finn"}


def test_somebody_who_has_not_agreed_is_not_called(cast: Cast, finn: Expert, settle: Settle) -> None:
    booking = accepted(cast)
    cover = named(cast, booking)
    call_off(cast, booking, settle)
    assert now(cover).state is CoverState.OVER
    assert db.session.query(Booking).count() == 1


def test_whoever_is_asked_to_stand_by_is_reminded_twice(
    cast: Cast, finn: Expert, clock: Clock, settle: Settle
) -> None:
    cover, begun = named(cast, accepted(cast)), clock.now
    whole = cover.respond_by - begun
    for share, times in ((0.49, 0), (0.5, 1), (0.89, 1), (0.9, 2), (0.99, 2)):
        clock.to(begun + whole * share)
        service.remind()
        service.remind()
        assert [event.kind for event in history(cover.ref)].count("CoverReminded") == times
    settle()
    assert told()["cover_reminded"] == {"Finn"}
    service.agree(cover.ref, by=cast.actor("finn"))
    db.session.query(Cover).update({"reminders": 0})
    service.remind()
    assert history(cover.ref)[-1].kind == "CoverAgreed"


def test_the_clock_ends_it(cast: Cast, finn: Expert, clock: Clock) -> None:
    first = named(cast, accepted(cast))
    clock.to(first.respond_by)
    service.expire_unanswered()
    assert now(first).state is CoverState.EXPIRED
    booking = first.booking
    second = standing_by(cast, booking)
    clock.to(booking.starts_at)
    service.finish_past()
    assert now(second).state is CoverState.STANDING_BY
    clock.to(booking.ends_at)
    service.finish_past()
    service.finish_past()
    assert now(second).state is CoverState.OVER
    with pytest.raises(NotAllowed, match="last day has begun"):
        named(cast, booking)


def test_only_who_really_could_and_one_at_a_time(cast: Cast, finn: Expert) -> None:
    booking = accepted(cast)
    with pytest.raises(NotFree):
        service.name(booking.ref, cast.emil.slug, by=cast.actor("bruno"))
    with pytest.raises(PriceChanged):
        service.name(booking.ref, "finn", shown=1, by=cast.actor("bruno"))
    for who, wrong in (("dora", NotAllowed), ("ana", NotAllowed), ("gus", NotFound)):
        with pytest.raises(wrong):
            service.name(booking.ref, "finn", by=cast.actor(who))
    named(cast, booking)
    with pytest.raises(AlreadyCovered):
        named(cast, booking)


def test_both_may_change_their_mind(cast: Cast, finn: Expert) -> None:
    booking = accepted(cast)
    first = standing_by(cast, booking)
    with pytest.raises(NotAllowed):
        service.leave(first.ref, by=cast.actor("bruno"))
    assert service.leave(first.ref, by=cast.actor("finn")).state is CoverState.LEFT
    second = named(cast, booking)
    assert service.withdraw(second.ref, by=cast.actor("olga")).state is CoverState.WITHDRAWN
    with pytest.raises(WrongState):
        service.agree(second.ref, by=cast.actor("finn"))
    assert service.decline(named(cast, booking).ref, by=cast.actor("finn")).state is CoverState.DECLINED


def test_ana_writes_down_what_finn_should_know(cast: Cast, finn: Expert) -> None:
    cover = named(cast, accepted(cast))
    with pytest.raises(NotAllowed, match="Nobody stands by"):
        service.write_note(cover.ref, "Start with site two.", by=cast.actor("ana"))
    service.agree(cover.ref, by=cast.actor("finn"))
    service.write_note(cover.ref, "Start with site two.", by=cast.actor("ana"))
    for who in ("finn", "bruno"):
        assert queries.visible(cover.ref, cast.actor(who)).note == "Start with site two."
    with pytest.raises(NotFound):
        queries.visible(cover.ref, cast.actor("emil"))


def test_calling_twice_asks_once(cast: Cast, finn: Expert, settle: Settle) -> None:
    booking = accepted(cast)
    cover = standing_by(cast, booking)
    call_off(cast, booking, settle)
    event = next(one for one in history(booking.ref) if one.kind == "BookingCancelled")
    calling.follow(BookingCancelled(**event.payload), event)
    assert now(cover).state is CoverState.CALLED
    assert db.session.query(Booking).count() == 2
    assert db.session.query(Notice).filter_by(kind="cover_called").count() == 1


def part_of(cast: Cast, clock: Clock, overlap: int) -> tuple[Booking, Cover]:
    """Ana's paid week after next, for which Finn stands by; her first two days are over."""
    booking = booked(cast, WEEK)
    cover = service.name(booking.ref, "finn", overlap, by=cast.actor("bruno"))
    service.agree(cover.ref, by=cast.actor("finn"))
    clock.to(local(WEEK[0], 18 * 60, "Europe/Berlin"))
    return booking, cover


def test_the_rest_of_a_running_booking_goes_to_the_backup_with_a_day_on_which_both_work(
    cast: Cast, finn: Expert, clock: Clock, settle: Settle
) -> None:
    booking, cover = part_of(cast, clock, 1)
    assert (cover.days, cover.overlap_total.amount) == (5, cover.total.amount // 5)
    ana, total = cast.actor("ana"), booking.total
    assert handing_over.last_days(cover) == WEEK[:4]
    rest = handing_over.preview(cover.ref, WEEK[2], by=ana)
    assert (rest.kept, rest.given_up, rest.overlap) == (WEEK[:3], WEEK[3:], [WEEK[2]])
    handing_over.give_rest(cover.ref, WEEK[2], "My father is in hospital.", by=ana)
    settle()
    made = now(cover).called
    assert made
    assert [one.on for one in calendar.shifts_of(made.ref)] == WEEK[2:]
    assert made.total == cover.total - cover.overlap_total - cover.overlap_total
    assert booking.days == 3
    assert booking.total + rest.back == total
    assert calendar.booked_shifts(booking.ref)[-1].on == WEEK[2]
    assert "cover_called" in told()
    [change] = changes.of_booking(booking.id)
    agreed = (change.side, change.proposed_by.name, change.created_at)
    assert agreed == (Side.CUSTOMER, "Bruno", cover.created_at), "when the backup was named"
    with pytest.raises(NotAllowed, match="Nobody stands by"):
        handing_over.give_rest(cover.ref, WEEK[1], "Again.", by=ana)


def test_a_backup_named_while_the_booking_runs_stands_by_for_what_is_left(
    cast: Cast, finn: Expert, clock: Clock, settle: Settle
) -> None:
    booking = booked(cast, WEEK)
    clock.to(local(WEEK[0], 18 * 60, "Europe/Berlin"))
    cover = service.agree(named(cast, booking).ref, by=cast.actor("finn"))
    ahead = service.days_ahead(booking)
    assert 0 < len(ahead) < 5
    assert (ahead, cover.days) == (WEEK[-len(ahead) :], len(ahead))
    handing_over.give_rest(
        cover.ref, WEEK[-len(ahead) - 1], "My father is in hospital.", by=cast.actor("ana")
    )
    settle()
    made = now(cover).called
    assert made and [one.on for one in calendar.shifts_of(made.ref)] == ahead
    assert made.total == cover.total


def test_an_overlap_that_cannot_be_had_is_left_out_and_the_rest_still_asked_for(
    cast: Cast, finn: Expert, clock: Clock, settle: Settle
) -> None:
    _, cover = part_of(cast, clock, 3)
    make.row(DayOff, expert_id=finn.id, first_on=WEEK[2], last_on=WEEK[2])
    handing_over.give_rest(cover.ref, WEEK[2], "I am needed at home.", by=cast.actor("ana"))
    settle()
    made = now(cover).called
    assert made
    assert [one.on for one in calendar.shifts_of(made.ref)] == WEEK[3:], (
        "Tuesday is too near, Wednesday taken"
    )


def test_the_rest_is_the_experts_to_give_up_and_only_what_is_still_to_come(
    cast: Cast, finn: Expert, clock: Clock
) -> None:
    booking, cover = part_of(cast, clock, 0)
    for who in ("bruno", "finn"):
        with pytest.raises(NotAllowed, match="Only Ana"):
            handing_over.give_rest(cover.ref, WEEK[2], "So.", by=cast.actor(who))
    for last in (WEEK[4], WEEK[0] - timedelta(days=1), WEEK[4] + timedelta(days=9)):
        with pytest.raises(Invalid, match="Choose your last day"):
            handing_over.give_rest(cover.ref, last, "So.", by=cast.actor("ana"))
    with pytest.raises(Invalid, match="Give a reason"):
        handing_over.give_rest(cover.ref, WEEK[2], " ", by=cast.actor("ana"))
    amendments.propose(booking.ref, WEEK[:4], booking.rate, "", by=cast.actor("bruno"))
    with pytest.raises(Conflict, match="waits for an answer"):
        handing_over.give_rest(cover.ref, WEEK[2], "So.", by=cast.actor("ana"))
    with pytest.raises(Invalid, match="numbers of days"):
        other = booked(cast, [WEEK[0] + timedelta(days=14)])
        service.name(other.ref, "finn", 1, by=cast.actor("bruno"))


def test_where_no_day_of_the_overlap_can_be_had_the_rest_is_asked_for_alone(
    cast: Cast, finn: Expert, clock: Clock, settle: Settle
) -> None:
    _, cover = part_of(cast, clock, 1)
    handing_over.give_rest(cover.ref, WEEK[0], "I am ill.", by=cast.actor("ana"))
    settle()
    made = now(cover).called
    assert made
    assert [one.on for one in calendar.shifts_of(made.ref)] == WEEK[2:], "Tuesday is too near"


def test_who_does_not_come_is_replaced_for_the_days_still_to_come(
    cast: Cast, finn: Expert, clock: Clock, settle: Settle
) -> None:
    """Once Bruno gives these up, Finn is asked for them and for no other; Monday, which Ana missed, is not asked for again."""
    booking = booked(cast, WEEK)
    cover = standing_by(cast, booking)
    clock.to(local(WEEK[0], 10 * 60, "Europe/Berlin"))
    monday = calendar.booked_shifts(booking.ref)[0]
    said = absences.say(booking.ref, monday.ref, "Nobody came.", by=cast.actor("bruno"))
    absences.agree(said.ref, by=cast.actor("ana"))
    settle()
    assert (changes.days_of(booking), now(cover).state) == (WEEK[1:], CoverState.STANDING_BY)
    absences.give_up_rest(said.ref, by=cast.actor("bruno"))
    settle()
    made = now(cover).called
    assert made
    assert [one.on for one in calendar.shifts_of(made.ref)] == WEEK[2:], "Tuesday is too near"


def test_what_was_given_up_before_is_not_asked_of_a_backup_later(
    cast: Cast, finn: Expert, clock: Clock, settle: Settle
) -> None:
    booking = booked(cast, WEEK)
    cover = standing_by(cast, booking)
    made = amendments.propose(booking.ref, WEEK[1:], booking.rate, "", by=cast.actor("bruno"))
    amendments.accept(made.ref, by=cast.actor("ana"))
    held = amendments.propose(
        booking.ref, [*WEEK[1:], WEEK[0] + timedelta(days=7)], booking.rate, "", by=cast.actor("bruno")
    )
    amendments.accept(held.ref, by=cast.actor("ana"))
    call_off(cast, booking, settle)
    asked = now(cover).called
    assert asked
    assert [one.on for one in calendar.shifts_of(asked.ref)] == WEEK[1:], "nor what was held and never paid"


def test_giving_up_the_rest_stands_in_the_figures_like_calling_off(
    cast: Cast, finn: Expert, clock: Clock
) -> None:
    _, cover = part_of(cast, clock, 0)
    handing_over.give_rest(cover.ref, WEEK[2], "I am needed at home.", by=cast.actor("ana"))
    found = figures.of_expert(cast.ana.id)
    assert (found.called_off, found.confirmed) == (1, 1)


@pytest.fixture
def call(cast: Cast, finn: Expert) -> Booking:
    """45 minutes on a Tuesday at ten; Finn takes 70 EUR an hour."""
    takes_calls(cast)
    make.change(finn, hour_rate_amount=7_000, currency="EUR")
    projection.refresh(cast.ana.id, finn.id)
    return bookings.accept(ask_call(cast).ref, by=cast.actor("ana"))


def test_the_backup_of_a_call_is_asked_for_that_very_time_at_their_own_rate(
    cast: Cast, call: Booking, finn: Expert, settle: Settle, clock: Clock
) -> None:
    offer = service.offer(call, "finn")
    assert (offer.quote.rate, offer.quote.price) == (Money(7_000, "EUR"), Money(5_250, "EUR"))
    assert offer.overlaps == []
    with pytest.raises(PriceChanged):
        service.name(call.ref, "finn", shown=1, by=cast.actor("bruno"))
    cover = standing_by(cast, call)
    assert (cover.total, cover.days) == (Money(5_775, "EUR"), 1)
    assert cover.respond_by == clock.now + timedelta(hours=24)
    settle()
    assert "for that very time, at your own rate for an hour" in notice_for("Finn", "cover_asked").body
    with pytest.raises(NotAllowed, match="given up as a whole"):
        handing_over.give_rest(cover.ref, call.first_on, "Ill.", by=cast.actor("ana"))
    call_off(cast, call, settle)
    made = now(cover).called
    assert made and cover.state is CoverState.CALLED
    assert (made.starts_at, made.call_minutes) == (call.starts_at, 45)
    assert (made.total, made.state) == (cover.total, BookingState.REQUESTED)


@pytest.mark.parametrize("why", ["taken", "dearer", "no calls any more"])
def test_a_backup_who_cannot_come_to_the_call_is_not_asked(
    cast: Cast, call: Booking, finn: Expert, settle: Settle, why: str
) -> None:
    cover = standing_by(cast, call)
    if why == "taken":
        make.row(DayOff, expert_id=finn.id, first_on=TUESDAY, last_on=TUESDAY)
    else:
        make.change(finn, hour_rate_amount=7_100 if why == "dearer" else None)
    call_off(cast, call, settle)
    assert now(cover).state is CoverState.MISSED
    assert told()["cover_missed"] == {"Bruno"}


def test_only_who_is_free_at_that_time_could_stand_by_for_a_call(
    cast: Cast, call: Booking, finn: Expert, clock: Clock
) -> None:
    assert [one.expert for one in service.candidates(call)] == [finn]
    set_rules(finn.ref, Rules(notice_hours=24 * 14), by=cast.actor("finn"))
    clock.to(call.starts_at - timedelta(days=10))
    assert service.candidates(call) == [], "Finn wants a fortnight"
    with pytest.raises(NotFree):
        named(cast, call)
    clock.to(call.starts_at)
    with pytest.raises(NotAllowed, match="The call has begun"):
        named(cast, call)


def paid_already(call: Booking) -> None:
    make.change(call, state=BookingState.CONFIRMED, confirmed_at=call.created_at)
    shifts.book_held(call.ref)
    db.session.commit()


@pytest.mark.parametrize("agreed", [True, False])
@pytest.mark.parametrize("changed", [Call(at(14), 45), Call(at(10), 60)])
def test_nobody_stands_by_for_a_call_that_is_moved_or_longer(
    cast: Cast, call: Booking, settle: Settle, changed: Call, agreed: bool
) -> None:
    """Finn was asked about other minutes of his day; and a longer call costs more than he was named for."""
    cover = standing_by(cast, call) if agreed else named(cast, call)
    paid_already(call)
    # Sixty minutes for what 45 cost: nothing is left to pay, so that it holds at once.
    rate = call.rate if changed.minutes == 45 else Money(6_000, "EUR")
    amendment = amendments.propose(call.ref, changed, rate, "", by=cast.actor("bruno"))
    assert now(cover).open, "as long as Ana has not agreed"
    amendments.accept(amendment.ref, by=cast.actor("ana"))
    assert now(cover).state is CoverState.OUTDATED, "in the same transaction"
    settle()
    assert told()["cover_outdated"] == {"Finn", "Bruno"}
    assert "may ask you again" in notice_for("Finn", "cover_outdated").body
    assert service.offer(call, "finn").quote.call == changed


def test_another_rate_for_the_expert_leaves_the_backup_as_it_is(cast: Cast, call: Booking) -> None:
    cover = standing_by(cast, call)
    paid_already(call)
    same = Call(call.starts_at, 45)
    amendment = amendments.propose(call.ref, same, Money(6_000, "EUR"), "", by=cast.actor("bruno"))
    amendments.accept(amendment.ref, by=cast.actor("ana"))
    assert now(cover).state is CoverState.STANDING_BY
