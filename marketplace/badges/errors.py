"""What goes wrong with credentials."""

from marketplace.kit.errors import NotFound


class ProofWithdrawn(NotFound):
    """There was a public proof. Its holder took it back, or appears under another name since; we do not say which."""

    def __init__(self) -> None:
        super().__init__("This proof has been withdrawn by its holder.")
