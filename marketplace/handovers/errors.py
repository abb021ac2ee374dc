"""What can go wrong with a hand-over."""

from marketplace.kit.errors import NotAllowed


class HandedToSomebodyElse(NotAllowed):
    """The link went to an address the person has not verified."""

    def __init__(self, address: str) -> None:
        super().__init__(f"This was sent to {address}, which is not a verified address of your account.")
        self.address = address
