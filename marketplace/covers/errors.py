"""What can go wrong with a backup."""

from marketplace.kit.errors import Conflict


class AlreadyCovered(Conflict):
    """One backup at a time."""

    def __init__(self) -> None:
        super().__init__("This booking has a backup already. Take that back first.")


class NotFree(Conflict):
    """They are no longer certified and free on all of these days."""

    def __init__(self) -> None:
        super().__init__("They are not free on all of these days any more. Look who is.")
