"""Connected accounts and their onboarding, in both versions of the API."""

import pytest
import requests
import stripe

from marketplace.simulator.person import PageRefused, onboard
from marketplace.simulator.serving import Simulator
from tests.conftest import Clock
from tests.simulator import shop

ALL = ["configuration.recipient", "defaults", "identity", "requirements"]


def test_what_is_not_asked_for_is_not_told(sdk: stripe.StripeClient) -> None:
    ana = shop.account(sdk)
    bare = sdk.v2.core.accounts.retrieve(ana)
    assert (bare.configuration, bare.identity, bare.requirements, bare.defaults) == (None, None, None, None)
    full = sdk.v2.core.accounts.retrieve(ana, {"include": ALL})
    assert full.configuration.recipient.capabilities.stripe_balance.stripe_transfers.status == "active"
    assert full.identity.individual.surname == "Duarte"
    assert full.defaults.currency == "eur"


def test_both_voices_tell_of_a_change(sdk: stripe.StripeClient, simulator: Simulator) -> None:
    ana = shop.account(sdk)
    kinds = [event["type"] for event in simulator.events()]
    assert kinds == [
        "v2.core.account.created",
        "v2.core.account[identity].updated",
        "v2.core.account[requirements].updated",
        "v2.core.account[configuration.recipient].capability_status_updated",
        "v2.core.account[configuration.recipient].capability_status_updated",
        "account.updated",
    ]
    thin = sdk.v2.core.events.list({"object_id": ana}).data
    assert [event.type for event in thin] == kinds[4::-1]
    full = sdk.v2.core.events.retrieve(thin[0].id)
    assert full.data.updated_capability == "stripe_balance.payouts"
    assert full.fetch_related_object().id == ana
    snapshot = sdk.v1.events.list({"type": "account.updated"}, {"stripe_account": ana}).data[0]
    assert (snapshot.account, snapshot.data.object.payouts_enabled) == (ana, True)


def test_version_1_sees_the_same_account(sdk: stripe.StripeClient) -> None:
    ana = shop.account(sdk)
    seen = sdk.v1.accounts.retrieve(ana)
    assert (seen.capabilities.transfers, seen.details_submitted, seen.payouts_enabled) == (
        "active",
        True,
        True,
    )
    assert seen.external_accounts.data[0].last4 == "3000"
    assert [one.id for one in sdk.v1.accounts.list().data] == [ana]


def test_rejected_is_final_until_told_otherwise(sdk: stripe.StripeClient) -> None:
    ana = shop.account(sdk, "reject")
    assert sdk.v1.accounts.retrieve(ana).requirements.disabled_reason == "rejected.other"
    full = sdk.v2.core.accounts.retrieve(ana, {"include": ALL})
    transfers = full.configuration.recipient.capabilities.stripe_balance.stripe_transfers
    assert (transfers.status, transfers.status_details[0].code) == ("rejected", "rejected_other")


def test_more_may_be_needed_and_then_given(sdk: stripe.StripeClient) -> None:
    ana = shop.account(sdk, "more")
    waiting = sdk.v2.core.accounts.retrieve(ana, {"include": ALL})
    assert [entry.description for entry in waiting.requirements.entries] == [
        "identity.individual.documents.primary_verification"
    ]
    onboard(shop.link(sdk, ana).url)
    assert sdk.v1.accounts.retrieve(ana).payouts_enabled


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"name": ""}, "Write your surname"), ({"iban": "DE00"}, "valid IBAN"), ({"iban": ""}, "valid IBAN")],
)
def test_what_is_missing_is_asked_for_again(
    sdk: stripe.StripeClient, typed: dict[str, str], says: str
) -> None:
    with pytest.raises(PageRefused, match=says):
        shop.account(sdk, **typed)


def test_a_used_or_old_link_leads_to_a_fresh_one(sdk: stripe.StripeClient, clock: Clock) -> None:
    ana = shop.account(sdk, "more")
    used, old = shop.link(sdk, ana), shop.link(sdk, ana)
    onboard(used.url)
    clock.forward(minutes=11)
    for link in (used, old):
        answer = requests.get(link.url, allow_redirects=False, timeout=5)
        assert (answer.status_code, answer.headers["Location"]) == (303, "https://shop.example/again")
        assert onboard(link.url, "reject") == "https://shop.example/again"
    assert sdk.v1.accounts.retrieve(ana).payouts_enabled


def test_ana_opens_her_dashboard(sdk: stripe.StripeClient) -> None:
    ana = shop.account(sdk)
    shop.transfer(sdk, ana, 1000, source_transaction=shop.charge(sdk, "4000000000000077").id)
    sdk.v1.payouts.create({"amount": 400, "currency": "eur"}, {"stripe_account": ana})
    page = requests.get(sdk.v1.accounts.login_links.create(ana).url, timeout=5).text
    assert "€6.00" in page
    assert "€4.00" in page


def test_payouts_can_be_set_to_manual(sdk: stripe.StripeClient) -> None:
    ana = {"stripe_account": shop.account(sdk)}
    assert sdk.v1.balance_settings.retrieve({}, ana).payments.payouts.schedule.interval == "daily"
    manual = {"payments": {"payouts": {"schedule": {"interval": "manual"}}}}
    sdk.v1.balance_settings.update(manual, ana)
    assert sdk.v1.balance_settings.retrieve({}, ana).payments.payouts.schedule.interval == "manual"


def test_a_recipient_needs_a_country(sdk: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="country"):
        sdk.v2.core.accounts.create({"configuration": {"recipient": {}}})


def test_an_account_can_be_changed_and_listed(sdk: stripe.StripeClient) -> None:
    ana = shop.account(sdk)
    sdk.v2.core.accounts.update(ana, {"contact_email": "ana@new.example", "metadata": {"a": "b"}})
    assert [one.contact_email for one in sdk.v2.core.accounts.list().data] == ["ana@new.example"]
