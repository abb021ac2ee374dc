"""What can go wrong in a team."""

from marketplace.kit.errors import Conflict, NotAllowed


class InvitedSomebodyElse(NotAllowed):
    """The invitation went to an address the person has not verified."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"This invitation was sent to {address}, which is not a verified address of your account."
        )
        self.address = address


class LastOwner(Conflict):
    """An organization always has an owner, a vendor always an administrator."""
