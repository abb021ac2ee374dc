"""What somebody types about an expense, with everything that can be wrong about it told at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from marketplace.bookings.models import Booking, BookingState
from marketplace.expenses import bounds
from marketplace.expenses.bounds import Bound
from marketplace.expenses.models import Category, Expense
from marketplace.kit import clock
from marketplace.kit.errors import Invalid
from marketplace.kit.figures import money_text
from marketplace.kit.ids import Ref
from marketplace.kit.money import Money, digits_of
from marketplace.kit.typed import Typed

LONGEST_WORDS = 600
LONGEST_REASON = 1_000
LONGEST_ORIGINAL = 60
LEAST, MOST = 50, 99_999_999
"""Minor units that a card can be charged in one go (docs.stripe.com/currencies, minimum and maximum amounts). Of currencies with
three digits it charges only whole tens of them (the same page, three-decimal currencies)."""
MOST_FILES = 5
"""With one submission."""

SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥"}


@dataclass(frozen=True, slots=True)
class Spent:
    """As typed: `amount` in the booking's currency, `original` what the receipt says in another; `files` are refs of uploads."""

    category: str
    words: str
    spent_on: date | None
    amount: str
    original: str = ""
    files: Sequence[Ref] = ()


def fill(expense: Expense, spent: Spent) -> None:
    """Into the row, whose booking is known. Raises `Invalid` naming each field that needs another look."""
    typed, booking = Typed(), expense.booking
    words = typed.text("words", spent.words, LONGEST_WORDS, needed="Say in a few words what it was for.")
    original = typed.line("original", spent.original, LONGEST_ORIGINAL)
    claimed = _amount(typed, spent.amount, booking.price.currency)
    _check_bound(typed, claimed, bounds.on_hand_in(booking, expense))
    category = _category(typed, spent.category)
    _check_day(typed, booking, spent.spent_on)
    _check_files(typed, expense, spent.files)
    typed.check()
    assert spent.spent_on is not None
    expense.category, expense.words, expense.original = category, words, original
    expense.spent_on, expense.claimed = spent.spent_on, claimed


def approved(expense: Expense, text: str, reason: str) -> tuple[Money, str]:
    """The amount that an approver names, empty for all of it, and why it is less. Raises `Invalid`."""
    typed, currency = Typed(), expense.claimed.currency
    amount = _amount(typed, text, currency) if text.strip() else expense.claimed
    if not typed.mistakes and amount > expense.claimed:
        typed.wrong("amount", "That is more than was asked for. Approve at most what the receipt shows.")
    _check_bound(typed, amount, bounds.on_approval(expense))
    less = not typed.mistakes and amount < expense.claimed
    words = typed.text("reason", reason, LONGEST_REASON, needed="Say why it is less." if less else "")
    typed.check()
    return amount, words


def reason_of(text: str) -> str:
    """Why it is sent back. Raises `Invalid`."""
    typed = Typed()
    words = typed.text("reason", text, LONGEST_REASON, needed="Say what should be different.")
    typed.check()
    return words


def _amount(typed: Typed, text: str, currency: str) -> Money:
    """`45.20`, `€45.20` or `45.20 EUR` where the booking is paid in euros. Nothing is converted: rates are not ours to choose."""
    nothing = Money.zero(currency)
    bare = re.sub(re.escape(currency), "", text, flags=re.IGNORECASE).replace(
        SIGNS.get(currency, currency), ""
    )
    if re.search(r"[^\W\d_]|[€£$¥]", bare):
        typed.wrong(
            "amount",
            f"This booking is paid in {currency}. Write what it came to in {currency}, in figures, and what the receipt says "
            "in the field below.",
        )
        return nothing
    try:
        found = Money.parse(bare, currency)
    except Invalid as mistake:
        typed.wrong("amount", mistake.sentence)
        return nothing
    if not found:
        typed.wrong("amount", "Write how much it was, like 45.20.")
    elif not LEAST <= found.amount <= MOST:
        typed.wrong("amount", "So small or so large an amount cannot be charged to a card at once.")
    elif digits_of(currency) == 3 and found.amount % 10:
        typed.wrong(
            "amount", f"Cards are charged in hundredths of {currency}: the third digit has to be a 0."
        )
    return found


def _check_bound(typed: Typed, amount: Money, bound: Bound | None) -> None:
    """Said only where the amount is one at all."""
    if bound is None or "amount" in typed.mistakes or amount <= bound.left:
        return
    typed.wrong(
        "amount",
        f"All expenses of this booking come to at most {money_text(bound.most, None)}, {bound.rule}. "
        f"{money_text(bound.left, None)} of that is left.",
    )


def _category(typed: Typed, word: str) -> Category:
    if word not in set(Category):
        typed.wrong("category", "Choose what it was for.")
        return Category.OTHER
    return Category(word)


def _check_day(typed: Typed, booking: Booking, day: date | None) -> None:
    """Between the day the booking was asked for and today, or the day it was called off, on the expert's calendar."""
    called_off = booking.ended_at if booking.state is BookingState.CANCELLED else None
    zone = ZoneInfo(booking.timezone)
    if day is None:
        typed.wrong("spent_on", "Say on which day it was.")
    elif day > clock.today(booking.timezone):
        typed.wrong("spent_on", "This day is still to come.")
    elif called_off and day > called_off.astimezone(zone).date():
        typed.wrong(
            "spent_on", "The booking had been called off by then. Only what you paid before belongs to it."
        )
    elif day < booking.created_at.astimezone(zone).date():
        typed.wrong("spent_on", "This was before the booking was asked for, so it does not belong to it.")


def _check_files(typed: Typed, expense: Expense, files: Sequence[Ref]) -> None:
    if not files and not expense.files:
        typed.wrong("files", "Choose the receipt: a photograph or a PDF will do.")
    elif len(set(files)) > MOST_FILES:
        typed.wrong("files", f"At most {MOST_FILES} files at a time, please.")
