"""What a gateway raises, whatever library stands behind it.

Unavailable → GatewayUnavailable      nobody answered, or not clearly: whether it happened is unknown
Refused     → GatewayRefused          it answered no; `code` and `message` are its own words
              ├── CardDeclined        the bank said no, or wants the customer to be there
              └── InsufficientFunds   the balance does not hold that much
            → BadSignature            a notice that its sender did not sign
"""

from marketplace.kit.errors import Refused, Unavailable


class GatewayUnavailable(Unavailable):
    """Call again with the same key: it is safe, and it is the only way to learn what happened."""

    def __init__(
        self, sentence: str = "The payment service did not answer. Nothing is lost; we try again."
    ) -> None:
        super().__init__(sentence)


class GatewayRefused(Refused):
    """`code` is for branching, `message` for the log; the sentence is for the reader."""

    def __init__(self, code: str, message: str, sentence: str = "") -> None:
        super().__init__(sentence or "The payment service turned this down.")
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.sentence} [{self.code}] {self.message}"


class CardDeclined(GatewayRefused):
    """`authentication_required` asks for the customer; other codes for another card."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, message)


class InsufficientFunds(GatewayRefused):
    """More than the balance, or the charge it is taken from, holds now."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message, "There is not enough money available for this yet.")


class BadSignature(Refused):
    """Not from whom it says, or too old."""

    def __init__(self) -> None:
        super().__init__("The signature of this notice is not valid.")
