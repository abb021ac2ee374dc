"""Ana tells Stripe who she is and where her money goes."""

import pytest

from marketplace.events.log import history
from marketplace.kit.errors import Invalid, NotAllowed, NotFound
from marketplace.payouts import queries, service
from marketplace.payouts.models import AccountState
from marketplace.simulator import person
from marketplace.simulator.serving import Simulator
from tests import make
from tests.cast import Cast
from tests.conftest import Clock, Settle
from tests.payouts.stage import onboarded


def test_ana_fills_in_the_page_and_can_be_paid(cast: Cast, simulator: Simulator) -> None:
    account = onboarded(cast)
    assert account.state is AccountState.PAYABLE
    assert account.requirements == []
    assert history(account.ref)[-1].kind == "PayoutAccountEnabled"


def test_the_country_comes_from_her_place_or_is_asked_for(cast: Cast, simulator: Simulator) -> None:
    with pytest.raises(Invalid) as refused:
        service.onboard(by=cast.actor("ana"))
    assert "country" in refused.value.fields
    make.change(cast.ana, place_id=make.place(country="PT").id)
    service.onboard(by=cast.actor("ana"))
    account = queries.account_of(cast.ana.id)
    assert account is not None and account.country == "PT"


def test_a_second_click_leads_to_the_same_account(cast: Cast, simulator: Simulator) -> None:
    first = service.onboard(by=cast.actor("ana"), country="DE")
    second = service.onboard(by=cast.actor("ana"))
    assert first != second
    assert len(simulator.events("v2.core.account.created")) == 1


def test_more_is_needed_until_she_has_given_it(cast: Cast, simulator: Simulator) -> None:
    account = onboarded(cast, "more")
    assert account.state is AccountState.ONBOARDING
    assert account.requirements != []
    assert onboarded(cast).state is AccountState.PAYABLE


def test_a_rejected_account_stays_closed(cast: Cast, simulator: Simulator) -> None:
    account = onboarded(cast, "reject")
    assert (account.state, account.rejected) == (AccountState.RESTRICTED, True)
    assert history(account.ref)[-1].payload["rejected"] is True
    with pytest.raises(NotAllowed, match="declined to pay"):
        service.onboard(by=cast.actor("ana"))


def test_a_payable_account_can_be_restricted_and_enabled_again(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    account = onboarded(cast)
    onboarded(cast, "more")
    assert account.state is AccountState.RESTRICTED
    onboarded(cast)
    assert account.state is AccountState.PAYABLE
    kinds = [event.kind for event in history(account.ref)]
    assert kinds == ["PayoutAccountEnabled", "PayoutAccountRestricted", "PayoutAccountEnabled"]


def test_looking_twice_tells_nobody_twice(cast: Cast, simulator: Simulator) -> None:
    account = onboarded(cast)
    service.refresh(account.stripe_id or "")
    assert len(history(account.ref)) == 1


def test_a_missed_notice_is_caught_up_on(cast: Cast, simulator: Simulator, clock: Clock) -> None:
    person.onboard(service.onboard(by=cast.actor("ana"), country="DE"))
    service.refresh_unfinished()
    account = queries.account_of(cast.ana.id)
    assert account is not None and account.state is AccountState.PAYABLE
    assert queries.unfinished() == []


def test_an_unfinished_account_is_not_looked_at_every_minute(
    cast: Cast, simulator: Simulator, clock: Clock
) -> None:
    onboarded(cast, "more")
    assert queries.unfinished() == []
    clock.forward(hours=1)
    assert len(queries.unfinished()) == 1


def test_somebody_without_a_profile_has_nothing_to_be_paid(cast: Cast, simulator: Simulator) -> None:
    with pytest.raises(NotFound):
        service.onboard(by=cast.actor("bruno"), country="DE")


def test_stripes_own_page_opens_once_she_can_be_paid(cast: Cast, simulator: Simulator) -> None:
    with pytest.raises(NotFound):
        service.dashboard(by=cast.actor("ana"))
    onboarded(cast)
    assert service.dashboard(by=cast.actor("ana")).startswith(simulator.url)


def test_an_account_that_is_not_ours_is_not_known(cast: Cast, simulator: Simulator) -> None:
    with pytest.raises(NotFound):
        service.refresh("acct_stranger")


@pytest.mark.usefixtures("settle")
def test_stripes_notice_leads_to_the_same(cast: Cast, simulator: Simulator, webhooks, settle: Settle) -> None:
    person.onboard(service.onboard(by=cast.actor("ana"), country="DE"))
    webhooks()
    settle()
    account = queries.account_of(cast.ana.id)
    assert account is not None and account.state is AccountState.PAYABLE
    assert len(history(account.ref)) == 1
