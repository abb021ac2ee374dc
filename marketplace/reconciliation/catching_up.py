"""Notices that Stripe sent and that never came to us: taken from its list, kept and read like the others."""

from datetime import datetime

from marketplace.events import inbox
from marketplace.gateways.stripe import the_gateway


def fetch_missed(since: datetime) -> int:
    """How many were new to us.

    Only those about the platform's own account, since each list is one account's; how experts' accounts and payouts stand is
    asked every hour anyway (payouts/service.py, payouts/arriving.py).
    """
    read = inbox.kinds("stripe")
    listed = [one for one in the_gateway().events_since(since) if one["type"] in read]
    return sum(inbox.keep("stripe", one["id"], one["type"], one) for one in listed)
