"""From the SDK's objects to our values. Expanded fields are asked for by whoever calls Stripe."""

from datetime import UTC, datetime

from marketplace.gateways.stripe_connection import stripe
from marketplace.gateways.stripe_values import (
    Account,
    Balance,
    Charge,
    Checkout,
    Movement,
    Payout,
    Refund,
    Transfer,
)
from marketplace.kit.money import Money


def money(amount: int, currency: str) -> Money:
    return Money(amount, currency.upper())


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def key_of(value: object) -> str | None:
    """The id of a field that may be expanded."""
    return value if value is None or isinstance(value, str) else str(getattr(value, "id"))  # noqa: B009


def checkout(session: stripe.checkout.Session) -> Checkout:
    return Checkout(
        id=session.id,
        url=session.url,
        status=str(session.status),
        payment_status=session.payment_status,
        payment_intent_id=key_of(session.payment_intent),
        reference=session.client_reference_id or "",
        expires_at=moment(session.expires_at),
    )


def charge(found: stripe.Charge) -> Charge:
    txn = found.balance_transaction
    entry = txn if isinstance(txn, stripe.BalanceTransaction) else None
    return Charge(
        id=found.id,
        payment_intent_id=key_of(found.payment_intent) or "",
        amount=money(found.amount, found.currency),
        fee=money(entry.fee, entry.currency) if entry else None,
        net=money(entry.net, entry.currency) if entry else None,
        available_at=moment(entry.available_on) if entry else None,
        refunded=money(found.amount_refunded, found.currency),
        status=found.status,
    )


def refund(found: stripe.Refund) -> Refund:
    amount = money(found.amount, found.currency)
    return Refund(found.id, found.status or "pending", amount, key_of(found.charge) or "")


def account(found: stripe.v2.core.Account) -> Account:
    standings = capabilities(found)
    entries = (found.requirements.entries if found.requirements else None) or []
    return Account(
        id=found.id,
        payable=bool(standings) and all(status == "active" for status in standings),
        requirements=tuple(one.description for one in entries if one.awaiting_action_from == "user"),
        rejected="rejected" in standings,
        country=((found.identity.country if found.identity else None) or "").upper(),
    )


def capabilities(found: stripe.v2.core.Account) -> list[str]:
    """Of receiving transfers and of paying out, as far as the account has them."""
    recipient = found.configuration.recipient if found.configuration else None
    balance = recipient.capabilities.stripe_balance if recipient and recipient.capabilities else None
    if balance is None or balance.stripe_transfers is None:
        return []
    payouts = [balance.payouts.status] if balance.payouts else []
    return [balance.stripe_transfers.status, *payouts]


def transfer(found: stripe.Transfer) -> Transfer:
    return Transfer(
        id=found.id,
        amount=money(found.amount, found.currency),
        destination=key_of(found.destination) or "",
        reversed=money(found.amount_reversed, found.currency),
    )


def payout(found: stripe.Payout) -> Payout:
    return Payout(
        id=found.id,
        status=found.status,
        arrival_on=moment(found.arrival_date).date(),
        amount=money(found.amount, found.currency),
        failure=found.failure_code,
    )


def balance(found: stripe.Balance) -> Balance:
    return Balance(
        available=tuple(money(line.amount, line.currency) for line in found.available),
        pending=tuple(money(line.amount, line.currency) for line in found.pending),
    )


def movement(found: stripe.BalanceTransaction) -> Movement:
    """With its source expanded, so that it can be traced to a row of ours."""
    source = found.source
    return Movement(
        id=found.id,
        kind=found.type,
        source_id=key_of(source) or "",
        amount=money(found.net, found.currency),
        at=moment(found.created),
        reference=str(getattr(getattr(source, "metadata", None), "reference", None) or ""),
        transfer_id=key_of(getattr(source, "source_transfer", None) or getattr(source, "transfer", None))
        or "",
    )
