"""Opening, settling and deciding at the same moment: the money goes one way, once."""

from collections.abc import Callable, Sequence

import pytest
from flask import Flask

from marketplace.absences import service as absences
from marketplace.absences.models import AbsenceState
from marketplace.disputes import clocks, service
from marketplace.disputes.models import DisputeState, Topic
from marketplace.disputes.wording import Wish
from marketplace.ledger import queries as ledger
from marketplace.payouts import queries as payouts
from marketplace.payouts import releasing
from marketplace.payouts.models import TransferState
from marketplace.simulator.serving import Simulator
from marketplace.timesheets import queries as timesheets
from marketplace.timesheets import service as hours
from tests import racing
from tests.absences.test_absences import late, say
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.disputes.disputing import PRICE, at_work, back, begin, eur, now, opine, taken
from tests.payments.paying import now as booking_now
from tests.payments.paying import on_account
from tests.payouts.stage import onboarded, paid, worked

Race = Callable[[Flask, Sequence[racing.Move]], list[str]]
races = pytest.mark.parametrize("race", [racing.processes], ids=["processes"])
WISH = Wish(Topic.QUALITY, eur(64_000), "It does not run.")


@races
def test_opening_against_the_release_of_the_money(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, race: Race
) -> None:
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking)
    clock.forward(days=4)
    ref, dora = booking.ref, cast.actor("dora")
    said = race(
        cast.app,
        [
            lambda: service.begin(ref, WISH, by=dora),
            releasing.release_due,
            lambda: service.begin(ref, WISH, by=dora),
        ],
    )
    found = booking_now(ref)
    (transfer,) = payouts.transfers_of(found.id)
    left = transfer.state is TransferState.SENT
    assert left is (found.disputed_at is None)
    assert sorted(said) == (
        sorted(["NothingOpen", "NothingOpen", "done"]) if left else sorted(["NotAllowed", "done", "done"])
    )


@races
def test_agreeing_against_the_opinion(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, race: Race
) -> None:
    booking = at_work(cast, clock)
    ref, bruno = taken(cast, booking).ref, cast.actor("bruno")
    service.offer(ref, eur(150_000), by=cast.actor("ana"))
    said = race(
        cast.app,
        [
            lambda: service.take_offer(ref, shown=42_000, by=bruno),
            lambda: opine(cast, ref, 100_000),
            lambda: service.withdraw(ref, by=bruno),
        ],
    )
    assert sorted(said) == ["WrongState", "WrongState", "done"]
    settle()
    one = now(ref)
    went_back = {DisputeState.SETTLED: 46_200, DisputeState.DECIDED: 101_200, DisputeState.WITHDRAWN: 0}
    assert back(booking) == went_back[one.state]
    assert ledger.trial_balance() == {"EUR": 0}


@races
def test_an_answer_against_the_deadline_and_an_approval_against_the_opening(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, race: Race
) -> None:
    booking = at_work(cast, clock)
    (sheet,) = timesheets.sheets_of(booking.id)
    ref, sheet_ref, dora, ana = booking.ref, sheet.ref, cast.actor("dora"), cast.actor("ana")
    said = race(
        cast.app,
        [lambda: service.begin(ref, WISH, by=ana), lambda: hours.approve(sheet_ref, by=dora)],
    )
    disputed = booking_now(ref).disputed_at is not None
    assert said.count("done") == 1
    if not disputed:
        settle()
        begin(cast, booking)
    one = now(service.queries.open_on(booking.id))
    answers = cast.actor("dora" if disputed else "ana")
    one_ref = one.ref
    clock.to(one.answer_by)
    said = race(
        cast.app,
        [
            lambda: service.contest(one_ref, "No.", by=answers),
            clocks.refer_unanswered,
            lambda: service.agree(one_ref, by=answers),
        ],
    )
    settle()
    assert said.count("done") >= 2
    assert set(said) <= {"done", "WrongState"}
    ended = now(one_ref)
    assert ended.state in (DisputeState.REFERRED, DisputeState.SETTLED)
    assert ended.state is DisputeState.SETTLED or on_account("expert", cast.ana.ref) in (0, -PRICE)


@races
def test_a_word_against_the_clock_about_somebody_who_did_not_come(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle, race: Race
) -> None:
    """Agreed, contradicted or counted for want of a word: once, and what goes back goes back once."""
    booking = paid(cast)
    ref = say(cast, booking, late(clock, booking)).ref
    ana, bruno = cast.actor("ana"), cast.actor("bruno")
    clock.forward(hours=24)
    said = race(
        cast.app,
        [
            lambda: absences.agree(ref, by=ana),
            lambda: absences.object_(ref, "I was there.", by=ana),
            absences.settle_due,
            lambda: absences.withdraw(ref, by=bruno),
        ],
    )
    settle()
    (one,) = absences.queries.of_booking(booking.id)
    settled = one.state is AbsenceState.SETTLED
    assert said.count("done") in (1, 2)
    assert (booking_now(booking).days, back(booking)) == ((2, 70_400) if settled else (3, 0))
    assert ledger.trial_balance() == {"EUR": 0}
