"""The box's text, word by word, and what has been made of it so far."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from dataclasses import replace as with_
from typing import Any

from marketplace.search import words
from marketplace.search.query import Query
from marketplace.search.understanding.parts import Part

MOST = 60
"""Words that are read at all: two hundred characters seldom have more."""


@dataclass(slots=True)
class Said:
    """A word as it stands in the text from `start` to `end`. `small` ones say nothing about the work, unless there are no others;
    `meant` are the words it probably is, when it is none itself."""

    start: int
    end: int
    word: str
    small: bool
    meant: list[str] = field(default_factory=list)

    @property
    def stems(self) -> set[str]:
        return {words.stem(one) for one in self.meant or [self.word]}

    def is_in(self, among: Collection[str]) -> bool:
        return any(one in among for one in self.meant or [self.word])


class Box:
    """The reading of a text: its words, which of them are taken, what they were taken for, and the query they lead to."""

    def __init__(self, query: Query) -> None:
        self.asked = self.query = query
        self.text = query.words
        self.words = list(_split(self.text))[:MOST]
        self.taken: set[int] = set()
        self.parts: list[tuple[int, Part]] = []

    @property
    def content(self) -> list[int]:
        """Places of the words that say something and are not taken yet."""
        return [at for at, one in enumerate(self.words) if at not in self.taken and not one.small]

    def free(self, at: int) -> bool:
        """There is a word, and nobody has taken it."""
        return 0 <= at < len(self.words) and at not in self.taken

    def word(self, at: int) -> str:
        """That word, or nothing where there is none left."""
        return self.words[at].word if self.free(at) else ""

    def take(self, kind: str, at: Iterable[int], label: str, **fields: Any) -> None:
        """These words are understood: they go into those fields of the query."""
        places = sorted(at)
        self.taken |= set(places)
        self.query = with_(self.query, **fields)
        self.parts.append((places[0], Part(kind, self.said(places), label, self.without(places))))

    def drop(self, at: Iterable[int]) -> None:
        """These words say nothing that narrows a search."""
        self.taken |= set(at)

    def said(self, places: Iterable[int]) -> str:
        """Their text, with what stands between neighbours."""
        return " … ".join(self.text[start:end] for start, end in self._runs(places))

    def without(self, places: Iterable[int]) -> str:
        """The text once they are gone; nothing when only small words would be left."""
        gone, left, at = set(places), "", 0
        for start, end in self._runs(gone):
            left, at = left + self.text[at:start], end
        kept = re.sub(r"\s+([,.;:!?])", r"\1", re.sub(r"\s+", " ", left + self.text[at:])).strip(" ,.;:-–&/")
        return kept if any(n not in gone and not one.small for n, one in enumerate(self.words)) else ""

    def _runs(self, places: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Where they begin and end in the text, neighbours together."""
        start = end = last = -1
        for at in sorted(places):
            if last >= 0 and at == last + 1:
                end = self.words[at].end
            else:
                if last >= 0:
                    yield start, end
                start, end = self.words[at].start, self.words[at].end
            last = at
        if last >= 0:
            yield start, end


def _split(text: str) -> Iterator[Said]:
    said = [(found, word) for found in re.finditer(r"[^\W_]+", text) for word in words.folded(found.group())]
    only_small = all(word in words.SMALL for _, word in said)
    for found, word in said:
        yield Said(found.start(), found.end(), word, word in words.SMALL and not only_small)
