"""Countries by their ISO 3166 codes."""

from functools import cache

from babel import Locale

_NO_COUNTRY = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
"""Two-letter codes in the CLDR list of territories that name no country."""


@cache
def countries(language: str = "en") -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, by name."""
    names = Locale(language).territories.items()
    found = [
        (code, name) for code, name in names if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    ]
    return tuple(sorted(found, key=lambda pair: pair[1]))


@cache
def country_name(code: str, language: str = "en") -> str:
    """The country's name; the code itself when nobody knows it."""
    return dict(countries(language)).get(code, code)


def is_country(code: str) -> bool:
    return any(code == known for known, _ in countries())
