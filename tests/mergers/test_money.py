"""Money is never lifted from one payout account to another: it arrives first, beyond doubt."""

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.kit.errors import Conflict
from marketplace.ledger import queries as ledger
from marketplace.mergers import service
from marketplace.payouts import arriving, paying, queries, releasing
from marketplace.payouts.models import Payout, PayoutState, Transfer
from marketplace.simulator.serving import Simulator
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payouts.stage import onboarded, paid, worked


def merge(kept: User, other: User) -> None:
    merger, secret = service.start(by=kept)
    service.confirm(service.token(merger), secret, by=other)
    db.session.expire_all()


def test_ana_waits_for_her_money_and_then_it_is_all_in_one_place(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    new = make.user("Ana New")
    fresh = make.expert("Ana New", user=new)
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking)
    with pytest.raises(Conflict, match="still on its way"):
        merge(new, cast.user("ana"))
    clock.forward(days=4)
    releasing.release_due()
    clock.forward(days=3)
    paying.pay_out_due()
    for _ in range(4):
        clock.forward(days=2)
        arriving.check_sent()
    (payout,) = db.session.scalars(select(Payout))
    assert payout.state is PayoutState.PAID
    with pytest.raises(Conflict, match="two weeks"):
        merge(new, cast.user("ana"))
    clock.forward(days=15)
    merge(new, cast.user("ana"))
    settle()
    account = queries.account_of(fresh.id)
    assert account is not None and account.stripe_id
    assert db.session.scalars(select(Transfer.expert_id)).all() == [fresh.id]
    assert payout.expert_id == fresh.id
    assert booking.expert_id == fresh.id
    assert ledger.trial_balance() == {"EUR": 0}


def test_where_both_can_be_paid_the_account_of_the_profile_that_stays_goes_on(
    cast: Cast, simulator: Simulator
) -> None:
    mine, theirs = onboarded(cast), onboarded(cast, name="emil")
    merge(cast.user("ana"), cast.user("emil"))
    assert queries.account_of(cast.ana.id) is mine
    assert theirs.expert_id == cast.emil.id, "it stays with the profile that is shown no more"


def test_the_only_profile_takes_its_money_along_while_it_is_on_its_way(
    cast: Cast, simulator: Simulator, clock: Clock, settle: Settle
) -> None:
    new = make.user("Ana New")
    booking = paid(cast)
    onboarded(cast)
    worked(cast, clock, settle, booking)
    merge(new, cast.user("ana"))
    clock.forward(days=4)
    assert releasing.release_due() == 1
    assert cast.ana.user_id == new.id
    assert db.session.scalar(select(func.count(Transfer.id)).where(Transfer.expert_id == cast.ana.id)) == 1
