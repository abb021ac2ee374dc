"""The fields of a query about skill, place and terms, each read on its own: a value that makes sense, or nothing and a problem."""

import re
from functools import cache
from zoneinfo import available_timezones

from marketplace.kit.errors import Invalid
from marketplace.kit.money import CURRENCIES, Money
from marketplace.programmes.levels import Level
from marketplace.registry.employers import INDUSTRIES
from marketplace.registry.languages import NAMES as LANGUAGES
from marketplace.search.reader import Reader

LONGEST_TEXT = 200
FARTHEST_KM = 2_000
MOST_LANGUAGES = 5
MOST_EXCLUDED = 5
MOST_OVERLAP = 8
USUAL_CURRENCY = next(iter(CURRENCIES))

_SLUG = r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?"
_AMOUNT = re.compile(r"[0-9][0-9 ,.'’]{0,14}")
_STARS = re.compile(r"[1-5](?:[.,][0-9])?")
_CURSOR = re.compile(r"[A-Za-z0-9_-]{1,300}")

every_zone = cache(available_timezones)
"""Read from the disk once."""


def words(reader: Reader) -> str:
    return _short(reader, "q", f"Please say it in up to {LONGEST_TEXT} characters.")


def product(reader: Reader) -> str:
    sentence = "We do not know that product. Choose one from the list."
    return _matching(reader, "product", rf"{_SLUG}/{_SLUG}", sentence)


def module(reader: Reader, of_product: str) -> str:
    """A module without its product is left over from another choice and says nothing."""
    sentence = "We do not know that module. Choose one from the list."
    return _matching(reader, "module", _SLUG, sentence) if of_product else ""


def release(reader: Reader, of_product: str) -> str:
    """The same holds for a release."""
    sentence = "We do not know that release. Choose one from the list."
    return _matching(reader, "release", r"\S.{0,39}", sentence) if of_product else ""


def outcome(reader: Reader) -> str:
    sentence = "We do not know that outcome. Choose one from the list."
    return _matching(reader, "outcome", rf"{_SLUG}/{_SLUG}", sentence)


def level(reader: Reader) -> Level | None:
    text = reader.text("level").upper()
    if not text or text in Level.__members__:
        return Level[text] if text else None
    reader.wrong("level", "Choose a level from the list.")
    return None


def near(reader: Reader) -> str:
    return _short(reader, "near", "We do not know that town.")


def km(reader: Reader, usual: int) -> int:
    return reader.whole("km", 1, FARTHEST_KM, f"Between 1 and {FARTHEST_KM:,} km, please.") or usual


def rate(reader: Reader) -> Money | None:
    text, chosen = reader.text("rate"), currency(reader)
    if text and not _AMOUNT.fullmatch(text):
        reader.wrong("rate", "Write the amount in figures, like 640.")
    elif text and reader.fine("rate"):
        return _money(reader, text, chosen)
    return None


def currency(reader: Reader) -> str:
    code = reader.text("currency")
    if code and code not in CURRENCIES:
        reader.wrong("rate", "Choose a currency from the list.")
    return code if code in CURRENCIES else USUAL_CURRENCY


def languages(reader: Reader) -> tuple[str, ...]:
    codes = reader.texts("language")
    if not set(codes) <= LANGUAGES.keys():
        reader.wrong("language", "Choose a language from the list.")
    elif len(codes) > MOST_LANGUAGES:
        reader.wrong("language", f"Up to {MOST_LANGUAGES} languages at a time, please.")
    else:
        return tuple(codes)
    return ()


def industry(reader: Reader) -> str:
    text = reader.text("industry")
    if not text or text in INDUSTRIES:
        return text
    reader.wrong("industry", "Choose an industry from the list.")
    return ""


def rating(reader: Reader) -> int | None:
    """In tenths of a star."""
    text = reader.text("rating")
    tenths = int(10 * float(text.replace(",", ".")) + 0.5) if _STARS.fullmatch(text) else 0
    if 10 <= tenths <= 50:
        return tenths
    if text:
        reader.wrong("rating", "Between 1 and 5 stars, please, like 4.5.")
    return None


def stars(tenths: int) -> str:
    """As it stands in the address: `4.5`, `4`."""
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)


def overlap(reader: Reader) -> tuple[int, str] | tuple[None, str]:
    """Hours, and the zone in which they are counted: both or neither. A zone alone says nothing."""
    hours = reader.whole("overlap", 1, MOST_OVERLAP, f"Between 1 and {MOST_OVERLAP} hours, please.")
    zone = reader.text("zone")
    if zone and zone not in every_zone():
        reader.wrong("zone", "Choose a time zone from the list, like Europe/Berlin.")
    elif hours and not zone:
        reader.wrong("zone", "In which time zone do you work?")
    elif hours:
        return hours, zone
    return None, ""


def not_from(reader: Reader) -> tuple[str, ...]:
    names = reader.texts("not_from")
    if len(names) > MOST_EXCLUDED:
        reader.wrong("not_from", f"Up to {MOST_EXCLUDED} organizations at a time, please.")
    elif any(len(name) > LONGEST_TEXT for name in names):
        reader.wrong("not_from", f"Please name each in up to {LONGEST_TEXT} characters.")
    else:
        return tuple(names)
    return ()


def cursor(reader: Reader) -> str:
    sentence = "That place in the list is gone. Start from the first page."
    return _matching(reader, "after", _CURSOR.pattern, sentence)


def _short(reader: Reader, name: str, sentence: str) -> str:
    text = reader.text(name)
    if len(text) <= LONGEST_TEXT:
        return text
    reader.wrong(name, sentence)
    return ""


def _matching(reader: Reader, name: str, pattern: str, sentence: str) -> str:
    text = reader.text(name)
    if not text or re.fullmatch(pattern, text):
        return text
    reader.wrong(name, sentence)
    return ""


def _money(reader: Reader, text: str, currency: str) -> Money | None:
    try:
        return Money.parse(text, currency) or None
    except Invalid as mistake:
        reader.wrong("rate", mistake.sentence)
        return None
