"""The fields of a query, each read on its own: a value that makes sense, or nothing and a problem."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from marketplace.kit.errors import Invalid
from marketplace.kit.money import CURRENCIES, Money
from marketplace.kit.period import Days
from marketplace.kit.text import clean_line
from marketplace.programmes.levels import Level
from marketplace.registry.languages import NAMES as LANGUAGES

NAMES = (
    "q",
    "product",
    "module",
    "level",
    "first",
    "last",
    "near",
    "km",
    "remote",
    "rate",
    "currency",
    "language",
)
LONGEST_TEXT = 200
LONGEST_PERIOD = 120
FURTHEST = 366
FARTHEST_KM = 2_000

_SLUG = r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?"
_AMOUNT = re.compile(r"[0-9][0-9 ,.'’]{0,14}")


class Reader:
    """The typed values, and what turned out to be wrong with them."""

    def __init__(self, typed: Mapping[str, str]) -> None:
        self.typed = {name: clean_line(value) for name, value in typed.items()}
        self.problems: dict[str, str] = {}

    def text(self, name: str) -> str:
        return self.typed.get(name, "")

    def wrong(self, name: str, sentence: str) -> None:
        self.problems[name] = sentence


def words(reader: Reader) -> str:
    text = reader.text("q")
    if len(text) <= LONGEST_TEXT:
        return text
    reader.wrong("q", f"Please say it in up to {LONGEST_TEXT} characters.")
    return ""


def product(reader: Reader) -> str:
    text = reader.text("product")
    if not text or re.fullmatch(rf"{_SLUG}/{_SLUG}", text):
        return text
    reader.wrong("product", "We do not know that product. Choose one from the list.")
    return ""


def module(reader: Reader, of_product: str) -> str:
    """A module without its product is left over from another choice and says nothing."""
    text = reader.text("module")
    if not text or not of_product:
        return ""
    if re.fullmatch(_SLUG, text):
        return text
    reader.wrong("module", "We do not know that module. Choose one from the list.")
    return ""


def level(reader: Reader) -> Level | None:
    text = reader.text("level")
    if not text:
        return None
    try:
        return Level[text.upper()]
    except KeyError:
        reader.wrong("level", "Choose a level from the list.")
        return None


def period(reader: Reader, today: date) -> tuple[date, date] | tuple[None, None]:
    """First and last day, both or neither. One day alone is a period of one day."""
    first, last = _day(reader, "first"), _day(reader, "last")
    if last and not first and "first" not in reader.problems:
        reader.wrong("first", "From which day on? Without it we cannot tell who is free.")
    if not first or "last" in reader.problems:
        return None, None
    days = Days(first, last or first)
    _judge(reader, days, today)
    return (days.first, days.last) if not reader.problems.keys() & {"first", "last"} else (None, None)


def near(reader: Reader) -> str:
    text = reader.text("near")
    if len(text) <= LONGEST_TEXT:
        return text
    reader.wrong("near", "We do not know that town.")
    return ""


def km(reader: Reader, usual: int) -> int:
    text = reader.text("km")
    if not text:
        return usual
    if text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= FARTHEST_KM:
        return int(text)
    reader.wrong("km", f"Between 1 and {FARTHEST_KM:,} km, please.")
    return usual


def rate(reader: Reader) -> Money | None:
    text, currency = reader.text("rate"), reader.text("currency") or next(iter(CURRENCIES))
    if currency not in CURRENCIES:
        reader.wrong("rate", "Choose a currency from the list.")
    elif text and not _AMOUNT.fullmatch(text):
        reader.wrong("rate", "Write the amount in figures, like 640.")
    elif text:
        return _money(reader, text, currency)
    return None


def language(reader: Reader) -> str:
    code = reader.text("language")
    if not code or code in LANGUAGES:
        return code
    reader.wrong("language", "Choose a language from the list.")
    return ""


def _money(reader: Reader, text: str, currency: str) -> Money | None:
    try:
        return Money.parse(text, currency) or None
    except Invalid as mistake:
        reader.wrong("rate", mistake.sentence)
        return None


def _day(reader: Reader, name: str) -> date | None:
    text = reader.text(name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        reader.wrong(name, "Write the day like 2027-03-31.")
        return None


def _judge(reader: Reader, days: Days, today: date) -> None:
    if days.last < days.first:
        reader.wrong("last", "The last day comes before the first.")
    elif days.first < today:
        reader.wrong("first", "That day has passed. Search from today on.")
    elif days.first > today + timedelta(days=FURTHEST):
        reader.wrong("first", "That is more than a year ahead; nobody's calendar reaches that far.")
    elif len(days) > LONGEST_PERIOD:
        reader.wrong("last", f"That is {len(days):,} days. Search for up to {LONGEST_PERIOD} at a time.")
    elif not days.working():
        reader.wrong("last", "There is no Monday to Friday between these days.")
