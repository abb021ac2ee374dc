"""A request goes from a draft to a booking: seen by whom it concerns, answered in time, agreed on once."""

from datetime import date, timedelta

import pytest

from marketplace.bookings import queries as bookings
from marketplace.bookings.errors import NotCertified, PriceChanged, TooLate
from marketplace.bookings.models import BookingState
from marketplace.calendar import queries as calendar
from marketplace.calendar.errors import DatesTaken
from marketplace.calendar.models import ShiftState
from marketplace.db.base import db
from marketplace.events.log import history
from marketplace.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Refused, WrongState
from marketplace.kit.money import Money
from marketplace.requests import accepting, briefs, clocks, inviting, proposing, queries
from marketplace.requests.errors import NewerVersion, TooManyInvited
from marketplace.requests.lifecycles import InvitationState, ProposalState, RequestState
from marketplace.requests.models import Audience, Venue, Weekday
from marketplace.requests.proposing import Terms
from marketplace.reviews import figures
from marketplace.search import checking, projection
from tests import make
from tests.bookings.asking import WEEK, accepted
from tests.cast import Cast
from tests.conftest import Clock
from tests.requests.requesting import (
    FIRST,
    LAST,
    LOWER,
    RATE,
    certify_emil,
    countered,
    drafted,
    invited,
    now,
    plan,
    proposed,
    published,
    request_now,
)


def on_board(cast: Cast, who: str) -> list[str]:
    expert = cast.ana if who == "ana" else cast.emil
    return [one.ref for one in queries.board(expert)]


def test_those_who_match_see_it_once_it_is_published(cast: Cast) -> None:
    request = drafted(cast)
    for who in ("ana", "emil", "gus", "vera"):
        with pytest.raises(NotFound):
            queries.visible(request.ref, cast.actor(who))
    briefs.publish(request.ref, by=cast.actor("bruno"))
    assert on_board(cast, "ana") == [request.ref]
    assert queries.visible(request.ref, cast.actor("ana")).title == "Close the leave year"
    assert on_board(cast, "emil") == []
    with pytest.raises(NotFound):
        queries.visible(request.ref, cast.actor("emil"))


def test_a_lower_level_or_half_of_the_skills_is_no_match(cast: Cast) -> None:
    make.certificate(cast.emil, cast.leave, level=2)
    payroll = make.skill(cast.payroll)
    both = published(cast, needs=[*plan(cast).needs, plan(cast).needs[0].__class__(payroll.ref, 1)])
    assert on_board(cast, "emil") == on_board(cast, "ana") == []
    make.certificate(cast.ana, payroll)
    assert on_board(cast, "ana") == [both.ref]


def test_whoever_is_invited_sees_it_and_nobody_else(cast: Cast) -> None:
    certify_emil(cast)
    request = invited(cast)
    assert on_board(cast, "ana") == [request.ref]
    assert on_board(cast, "emil") == []
    with pytest.raises(NotFound):
        proposed(cast, request, who="emil")


def test_six_are_invited_at_most_and_each_once(cast: Cast) -> None:
    request, bruno = drafted(cast, audience=Audience.INVITED), cast.actor("bruno")
    with pytest.raises(Invalid, match="Invite somebody first"):
        briefs.publish(request.ref, by=bruno)
    for number in range(6):
        expert = make.expert(f"Guest {number}")
        make.certificate(expert, cast.leave)
        inviting.invite(request.ref, expert.slug, by=bruno)
    with pytest.raises(Conflict, match="already"):
        inviting.invite(request.ref, "guest-0", by=bruno)
    with pytest.raises(TooManyInvited):
        inviting.invite(request.ref, cast.ana.slug, by=bruno)
    with pytest.raises(NotCertified):
        inviting.invite(drafted(cast).ref, cast.emil.slug, by=bruno)


def test_a_proposal_that_is_accepted_is_a_booking_that_waits_for_payment(cast: Cast) -> None:
    certify_emil(cast)
    projection.refresh(cast.ana.id, cast.emil.id)
    request = published(cast)
    one, other = proposed(cast, request), proposed(cast, request, who="emil")
    assert (one.latest.price.amount, one.latest.total.amount) == (192_000, 211_200)
    booking = accepting.accept(one.ref, 1, by=cast.actor("bruno"))
    assert (booking.state, booking.total, booking.booker.name) == (
        BookingState.ACCEPTED,
        one.latest.total,
        "Bruno",
    )
    assert [(shift.on, shift.state) for shift in calendar.shifts_of(booking.ref)] == [
        (day, ShiftState.HELD) for day in WEEK[:3]
    ]
    assert booking.hold_until is not None
    assert (now(one).state, now(other).state) == (ProposalState.ACCEPTED, ProposalState.CLOSED)
    filled = request_now(request)
    assert (filled.state, filled.booking_id) == (RequestState.FILLED, booking.id)
    assert [each for batch in checking.differences() for each in batch] == []


def test_the_expert_who_accepts_a_counter_binds_whoever_wrote_it(cast: Cast) -> None:
    one = countered(cast, proposed(cast, published(cast)))
    with pytest.raises(NotAllowed, match="Only Ana can accept"):
        accepting.accept(one.ref, 2, by=cast.actor("bruno"))
    booking = accepting.accept(one.ref, 2, by=cast.actor("ana"))
    assert (booking.booker.name, booking.rate, booking.price.amount) == ("Bruno", LOWER, 180_000)
    assert [event.kind for event in history(booking.ref)] == ["BookingAccepted"]


def test_every_version_is_kept_and_only_the_latest_counts(cast: Cast) -> None:
    one = proposed(cast, published(cast))
    countered(cast, one, WEEK[:3])
    countered(cast, one, WEEK[1:4], Money(62_000, "EUR"), who="ana")
    versions = now(one).versions
    assert [(each.number, str(each.side), each.rate.amount) for each in versions] == [
        (1, "expert", 64_000),
        (2, "customer", 60_000),
        (3, "expert", 62_000),
    ]
    with pytest.raises(NewerVersion):
        accepting.accept(one.ref, 1, by=cast.actor("bruno"))
    with pytest.raises(Invalid, match="the last version"):
        countered(cast, one, WEEK[1:4], Money(62_000, "EUR"))
    assert accepting.accept(one.ref, 3, by=cast.actor("bruno")).first_on == WEEK[1]


def test_what_was_shown_must_still_hold(cast: Cast) -> None:
    request, ana = published(cast), cast.actor("ana")
    shown = proposing.preview(request.ref, Terms(WEEK[:3], RATE), by=ana).quote.total.amount
    with pytest.raises(PriceChanged):
        proposing.propose(request.ref, Terms(WEEK[:3], RATE, "", shown - 1), by=ana)
    one = proposing.propose(request.ref, Terms(WEEK[:3], RATE, "", shown), by=ana)
    with pytest.raises(PriceChanged):
        accepting.accept(one.ref, 1, policy_shown="strict", by=cast.actor("bruno"))
    make.change(cast.ledgerline, fee_basis_points=2_000)
    assert accepting.accept(one.ref, 1, policy_shown="standard", by=cast.actor("bruno")).total.amount == shown


def test_a_day_taken_meanwhile_is_named_and_nothing_changes(cast: Cast) -> None:
    one = proposed(cast, published(cast))
    accepted(cast, [WEEK[1]])
    with pytest.raises(DatesTaken, match="Tue 16 Mar"):
        accepting.accept(one.ref, 1, by=cast.actor("bruno"))
    assert now(one).open
    assert request_now(one.request).open


def test_a_certificate_that_ends_meanwhile_stops_it(cast: Cast) -> None:
    one = proposed(cast, published(cast))
    make.change(cast.certificate, expires_on=date(2027, 3, 10))
    with pytest.raises(NotCertified):
        accepting.accept(one.ref, 1, by=cast.actor("bruno"))


def test_the_clocks_of_request_and_proposal(cast: Cast, clock: Clock) -> None:
    """The request waits for the proposals that are open, and ends with the last of them."""
    request = published(cast)
    assert request.respond_by == clock.now + timedelta(hours=72)
    clock.forward(hours=40)
    clocks.remind()
    one = proposed(cast, request)
    clock.forward(hours=33)
    clocks.expire_proposals()
    clocks.expire_requests()
    assert request_now(request).open
    certify_emil(cast)
    with pytest.raises((NotAllowed, NotFound)):
        proposed(cast, request, who="emil")
    clock.forward(hours=10)
    clocks.remind()
    clock.forward(hours=30)
    with pytest.raises(TooLate):
        accepting.accept(one.ref, 1, by=cast.actor("bruno"))
    clocks.expire_proposals()
    clocks.expire_requests()
    assert now(one).state is ProposalState.EXPIRED
    assert request_now(request).state is RequestState.EXPIRED
    kinds = [event.kind for event in history(request.ref)]
    assert kinds == ["RequestDrafted", "RequestPublished", "RequestReminded", "RequestExpired"]


def test_the_clock_ends_with_the_first_day_at_the_latest(cast: Cast) -> None:
    soon = published(cast, first_on=date(2027, 3, 2), last_on=date(2027, 3, 20))
    assert soon.respond_by is not None
    assert soon.respond_by.date() == date(2027, 3, 2)
    with pytest.raises(TooLate, match="cannot be longer"):
        briefs.extend(soon.ref, by=cast.actor("bruno"))


def test_extended_it_takes_proposals_again(cast: Cast, clock: Clock) -> None:
    request = invited(cast)
    proposed(cast, request)
    clock.forward(hours=71)
    briefs.extend(request.ref, by=cast.actor("olga"))
    clock.forward(hours=3)
    clocks.expire_proposals()
    clocks.expire_requests()
    assert request_now(request).takes_proposals
    assert proposed(cast, request, WEEK[2:4]).latest.number == 2


@pytest.mark.parametrize("end", ["decline", "withdraw", "close"])
def test_no_is_said_kindly_and_holds(cast: Cast, end: str) -> None:
    request = published(cast)
    one = proposed(cast, request)
    if end == "decline":
        proposing.decline(one.ref, "We need more days.", by=cast.actor("bruno"))
    elif end == "withdraw":
        proposing.withdraw(one.ref, "I fell ill.", by=cast.actor("ana"))
    else:
        briefs.close(request.ref, "We do it ourselves.", by=cast.actor("olga"))
    with pytest.raises(WrongState):
        accepting.accept(one.ref, 1, by=cast.actor("bruno"))
    if end == "withdraw":
        assert proposed(cast, request).latest.number == 2
    else:
        with pytest.raises(Refused):
            proposed(cast, request)


def test_an_answer_to_an_invitation_counts_in_the_figures(cast: Cast, clock: Clock) -> None:
    certify_emil(cast)
    request, late = invited(cast, cast.ana.slug, cast.emil.slug), invited(cast)
    clock.forward(hours=2)
    inviting.decline(request.ref, "I am away.", by=cast.actor("ana"))
    proposed(cast, request, who="emil")
    clock.forward(hours=80)
    clocks.expire_requests()
    found = figures.of_expert(cast.ana.id)
    assert (found.requests, found.answered, found.reply) == (2, 1, timedelta(hours=2))
    assert figures.of_expert(cast.emil.id).reply == timedelta(hours=2)
    states = [queries.invitation_of(request_now(one), cast.ana.id).state for one in (request, late)]  # type: ignore[union-attr]
    assert states == [InvitationState.DECLINED, InvitationState.EXPIRED]


def test_a_customer_who_accepts_a_proposal_answers_nothing_for_the_expert(cast: Cast, clock: Clock) -> None:
    request = invited(cast, cast.ana.slug)
    clock.forward(hours=2)
    one = proposed(cast, request)
    clock.forward(hours=3)
    accepting.accept(one.ref, 1, by=cast.actor("bruno"))
    found = figures.of_expert(cast.ana.id)
    assert (found.requests, found.answered, found.reply) == (1, 1, timedelta(hours=2))


def test_who_may_what(cast: Cast) -> None:
    request = published(cast)
    one = proposed(cast, request)
    for who in ("gus", "emil", "ines"):
        with pytest.raises(NotFound):
            queries.proposal(one.ref, cast.actor(who))
    for act in (briefs.extend, briefs.publish):
        with pytest.raises(NotAllowed, match="owners and bookers"):
            act(request.ref, by=cast.actor("dora"))
    with pytest.raises(NotAllowed):
        accepting.accept(one.ref, 1, by=cast.actor("dora"))
    with pytest.raises(NotAllowed):
        proposing.withdraw(one.ref, "", by=cast.actor("bruno"))
    with pytest.raises(NotAllowed):
        briefs.draft(cast.nordwind.ref, plan(cast), by=cast.actor("dora"))
    make.join(cast.nordwind, cast.user("emil"), "finance")
    certify_emil(cast)
    assert on_board(cast, "emil") == []
    with pytest.raises(NotAllowed, match="You belong to Nordwind"):
        proposed(cast, request, who="emil")


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"title": " "}, "title"),
        ({"brief": ""}, "brief"),
        ({"needs": []}, "skill_1"),
        ({"first_on": None}, "first_on"),
        ({"first_on": date(2027, 3, 1)}, "first_on"),
        ({"last_on": date(2027, 3, 1)}, "last_on"),
        ({"last_on": date(2028, 1, 1)}, "last_on"),
        ({"days": 11}, "days"),
        ({"days": 0}, "days"),
        ({"weekdays": ()}, "weekdays"),
        ({"weekdays": (Weekday.SATURDAY,)}, "days"),
        ({"budget": "much"}, "budget"),
        ({"venue": Venue.ON_SITE}, "place"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field(cast: Cast, other: dict, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        drafted(cast, **other)
    assert field in refusal.value.fields


def test_one_request_is_about_one_vendor(cast: Cast) -> None:
    theirs = make.skill(make.product(cast.stockpile, "Stockpile WMS", ()))
    with pytest.raises(Invalid, match="products of one vendor, here Ledgerline"):
        drafted(cast, needs=[*plan(cast).needs, plan(cast).needs[0].__class__(theirs.ref, 2)])


def test_a_draft_changes_and_a_published_one_does_not(cast: Cast) -> None:
    request, bruno = drafted(cast), cast.actor("bruno")
    changed = briefs.revise(request.ref, plan(cast, title="Close it twice", budget="700"), by=bruno)
    assert (changed.title, changed.budget) == ("Close it twice", Money(70_000, "EUR"))
    briefs.publish(request.ref, by=bruno)
    with pytest.raises(Conflict, match="its words stay"):
        briefs.revise(request.ref, plan(cast), by=bruno)
    thrown = briefs.withdraw(drafted(cast).ref, by=bruno)
    assert thrown.state is RequestState.WITHDRAWN


def test_from_a_blueprint_it_keeps_the_version_it_was_made_from(cast: Cast) -> None:
    deliverables = [{"title": "Balances moved", "accepted_when": "They agree to the hour."}]
    blueprint = make.blueprint(cast.leave, deliverables=deliverables, checklist="A test system\nA list")
    request = drafted(cast, blueprint=blueprint.address)
    make.change(blueprint, deliverables=[])
    kept = request_now(request)
    assert (kept.blueprint_version, kept.deliverables, kept.checklist) == (
        1,
        deliverables,
        ["A test system", "A list"],
    )
    proposal = proposed(cast, briefs.publish(kept.ref, by=cast.actor("bruno")))
    booking = accepting.accept(proposal.ref, 1, by=cast.actor("bruno"))
    found = queries.of_booking(booking.id)
    assert found is not None
    assert (found.ref, found.deliverables) == (request.ref, deliverables)
    assert bookings.visible(booking.ref, cast.actor("ana")).message.startswith("Close the leave year")


def test_days_outside_the_wish_can_be_proposed_and_are_told_apart(cast: Cast) -> None:
    request = published(cast, weekdays=(Weekday.MONDAY, Weekday.TUESDAY))
    one = proposed(cast, request, WEEK[:3])
    assert [request.suits(day) for day in one.latest.dates] == [True, True, False]
    assert not request.suits(FIRST - timedelta(days=7))
    assert request.suits(LAST - timedelta(days=3))
    db.session.rollback()
