"""Plain text as paragraphs, with the web addresses in it made links that carry no weight."""

import re

from markupsafe import Markup, escape

_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"\\]+", re.IGNORECASE)
_LINK = Markup('<a href="{0}" rel="nofollow noopener noreferrer ugc">{0}</a>')


def linked(text: str) -> Markup:
    """Nothing that was typed is ever read as HTML; a line end stays one, an empty line begins a paragraph."""
    parts = re.split(r"\n\s*\n", text.strip())
    return Markup("").join(Markup("<p>{}</p>").format(_lines(part)) for part in parts if part)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(_line(line) for line in text.split("\n"))


def _line(text: str) -> Markup:
    made, end = Markup(""), 0
    for found in _ADDRESS.finditer(text):
        address = _trimmed(found[0])
        made += escape(text[end : found.start()]) + _LINK.format(address)
        end = found.start() + len(address)
    return made + escape(text[end:])


def _trimmed(address: str) -> str:
    """Without the stop of the sentence, or a bracket that was opened before the address."""
    address = address.rstrip(".,;:!?'”’»")
    while address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:!?'”’»")
    return address
