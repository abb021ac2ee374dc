"""Hiding how to reach somebody: mail addresses, telephone numbers and links, and nothing that only looks like them.

Dates, times, amounts of money, versions, order numbers and bank accounts are full of digits and stops, so they are set aside first.
"""

import re
from collections.abc import Callable

MAIL, PHONE, LINK = "[mail address hidden]", "[telephone number hidden]", "[link hidden]"

_AT = r"(?:@|\s?[\[({]\s?at\s?[\])}]\s?)"
_DOT = r"(?:\.|\s?[\[({]\s?(?:dot|punkt)\s?[\])}]\s?)"
_ADDRESS = re.compile(
    rf"[\w.+%'-]{{1,64}}{_AT}\w[\w-]{{0,62}}(?:{_DOT}\w[\w-]{{0,62}}){{1,5}}", re.IGNORECASE
)

_ENDINGS = "com|org|net|edu|gov|eu|de|ch|uk|fr|nl|es|cz|dk|se|fi|pt|ca|au|jp|cn|br|io|biz|info|app|dev|online|shop|example|test"
_SHORT = "at|be|co|gg|gle|in|is|it|ly|me|no|pl|to|us|link|page|team|zoom|ai|so"
"""Endings that are words, too: a missing space after a full stop makes one. They count only with something behind a slash."""
_HOST = r"(?<![\w@.])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.){1,5}"
_LINK = re.compile(
    rf"\b(?:https?|ftp)://[^\s<>\"]+|\bwww\.[^\s<>\"]+\.[^\s<>\"]+|{_HOST}(?:{_ENDINGS})\b(?![\w-])(?:[/:?][^\s<>\"]*)?"
    rf"|{_HOST}(?:{_SHORT})/[^\s<>\"]*",
    re.IGNORECASE,
)
_PRODUCTS = frozenset(("asp.net", "vb.net", "ado.net", "ml.net", "socket.io"))
_TRAILING = ".,;:!?)]}'\"»”"

_SPACE = "[ \u00a0\u202f]"
_MONTHS = r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|okt|oct|nov|dec|dez)\w*"
_UNITS = "EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|JPY|euros?|dollars?|days?|hours?|people|employees|rows|records|MB|GB|ms"
_CURRENCY = rf"(?:€|\$|£|¥|%|‰|(?:{_UNITS})\b)"
_AMOUNT = r"(?:\d{1,3}(?:[ .,'’\u00a0\u202f]\d{3}(?!\d)){1,5}|\d{1,15})(?:[.,]\d{1,2}(?!\d))?"
_SET_ASIDE = re.compile(
    "|".join(
        (
            r"\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?)?",  # 2027-03-15 09:00
            r"\b\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4}\b|\s?\d{2}(?![\d.]))?(?!\d)",  # 15.03.2027, 15.3.
            r"\b\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})\b(?![ ./-]?\d)",  # 03/15/2027
            rf"\b\d{{1,2}}\.?\s{_MONTHS}\.?(?:\s\d{{4}})?\b",  # 15 March 2027
            rf"\b{_MONTHS}\.?\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b",  # March 15, 2027
            r"\b\d{1,2}[:h]\d{2}(?::\d{2})?(?!\d)",  # 09:00
            rf"{_CURRENCY}{_SPACE}?[-+−]?{_AMOUNT}",  # EUR 1 250 000.00
            rf"(?<![\d+])[-+−]?{_AMOUNT}{_SPACE}?{_CURRENCY}",  # 1 250 000,00 €
            r"(?<![\d+])\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d{1,2})?(?![\d])",  # 1.250.000,00
            r"(?<![\w.+])v?\d+(?:\.\d+){2,5}(?![\d.])(?! ?[-/] ?\d)",  # 10.1.2.3
            r"\0",  # nobody types it, but it is our own mark
            r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b",  # an IBAN
        )
    ),
    re.IGNORECASE,
)
_FRENCH = re.compile(r"(?<![\w.,/-])0[1-9](?:[ .-]\d\d){4}(?![\d.,]?\d)")
_AMERICAN = re.compile(r"(?<![\w.,/-])(?:\+?1[ .-])?(?:\(\d{3}\)\s?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w.]?\d)")
_RUN = re.compile(
    r"(?<![\w.,])(?:\+|\(\+?)?\d(?:(?:[ \u00a0]?[-/–.][ \u00a0]?|\)[ \u00a0]?|[ \u00a0]?\(|[ \u00a0])?\d){5,40}(?!\w)"
)
_YEAR = re.compile(r"^(?:19|20)\d\d (?=[0+(])")
_CUE = re.compile(
    r"\b(?:tel|phone|telefon|telephone|mobile?|mobil|handy|cell|fax|whatsapp|signal|telegram|call me|ring me|text me)\b"
    r"[^\d\n+(]{0,20}([+(]?\d[\d ()./–-]{4,20}\d)",
    re.IGNORECASE,
)


def masked(text: str) -> str:
    """The text without what leads past us. The same text when there is nothing of the kind; doing it again changes nothing."""
    without = _ADDRESS.sub(MAIL, text)
    return _phones(_LINK.sub(_link, without))


def hides(text: str) -> bool:
    return masked(text) != text


def _link(found: re.Match[str]) -> str:
    whole = found[0]
    kept = whole.rstrip(_TRAILING)
    return whole if kept.casefold() in _PRODUCTS else LINK + whole[len(kept) :]


def _phones(text: str) -> str:
    aside: list[str] = []
    text = _FRENCH.sub(PHONE, text)
    text = _AMERICAN.sub(PHONE, text)
    text = _CUE.sub(_cued, text)
    text = _SET_ASIDE.sub(_keeping(aside), text)
    text = _RUN.sub(_run, text)
    return re.sub("\0", lambda _: aside.pop(0), text)


def _keeping(aside: list[str]) -> Callable[[re.Match[str]], str]:
    """Each is left out of sight, and put back afterwards in the same order."""

    def keep(found: re.Match[str]) -> str:
        aside.append(found[0])
        return "\0"

    return keep


def _cued(found: re.Match[str]) -> str:
    number = found[1]
    if _SET_ASIDE.fullmatch(number) or not 6 <= _digits(number) <= 15:
        return found[0]
    return found[0][: -len(number)] + PHONE


def _run(found: re.Match[str]) -> str:
    """A whole row of digits; or each of two that a stroke with spaces keeps apart."""
    whole = found[0]
    year = _YEAR.match(whole)
    begin, rest = (year[0], whole[year.end() :]) if year else ("", whole)
    if rest.startswith("(") and rest.count("(") > rest.count(")"):
        begin, rest = f"{begin}(", rest[1:]
    if _is_phone(rest):
        return begin + PHONE
    parts = re.split(r"( [-/–] )", rest)
    return begin + "".join(PHONE if _is_phone(part) else part for part in parts)


def _is_phone(run: str) -> bool:
    """Beginning as numbers do that can be dialled from elsewhere: +49, 0049, 030. Fewer digits than any, or more, are none."""
    digits, plain = _digits(run), run.lstrip("+").isdigit()
    if run.startswith(("+", "(+")):
        return 8 <= digits <= 15
    bare = run.lstrip("(")
    if bare.startswith("00") and bare[2:3] not in ("", "0"):
        return 11 <= digits <= 15
    if bare.startswith("0") and bare[1:2].isdigit() and bare[1] != "0":
        return 11 <= digits <= 12 if plain else 9 <= digits <= 12
    return False


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)
