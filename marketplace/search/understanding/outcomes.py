"""Outcomes, found by how vendors word them.

An outcome is a short sentence, and nobody types it as it is written. So the order of words does not count, nor their
endings: a wording is said when at least two thirds of its words are, and two of them or all. Two thirds lets one word of
three be missing or said differently ("close our payroll" is "Close the payroll year"), and no more, as the words that are
left, an object without its verb, then fit half a catalogue. Two words at least, since one names a thing and not what is to
be done with it.

Names are names: where product and module explain as many of the same words, it is they that are meant, and the outcome
would only narrow it. Of several outcomes the one that explains most words is meant, then the one whose wording is said most
completely; where two are equal, none, and the words remain words, which find the same people among others.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.search.understanding import names
from marketplace.search.understanding.box import Box
from marketplace.search.understanding.lexicon import Lexicon, Outcome, Wording

SHARE = 2 / 3


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well a wording is said, and by which words of the box."""

    outcome: Outcome
    at: frozenset[int]
    share: float

    @property
    def weight(self) -> tuple[int, float]:
        return len(self.at), self.share


def take(box: Box, lexicon: Lexicon) -> Outcome | None:
    """Put the outcome that is meant into the query."""
    found = _meant(box, lexicon)
    if found is None or len(found.at) <= _named(box, lexicon, found.at):
        return None
    box.take("outcome", found.at, found.outcome.title, outcome=found.outcome.address)
    return found.outcome


def _meant(box: Box, lexicon: Lexicon) -> Likeness | None:
    content = {at: box.words[at].stems for at in box.content}
    said = {one for stems in content.values() for stem in stems for one in lexicon.wordings.get(stem, ())}
    likely = [
        like for one in said if _possible(box, one.outcome) for like in [_likeness(content, one)] if like
    ]
    best = max((one.weight for one in likely), default=None)
    meant = {one.outcome.address: one for one in likely if one.weight == best}
    return next(iter(meant.values())) if len(meant) == 1 else None


def _possible(box: Box, outcome: Outcome) -> bool:
    """Nothing else is chosen that contradicts it."""
    asked = box.asked
    return asked.outcome in ("", outcome.address) and (not asked.product or asked.product in outcome.products)


def _likeness(content: Mapping[int, set[str]], wording: Wording) -> Likeness | None:
    all_of_it = len(wording.stems)
    at = frozenset(place for place, stems in content.items() if stems & wording.stems)
    said = len(set().union(*(content[place] & wording.stems for place in at)))
    enough = said >= min(2, all_of_it) and said >= SHARE * all_of_it
    return Likeness(wording.outcome, at, said / all_of_it) if enough else None


def _named(box: Box, lexicon: Lexicon, at: frozenset[int]) -> int:
    """How many words the names explain that share some with the outcome."""
    return sum(len(match.at) for match, _ in names.resolved(box, lexicon) if at & set(match.at))
