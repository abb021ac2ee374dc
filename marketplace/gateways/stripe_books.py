"""What Stripe has written down: the lines of each balance, and the notices it has sent us."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from marketplace.gateways import stripe_readings as read
from marketplace.gateways.stripe_connection import Connection, asking, stripe
from marketplace.gateways.stripe_values import Movement

PAGE = 100
"""The most that one page of a list holds: https://docs.stripe.com/api/pagination."""


class Books(Connection):
    def movements(self, account: str | None, *, since: datetime | None = None) -> Iterator[Movement]:
        """Lines of that account's balance, None being our own, newest first; fetched page by page."""
        params: stripe.params.BalanceTransactionListParams = {"limit": PAGE, "expand": ["data.source"]}
        if since:
            params["created"] = {"gte": int(since.timestamp())}
        yield from self._movements(account, params)

    def movements_of(self, account: str | None, source: str) -> Iterator[Movement]:
        """All that one charge, refund, transfer or payout did to that balance, however long ago."""
        yield from self._movements(account, {"limit": PAGE, "expand": ["data.source"], "source": source})

    def movement(self, account: str | None, key: str) -> Movement:
        """One line by its own name. Raises `GatewayRefused` when there is none."""
        options: stripe.RequestOptions = {"stripe_account": account} if account else {}
        with asking():
            found = self.client.v1.balance_transactions.retrieve(key, {"expand": ["source"]}, options)
        return read.movement(found)

    def _movements(
        self, account: str | None, params: stripe.params.BalanceTransactionListParams
    ) -> Iterator[Movement]:
        options: stripe.RequestOptions = {"stripe_account": account} if account else {}
        with asking():
            lines = self.client.v1.balance_transactions.list(params, options)
            yield from (read.movement(one) for one in lines.auto_paging_iter())

    def events_since(self, since: datetime) -> list[dict[str, Any]]:
        """Bodies of the notices about our own account, oldest first. Stripe keeps them for 30 days."""
        with asking():
            found = self.client.v1.events.list({"limit": PAGE, "created": {"gte": int(since.timestamp())}})
            return [one.to_dict() for one in found.auto_paging_iter()][::-1]
