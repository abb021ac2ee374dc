"""What can go wrong with a change, beyond a day being taken (`calendar.errors.DatesTaken`)."""

from marketplace.kit.errors import Conflict


class AlreadyOpen(Conflict):
    """Another change of the booking waits for its end."""

    def __init__(self) -> None:
        super().__init__(
            "Another change of this booking is still open. Answer it or take it back first, then propose this one."
        )


class BegunAlready(Conflict):
    """A day that would change has begun, or the booking is over."""
