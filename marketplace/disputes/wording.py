"""What people write in a dispute, and how a division is said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from marketplace.bookings.models import Side
from marketplace.disputes.models import Topic
from marketplace.disputes.stakes import Division
from marketplace.kit.errors import Invalid
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money
from marketplace.kit.typed import Typed

LONGEST = 5_000
MOST_FILES = 5

Written = Callable[[Money], str]
"""How amounts are written for whoever reads."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks for who opens a dispute. `amount` is what they want for their own side of the price."""

    topic: Topic
    amount: Money
    text: str
    files: Sequence[Ref] = ()


def words_of(text: str, files: Sequence[Ref], *, needed: str, field: str = "text") -> str:
    """Raises `Invalid`."""
    typed = Typed()
    words = typed.text(field, text, LONGEST, needed=needed)
    if len(set(files)) > MOST_FILES:
        typed.wrong("files", f"At most {MOST_FILES} files at a time, please.")
    typed.check()
    return words


def back_of(amount: Money, side: Side, price: Money) -> int:
    """What goes back to the customer when that side gets `amount` of the price. Raises `Invalid`."""
    if amount.currency != price.currency:
        raise _wrong("The amount is in another currency than the booking.")
    if not 0 <= amount.amount <= price.amount:
        raise _wrong("That is more than is still open of the price.")
    return amount.amount if side is Side.CUSTOMER else price.amount - amount.amount


def asked_of(amount: Money, side: Side, price: Money) -> int:
    """The same for what is asked for at the beginning: nothing at all is no dispute."""
    if not amount:
        raise _wrong("Say how much you ask for.")
    return back_of(amount, side, price)


def said(made: Division, expert: str, customer: str, written: Written) -> str:
    """`€640.00 goes to Ana, and €704.00 back to Nordwind, fee included.`"""
    if not made.back_price:
        return f"All of {written(made.earned)} goes to {expert}, and nothing back to {customer}."
    if not made.earned:
        return f"Nothing goes to {expert}, and all of {written(made.back)} back to {customer}, fee included."
    return (
        f"{written(made.earned)} goes to {expert}, and {written(made.back)} back to {customer}, fee included."
    )


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, {"amount": sentence})
