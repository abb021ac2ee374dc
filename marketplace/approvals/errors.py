"""What can go wrong while a booking waits for its approval."""

from marketplace.kit.errors import Conflict


class NotApproved(Conflict):
    """Nobody pays for what is not approved."""
