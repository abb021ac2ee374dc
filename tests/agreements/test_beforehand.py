"""Some agree beforehand: Ana by letting customers book at once, or by what she proposes; Bruno by what he counters with."""

from datetime import timedelta

import pytest

from marketplace.agreements import queries as agreements
from marketplace.agreements import sealing
from marketplace.agreements.errors import AgreementChanged
from marketplace.agreements.models import Agreement, Consent
from marketplace.approvals import queries as approvals
from marketplace.approvals import service as approving
from marketplace.approvals.errors import NotApproved
from marketplace.approvals.models import ApprovalState
from marketplace.bookings import service as bookings
from marketplace.bookings.errors import TermsChanged
from marketplace.bookings.models import Booking, BookingState, Side
from marketplace.calendar.rules import Rules, set_rules
from marketplace.db.base import db
from marketplace.payments import service as payments
from marketplace.requests import accepting, proposing
from marketplace.requests.proposing import Terms
from marketplace.simulator.serving import Simulator
from tests.agreements.test_agreeing import published as worded
from tests.approvals.test_approving import limit
from tests.bookings.asking import WEEK, ask
from tests.cast import Cast
from tests.conftest import Clock
from tests.requests.requesting import RATE, countered, proposed, published


def at_once(cast: Cast) -> None:
    set_rules(cast.ana.ref, Rules(at_once=True), by=cast.actor("ana"))


def agreement(booking: Booking) -> Agreement:
    (found,) = agreements.of_booking(booking.id)
    return found


def consents(booking: Booking) -> dict[Side, tuple[str, Consent]]:
    return {one.side: (one.name, one.consent) for one in agreement(booking).acceptances}


def test_booked_at_once_both_have_agreed_and_ana_by_her_rule(cast: Cast) -> None:
    at_once(cast)
    booking = ask(cast)
    assert consents(booking) == {Side.CUSTOMER: ("Bruno", Consent.ACT), Side.EXPERT: ("Ana", Consent.RULE)}
    sealed, _ = sealing.sealed(booking.ref, 1, by=cast.actor("ana"))
    assert sealed.binding


def test_above_ones_limit_nobody_books_at_once(cast: Cast, simulator: Simulator) -> None:
    """The hold would run out before a colleague has looked, so Ana is asked and the colleague looks meanwhile."""
    at_once(cast)
    limit(cast, "Bruno", 100_000)
    with pytest.raises(TermsChanged, match="asked first"):
        bookings.request(
            cast.ana.slug,
            cast.certificate.ref,
            WEEK,
            "Close March with us.",
            organization_ref=cast.nordwind.ref,
            at_once_shown=True,
            by=cast.actor("bruno"),
        )
    db.session.rollback()
    booking = ask(cast)
    assert (booking.state, booking.at_once) == (BookingState.REQUESTED, False)
    approval = approvals.of_booking(booking.id)
    assert approval
    assert approval.state is ApprovalState.WANTED
    limit(cast, "Bruno", 352_000)
    assert ask(cast, [WEEK[0]]).at_once


def test_a_proposal_is_agreed_to_in_the_words_that_stood_beside_it(cast: Cast, clock: Clock) -> None:
    one = proposed(cast, published(cast))
    wrote = clock.now
    clock.forward(hours=2)
    worded(cast)
    booking = accepting.accept(one.ref, 1, by=cast.actor("bruno"))
    made = agreement(booking)
    assert consents(booking) == {
        Side.CUSTOMER: ("Bruno", Consent.ACT),
        Side.EXPERT: ("Ana", Consent.PROPOSAL),
    }
    assert {each.side: each.accepted_at for each in made.acceptances} == {
        Side.CUSTOMER: wrote + timedelta(hours=2),
        Side.EXPERT: wrote,
    }
    assert made.template_number == 0
    assert "Close the leave year" in made.text


def test_a_counter_is_agreed_to_by_whoever_wrote_it(cast: Cast) -> None:
    one = proposed(cast, published(cast))
    worded(cast)
    countered(cast, one)
    booking = accepting.accept(one.ref, 2, by=cast.actor("ana"))
    assert consents(booking) == {
        Side.CUSTOMER: ("Bruno", Consent.PROPOSAL),
        Side.EXPERT: ("Ana", Consent.ACT),
    }
    assert agreement(booking).text.startswith("Between Nordwind and Ana: Mon 15 March 2027")


def test_whoever_read_other_words_proposes_nothing(cast: Cast) -> None:
    request = published(cast)
    worded(cast)
    with pytest.raises(AgreementChanged):
        proposing.propose(request.ref, Terms(WEEK[:3], RATE, read=0), by=cast.actor("ana"))
    db.session.rollback()
    made = proposing.propose(request.ref, Terms(WEEK[:3], RATE, read=1), by=cast.actor("ana"))
    assert made.latest.template_number == 1


@pytest.mark.parametrize("last", ["bruno", "ana"])
def test_what_is_agreed_from_a_proposal_is_not_paid_above_the_limit(
    cast: Cast, simulator: Simulator, last: str
) -> None:
    """Whoever says the last yes: it is Bruno who decides for Nordwind, and a colleague looks at it."""
    limit(cast, "Bruno", 100_000)
    one = proposed(cast, published(cast))
    if last == "ana":
        countered(cast, one)
    booking = accepting.accept(one.ref, one.latest.number, by=cast.actor(last))
    with pytest.raises(NotApproved, match="above what Bruno may decide alone"):
        payments.start(booking.ref, by=cast.actor("bruno"))
    db.session.rollback()
    approving.give(booking.ref, by=cast.actor("olga"))
    assert payments.start(booking.ref, by=cast.actor("bruno")).startswith("http")
