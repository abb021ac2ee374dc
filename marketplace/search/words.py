"""Words, as documents keep them and queries look for them."""

import re

from marketplace.kit.text import fold

MOST = 12
"""Words of a query that are looked for; whoever types more is describing, not narrowing."""

_SMALL = """
    a an and are as at be by can could do does for from has have help how i in into is it me my need needs of on or our
    please so some somebody someone that the their there they this to up us want we who will with you your
"""
SMALL = frozenset(_SMALL.split())
"""Words that say nothing about the work. "We need somebody for payroll" asks for payroll."""


def folded(text: str) -> list[str]:
    """The words in it, without case, accents and punctuation, in order."""
    return re.findall(r"[^\W_]+", fold(text).lower())


def document(*texts: str) -> str:
    """All their words, each once, with a space before and after every one."""
    unique = dict.fromkeys(word for text in texts for word in folded(text))
    return f" {' '.join(unique)} "


def terms(text: str) -> list[str]:
    """What a query looks for: each word once, small words left out unless there are no others."""
    unique = list(dict.fromkeys(folded(text)))
    return ([word for word in unique if word not in SMALL] or unique)[:MOST]
