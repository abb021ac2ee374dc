"""The expert's account at Stripe: begun, filled in on Stripe's own pages, and looked at again whenever it changes."""

import structlog
from flask import current_app

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.gateways.stripe import Account, the_gateway
from marketplace.kit import clock
from marketplace.kit.countries import is_country
from marketplace.kit.errors import Invalid, MarketError, NotFound, permit
from marketplace.kit.ids import Ref, new_ref
from marketplace.payouts import policy, queries
from marketplace.payouts.events import PayoutAccountEnabled, PayoutAccountRestricted
from marketplace.payouts.models import ACCOUNTS, AccountState, PayoutAccount
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert

PAGE = "/earnings/onboarding"
"""Where Stripe's pages lead back to, on our own site."""

log = structlog.get_logger()


def onboard(*, by: Actor, country: str | None = None) -> str:
    """The address of the page at Stripe where the expert says who they are and where the money goes.

    `country` is where they are paid; it is asked for once. Raises `Invalid` without one.
    """
    account = _begun(_expert(by), country)
    permit(policy.may_onboard(account))
    stripe_id = account.stripe_id or _opened(account)
    back = current_app.config["BASE_URL"] + PAGE
    # A link is good for one visit, so each click asks for a new one.
    key = f"{account.ref}:link:{new_ref()}"
    return the_gateway().onboarding_link(stripe_id, return_url=back, refresh_url=f"{back}?again=1", key=key)


def dashboard(*, by: Actor) -> str:
    """The address of Stripe's own page about the expert's balance and bank account."""
    account = queries.account_of(_expert(by).id)
    if account is None or account.stripe_id is None or account.state is not AccountState.PAYABLE:
        raise NotFound("Your payout account is not ready yet.")
    return the_gateway().dashboard_link(account.stripe_id, key=f"{account.ref}:dashboard:{new_ref()}")


def refresh(stripe_account_id: str) -> None:
    """Look at the account at Stripe, and remember how it stands. Raises `NotFound` for one that we do not know yet."""
    if queries.account_at_stripe(stripe_account_id) is None:
        raise NotFound("No expert has that account.")
    looked_at = clock.now()
    found = the_gateway().account(stripe_account_id)
    with atomic():
        known = queries.account_at_stripe(stripe_account_id)
        assert known is not None
        account = locked(PayoutAccount, known.ref)
        if account.checked_at is None or account.checked_at <= looked_at:
            account.checked_at = looked_at
            _stands(account, found)


def refresh_unfinished() -> None:
    """Catch up on accounts that are being filled in, should a notice have been missed."""
    for stripe_id in queries.unfinished():
        try:
            refresh(stripe_id)
        except MarketError:
            log.exception("payout account not refreshed")


def _expert(by: Actor) -> Expert:
    found = registry.expert_of(by.user_id) if by.user_id is not None else None
    if found is None:
        raise NotFound("Payouts need an expert's profile first.")
    return found


def _begun(expert: Expert, country: str | None) -> PayoutAccount:
    with atomic() as session:
        locked(Expert, expert.ref)
        known = queries.account_of(expert.id)
        if known is None:
            known = PayoutAccount(expert_id=expert.id, country=_country(expert, country))
            session.add(known)
        elif known.stripe_id is None and country:
            known.country = _country(expert, country)
    return known


def _country(expert: Expert, chosen: str | None) -> str:
    country = chosen or (expert.place.country if expert.place else "")
    if not is_country(country):
        sentence = "Choose the country in which you are paid."
        raise Invalid(sentence, {"country": sentence})
    return country


def _opened(account: PayoutAccount) -> str:
    """Stripe's id of the account, made now unless an interrupted click has made it already."""
    expert, ref = account.expert, account.ref
    made = the_gateway().create_account(
        email=expert.user.email,
        country=account.country,
        name=expert.name,
        reference=ref,
        key=f"{ref}:{account.country}",
    )
    with atomic():
        row = locked(PayoutAccount, ref)
        if row.stripe_id is None:
            row.stripe_id, row.requirements = made.id, list(made.requirements)
            row.become("onboard")
        return row.stripe_id


def _stands(account: PayoutAccount, found: Account) -> None:
    account.requirements, account.rejected = list(found.requirements), found.rejected
    expert: Ref = account.expert.ref
    if found.payable and ACCOUNTS.allows(account.state, "enable"):
        account.become("enable")
        record(PayoutAccountEnabled(account.ref, expert), by=SYSTEM)
    elif _lost(account, found) and ACCOUNTS.allows(account.state, "restrict"):
        account.become("restrict")
        record(PayoutAccountRestricted(account.ref, expert, found.rejected), by=SYSTEM)


def _lost(account: PayoutAccount, found: Account) -> bool:
    """Was payable and is not any more, or never will be. Merely unfinished accounts lose nothing."""
    return not found.payable and (found.rejected or account.state is AccountState.PAYABLE)
