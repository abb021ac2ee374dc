"""What can go wrong with a dispute."""

from marketplace.kit.errors import Conflict


class AlreadyDisputed(Conflict):
    """A dispute about the booking is open, or one has ended with a division."""


class NothingOpen(Conflict):
    """The money has left for the expert, or went back to the customer."""


class OfferChanged(Conflict):
    """The other side offers something else by now."""
