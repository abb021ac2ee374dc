"""Money as people read it, on pages and in mails alike."""

import re
from functools import lru_cache

from babel import Locale
from babel.numbers import format_currency

from marketplace.kit.money import Money

_AFTER_LETTERS = re.compile(r"(?<=[A-Z])(?=\d)")


@lru_cache(maxsize=4096)
def money_text(value: Money, locale: Locale | None) -> str:
    """`€1,250.00`, `SEK 8,340.00`, `−€20.00`: always with the digits that the currency has, so that figures line up."""
    written = format_currency(value.decimal(), value.currency, locale=locale or "en")
    return _AFTER_LETTERS.sub("\u00a0", written).replace("-", "−")
