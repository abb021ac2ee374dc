"""Languages with a two-letter code (ISO 639-1), by their English names."""

from babel import Locale

NAMES: dict[str, str] = {
    code: name
    for code, name in sorted(Locale("en").languages.items(), key=lambda pair: pair[1])
    if len(code) == 2
}

COMMON = ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "cs", "tr", "ar", "hi", "zh", "ja")
"""Offered first."""

MOST = 12
"""More than that, and nobody believes it."""


def name(code: str) -> str:
    return NAMES.get(code, code)
