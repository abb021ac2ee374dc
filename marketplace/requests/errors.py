"""What can go wrong with a request, beyond what can go wrong with days (`bookings.errors`, `calendar.errors`)."""

from marketplace.kit.errors import Conflict


class NewerVersion(Conflict):
    """Somebody wrote another version since this one was read."""

    def __init__(self) -> None:
        super().__init__("There is a newer version by now. Look at it first; nothing has been agreed yet.")


class TooManyInvited(Conflict):
    """The cap: with more, nobody's chance is worth the work."""
