"""Words from people: cleaned on the way in, folded for comparing, slugged for addresses."""

import re
import unicodedata

_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\n", "\t", "\u200d", "\u200c"}
"""Line ends; the joiners that emoji and several scripts need."""


def clean(text: str) -> str:
    """NFC, no control or direction-override characters, line ends as \\n, no space around.

    Overrides could make a name read as another (Unicode TR 36); right-to-left text itself needs none of them.
    """
    unified = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in unified if c in _KEPT or unicodedata.category(c) not in _UNSEEN).strip()


def clean_line(text: str) -> str:
    """The same on one line, runs of white space made one space."""
    return re.sub(r"\s+", " ", clean(text)).strip()


def apart(name: str) -> str:
    """A name for a line that goes on with figures: one written from right to left would turn them round (Unicode TR 9)."""
    turned = any(unicodedata.bidirectional(c) in {"R", "AL"} for c in name)
    return f"\u2068{name}\u2069" if turned else name


def fold(text: str) -> str:
    """For comparing as people do: no case, no accents."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def slug(text: str, fallback: str) -> str:
    """`"Ana Þórsdóttir"` to `"ana-thorsdottir"`; `fallback` where nothing Latin is left."""
    latin = fold(text).replace("þ", "th").replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    plain = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
    return plain[:60].strip("-") or fallback
