"""The expert's money: connected accounts, transfers, payouts, balances.

Separate charges and transfers, as Stripe's guide for hold-and-release has it:
https://docs.stripe.com/connect/separate-charges-and-transfers
"""

from typing import Final

from marketplace.gateways import stripe_readings as read
from marketplace.gateways.stripe_connection import Connection, asking, stripe, v2_params
from marketplace.gateways.stripe_values import Account, Balance, Payout, Transfer
from marketplace.kit.money import Money

SEEN: Final[v2_params.AccountRetrieveParams] = {
    "include": ["configuration.recipient", "identity", "requirements"]
}


class MoneyOut(Connection):
    def create_account(self, *, email: str, country: str, name: str, reference: str, key: str) -> Account:
        """An account that receives transfers and is paid out by our call only. Two requests, repeatable."""
        params: v2_params.AccountCreateParams = {
            "contact_email": email,
            "display_name": name,
            "dashboard": "express",
            "identity": {"country": country.upper()},
            "configuration": {
                "recipient": {"capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}}
            },
            "defaults": {
                "responsibilities": {"fees_collector": "application", "losses_collector": "application"}
            },
            "metadata": {"reference": reference},
            "include": ["configuration.recipient", "identity", "requirements"],
        }
        with asking():
            account = self.client.v2.core.accounts.create(params, {"idempotency_key": key})
            self.client.v1.balance_settings.update(
                {"payments": {"payouts": {"schedule": {"interval": "manual"}}}},
                {"idempotency_key": f"{key}:schedule", "stripe_account": account.id},
            )
        return read.account(account)

    def account(self, account_id: str) -> Account:
        with asking():
            return read.account(self.client.v2.core.accounts.retrieve(account_id, SEEN))

    def onboarding_link(self, account_id: str, *, return_url: str, refresh_url: str, key: str) -> str:
        """A page, good for minutes and one visit, where the expert says who they are and where money goes."""
        params: v2_params.AccountLinkCreateParams = {
            "account": account_id,
            "use_case": {
                "type": "account_onboarding",
                "account_onboarding": {
                    "return_url": return_url,
                    "refresh_url": refresh_url,
                },
            },
        }
        with asking():
            return self.client.v2.core.account_links.create(params, {"idempotency_key": key}).url

    def dashboard_link(self, account_id: str, *, key: str) -> str:
        """A page where the expert sees balance and payouts as Stripe has them."""
        with asking():
            return self.client.v1.accounts.login_links.create(account_id, {}, {"idempotency_key": key}).url

    def transfer(
        self,
        *,
        destination: str,
        amount: Money,
        source_charge: str | None,
        transfer_group: str,
        reference: str,
        key: str,
    ) -> Transfer:
        """To the expert's balance, out of that charge, or of ours. Raises `InsufficientFunds` when it is used up."""
        params: stripe.params.TransferCreateParams = {
            "destination": destination,
            "amount": amount.amount,
            "currency": amount.currency.lower(),
            "transfer_group": transfer_group,
            "metadata": {"reference": reference},
        }
        if source_charge:
            params["source_transaction"] = source_charge
        with asking():
            return read.transfer(self.client.v1.transfers.create(params, {"idempotency_key": key}))

    def find_transfer(self, *, transfer_group: str, reference: str) -> Transfer | None:
        """The transfer made for our row of that reference, when its key may have been forgotten by now."""
        with asking():
            found = self.client.v1.transfers.list({"transfer_group": transfer_group, "limit": 100})
            mine = (one for one in found.auto_paging_iter() if referred(one.metadata) == reference)
            made = next(mine, None)
        return read.transfer(made) if made else None

    def transfer_of(self, transfer_id: str) -> Transfer:
        with asking():
            return read.transfer(self.client.v1.transfers.retrieve(transfer_id))

    def reverse_transfer(self, transfer_id: str, *, amount: Money, key: str) -> Transfer:
        """Take part or all of it back. Raises `InsufficientFunds` when it has been paid out meanwhile."""
        with asking():
            self.client.v1.transfers.reversals.create(
                transfer_id, {"amount": amount.amount}, {"idempotency_key": key}
            )
        return self.transfer_of(transfer_id)

    def payout(self, *, account: str, amount: Money, reference: str, key: str) -> Payout:
        """From balance to bank. Raises `InsufficientFunds` until the money is available."""
        params: stripe.params.PayoutCreateParams = {
            "amount": amount.amount,
            "currency": amount.currency.lower(),
            "metadata": {"reference": reference},
        }
        with asking():
            made = self.client.v1.payouts.create(params, {"idempotency_key": key, "stripe_account": account})
        return read.payout(made)

    def find_payout(self, account: str, *, reference: str) -> Payout | None:
        """The payout made for our row of that reference, when its key may have been forgotten by now."""
        with asking():
            found = self.client.v1.payouts.list({"limit": 100}, {"stripe_account": account})
            mine = (one for one in found.auto_paging_iter() if referred(one.metadata) == reference)
            made = next(mine, None)
        return read.payout(made) if made else None

    def payout_of(self, account: str, payout_id: str) -> Payout:
        with asking():
            return read.payout(self.client.v1.payouts.retrieve(payout_id, {}, {"stripe_account": account}))

    def available(self, account: str | None, currency: str) -> Money:
        """What may be moved now; `account` None is our own balance."""
        found = (line for line in self.balance(account).available if line.currency == currency)
        return next(found, Money.zero(currency))

    def balance(self, account: str | None) -> Balance:
        options: stripe.RequestOptions = {"stripe_account": account} if account else {}
        with asking():
            return read.balance(self.client.v1.balance.retrieve({}, options))


def referred(metadata: object) -> str | None:
    """Our reference in an object's metadata; none in what was made by hand on Stripe's own pages."""
    found: str | None = getattr(metadata, "reference", None)
    return found
