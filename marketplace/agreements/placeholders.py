"""Placeholders in a text: a fixed set of names, filled by plain substitution. What a vendor writes is never run as a template.

Values are written so that Markdown reads them as they are: a customer called "*1. FC*" stays that, and starts no list. They are put
in at one go, so a value that looks like a placeholder is not filled again.
"""

import re
from collections.abc import Mapping

from marketplace.kit.text import clean_line

MEANING: Mapping[str, str] = {
    "customer": "the organization that books",
    "booker": "who asks for it",
    "expert": "the expert",
    "vendor": "you",
    "skill": "what the expert is certified for",
    "level": "at which level",
    "release": "how long after approval the money is released",
    "purpose": "what the customer wrote that needs doing",
    "days": "every day, one by one, with its hours and price where these were changed; of a call, from when to when",
    "count": "how many days: 3 days; or a 45-minute call",
    "first_day": "the first day",
    "last_day": "the last day",
    "timezone": "where the days are counted",
    "rate": "the price of a day; of a call, of an hour",
    "unit": "what that rate is for: a day, or an hour; and for which of the days, where not for all",
    "price": "what the expert gets in all",
    "fee": "the fee on it",
    "fee_percent": "the fee in percent",
    "total": "what the customer pays",
    "cancellation": "what is given back when somebody cancels",
    "approval": "how long the customer has to approve hours",
    "po_number": "the customer's purchase order, or “none”",
    "cost_centre": "the customer's cost centre, or “none”",
    "reference": "the number of the booking",
}
"""In the order in which writers read them."""
NEEDED = ("customer", "expert", "days", "total")
"""Without these nobody knows what was agreed."""

_PLACE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_MARKS = re.compile(r"([\\`*_{}\[\]<>&#~|]|^[+=-]|(?<=^\d)[.)]|(?<=^\d\d)[.)])")
"""What Markdown reads as more than itself, anywhere or where a line begins (spec.commonmark.org)."""


def mistakes(text: str) -> list[str]:
    """What keeps the text from being used, in sentences; none when it is sound."""
    named = [one.strip() for one in _PLACE.findall(text)]
    unknown = sorted({one for one in named if one not in MEANING})
    found = [
        f"There is no placeholder {_shown(one)}; the list beside the text has all of them." for one in unknown
    ]
    rest = _PLACE.sub("", text)
    if "{{" in rest or "}}" in rest:
        found.append(
            "A placeholder is not closed: each is written {{ name }}, with two braces on either side."
        )
    missing = [_shown(one) for one in NEEDED if one not in named]
    if missing and not found:
        found.append(f"The text has to say who agrees to what, so it needs {', '.join(missing)}.")
    return found


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its placeholders replaced. Every name in it must be known."""
    return _PLACE.sub(lambda place: escaped(values[place.group(1).strip()]), text)


def escaped(value: str) -> str:
    """As it stands in a filled text: Markdown reads nothing in it."""
    return _MARKS.sub(r"\\\1", clean_line(value))


def _shown(name: str) -> str:
    return "{{ " + clean_line(name)[:40] + " }}"
