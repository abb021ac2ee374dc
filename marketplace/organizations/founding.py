"""The organization that somebody registered for exists once they have confirmed their address."""

from marketplace.accounts.events import AddressConfirmed
from marketplace.events.models import Event
from marketplace.organizations import service


def keep_promise(fact: AddressConfirmed, _: Event) -> None:
    """Reaction to AddressConfirmed."""
    service.found_promised(fact.subject)
