"""Words, as documents keep them and queries look for them."""

import re
from functools import lru_cache
from threading import local

import snowballstemmer

from marketplace.kit.text import fold


class _Stemmer(local):
    """One for each thread: it keeps the word that it works on in itself, so that two at once would mix up their letters."""

    def __init__(self) -> None:
        self.english = snowballstemmer.stemmer("english")


_STEMMER = _Stemmer()

LONGEST = 40
"""Letters. What is longer is a key or an address; nobody types it."""

MOST = 12
"""Words of a query that are looked for; whoever types more is describing, not narrowing."""

_SMALL = """
    a about all also an and any anybody anyone are around as at based be been being book but by can could did do
    does find for from get had has have having he help her him hire his how i in into is it its just know knows
    looking me must my near need needed needs of on only or our please search seeking she should so some somebody
    someone than that the their them there these they this those to up us very want wanted wants was we were what
    when where which who whom whose while will with within would you your
"""
SMALL = frozenset(_SMALL.split())
"""Words that say nothing about the work. "We need somebody for payroll" asks for payroll."""


def folded(text: str) -> list[str]:
    """The words in it, without case, accents and punctuation, in order."""
    return re.findall(r"[^\W_]+", fold(text).lower())


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What different forms of a folded word have in common: `payrolls` and `payroll` are `payrol`."""
    return str(_STEMMER.english.stemWord(word)) if word.isascii() and word.isalpha() else word


def spelled(word: str) -> str:
    """In ASCII letters and digits, so that every engine's text index keeps it whole; beginnings stay beginnings."""
    return word if word.isascii() else f"0x{word.encode().hex()}"


def tokens(text: str) -> list[str]:
    """What stands in a text index for it: each word as written (`w…`) and its stem (`s…`)."""
    found = dict.fromkeys(word for word in folded(text) if len(word) <= LONGEST)
    return [token for word in found for token in (f"w{spelled(word)}", f"s{spelled(stem(word))}")]


def terms(text: str) -> list[str]:
    """What a query looks for: each word once, small words left out unless there are no others."""
    unique = list(dict.fromkeys(folded(text)))
    return ([word for word in unique if word not in SMALL] or unique)[:MOST]
