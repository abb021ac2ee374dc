"""What can go wrong with an agreement."""

from marketplace.kit.errors import Conflict


class AgreementChanged(Conflict):
    """Another text has been published since this one was read."""

    def __init__(self) -> None:
        super().__init__(
            "The agreement has changed since you read it. Please read the new text, and tick it again."
        )


class NotBinding(Conflict):
    """Nobody seals what only one side has agreed to."""

    def __init__(self) -> None:
        super().__init__("It can be downloaded once both sides have agreed.")


class HiddenYet(Conflict):
    """A file cannot hide what its readers may not see before the payment."""

    def __init__(self) -> None:
        super().__init__(
            "It names ways to reach each other, which stay hidden until the booking is paid. It can be downloaded then."
        )


class NoDraft(Conflict):
    """Somebody else was faster: published, or thrown away."""

    def __init__(self) -> None:
        super().__init__("There is no draft any more. Somebody may have published it, or thrown it away.")
