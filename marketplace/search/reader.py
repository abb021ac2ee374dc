"""The address of a search, taken apart: what was typed, cleaned, and what turned out to be wrong with it."""

from collections.abc import Mapping, Sequence

from marketplace.kit.text import clean_line

NAMES = (
    "q",
    "product",
    "module",
    "outcome",
    "level",
    "release",
    "first",
    "last",
    "weekdays",
    "per_week",
    "share",
    "hours",
    "call",
    "near",
    "km",
    "remote",
    "rate",
    "currency",
    "language",
    "industry",
    "used",
    "overlap",
    "zone",
    "not_from",
    "rating",
    "fresh",
    "at_once",
    "after",
)
"""Everything a search can ask for, as the address names it; `page` besides."""

LISTS = {"weekdays": ",", "language": ",", "not_from": "\n"}
"""May stand in the address more than once, or once with these between the values."""

Args = Mapping[str, str] | Mapping[str, str | Sequence[str]]


class Reader:
    """The typed values (those of `LISTS` joined as one), and a sentence for each that makes no sense."""

    def __init__(self, args: Args) -> None:
        self._lists = {name: _values(args, name) for name in (*NAMES, "page") if name in args}
        joined = {
            name: LISTS[name].join(texts) if name in LISTS else texts[0]
            for name, texts in self._lists.items()
            if texts
        }
        self.page = joined.pop("page", None)
        self.typed = joined
        self.problems: dict[str, str] = {}

    def text(self, name: str) -> str:
        return self.typed.get(name, "")

    def texts(self, name: str) -> list[str]:
        """Each value once."""
        return list(dict.fromkeys(self._lists.get(name, ())))

    def whole(self, name: str, least: int, most: int, sentence: str) -> int | None:
        """A whole number between the two, or nothing."""
        text = self.text(name)
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most:
            return int(text)
        self.wrong(name, sentence)
        return None

    def wrong(self, name: str, sentence: str) -> None:
        self.problems.setdefault(name, sentence)

    def fine(self, *names: str) -> bool:
        return not self.problems.keys() & set(names)


def _values(args: Args, name: str) -> list[str]:
    """All of that name: from a request's arguments, which know about several, as from a plain mapping."""
    several = getattr(args, "getlist", None)
    given = several(name) if several else args[name]
    texts = [given] if isinstance(given, str) else list(given)
    parts = [part for text in texts for part in (text.split(LISTS[name]) if name in LISTS else (text,))]
    return [cleaned for part in parts if (cleaned := clean_line(part))]
