"""What somebody typed, looked at field by field, so that every mistake is told at once."""

from marketplace.kit.errors import Invalid
from marketplace.kit.text import clean, clean_line


class Typed:
    """Collects mistakes under the names of their fields; `check()` raises them together."""

    def __init__(self) -> None:
        self.mistakes: dict[str, str] = {}

    def line(self, field: str, text: str, most: int, *, needed: str = "") -> str:
        """One line of at most `most` characters. `needed` is the sentence for an empty one."""
        return self._measured(field, clean_line(text), most, needed)

    def text(self, field: str, text: str, most: int, *, needed: str = "") -> str:
        """The same for text of several lines."""
        return self._measured(field, clean(text), most, needed)

    def wrong(self, field: str, sentence: str) -> None:
        """Note a mistake; the first one of a field is the one that is told."""
        self.mistakes.setdefault(field, sentence)

    def check(self) -> None:
        if self.mistakes:
            raise Invalid(" ".join(self.mistakes.values()), self.mistakes)

    def _measured(self, field: str, cleaned: str, most: int, needed: str) -> str:
        if needed and not cleaned:
            self.wrong(field, needed)
        if len(cleaned) > most:
            self.wrong(field, f"That is {len(cleaned):,} characters; there is room for {most:,}.")
        return cleaned
