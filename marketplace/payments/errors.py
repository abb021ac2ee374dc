"""What can go wrong with a payment."""

from marketplace.kit.errors import Conflict


class NotWaiting(Conflict):
    """The booking does not wait for a payment, or not any more."""


class AlreadyPaid(NotWaiting):
    """Nothing is left to pay."""

    def __init__(self, sentence: str = "This is already paid.") -> None:
        super().__init__(sentence)


class TooMuch(Conflict):
    """More would go back than was paid. A slip of our own, for a person to look at."""
