"""The card form of the hosted Checkout, read and checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from marketplace.simulator.cards import Card, known

FIELDS = ("number", "expiry", "cvc", "name", "email")


@dataclass
class CardForm:
    """What was typed. `errors` maps a field to the sentence beside it."""

    number: str = ""
    expiry: str = ""
    cvc: str = ""
    name: str = ""
    email: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    card: Card | None = None
    month: int = 0
    year: int = 0

    @classmethod
    def read(cls, typed: Mapping[str, str], now: int, wants_email: bool) -> "CardForm":
        number, expiry, cvc, name, email = (typed.get(one, "").strip()[:200] for one in FIELDS)
        form = cls(number, expiry, cvc, name, email)
        form.check_number()
        form.check_expiry(datetime.fromtimestamp(now, UTC))
        if not re.fullmatch(r"\d{3,4}", form.cvc):
            form.errors["cvc"] = "The security code has three digits."
        if not form.name:
            form.errors["name"] = "Write the name on the card."
        if wants_email and not re.fullmatch(r"[^@\s]+@[^@\s]+", form.email):
            form.errors["email"] = "Write the e-mail address for the receipt."
        return form

    @classmethod
    def prepared(cls, number: str, name: str) -> "CardForm":
        """Filled in with one of the test cards, or empty."""
        card = known(number)
        return cls(card.spaced, "12 / 34", "123", name) if card else cls(name=name)

    def check_number(self) -> None:
        self.card = known(self.number)
        if not self.number:
            self.errors["number"] = "Write the card number."
        elif self.card is None:
            self.errors["number"] = "The simulator takes test cards only, such as 4242 4242 4242 4242."

    def check_expiry(self, now: datetime) -> None:
        found = re.fullmatch(r"(\d{1,2})\s*[/-]?\s*(\d{2}|\d{4})", self.expiry)
        if not found or not 1 <= int(found[1]) <= 12:
            self.errors["expiry"] = "Write month and year, like 12 / 34."
            return
        self.month, self.year = int(found[1]), int(found[2]) % 100 + 2000
        if (self.year, self.month) < (now.year, now.month):
            self.errors["expiry"] = "This card has expired."
