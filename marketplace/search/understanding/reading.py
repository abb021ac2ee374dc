"""The box, read step by step."""

from collections.abc import Mapping
from dataclasses import replace

from marketplace.registry.languages import NAMES as LANGUAGES
from marketplace.search import typos, vocabulary, words
from marketplace.search.query import Query
from marketplace.search.understanding import cues, names, outcomes, rest, towns
from marketplace.search.understanding.box import Box
from marketplace.search.understanding.lexicon import Lexicon, lexicon
from marketplace.search.understanding.parts import Understanding
from marketplace.search.vocabulary import Known

OWN = frozenset(
    {word for code in cues.USUAL for word in words.folded(LANGUAGES[code])}
    | cues.REMOTE
    | cues.SPEAKS
    | set(cues.LEVELS)
)
"""Words that the box itself understands."""


def understand(query: Query) -> Understanding:
    """Never raises, whatever stands in the box. What the reader has set in other fields stays as it is."""
    if not words.folded(query.words):
        return Understanding(query)
    box, spoken = Box(query), lexicon()
    known = dict(vocabulary.known([one.word for one in box.words if not one.small]))
    found = towns.look_up(box, spoken, known)
    if _correct(box, spoken, known, {place for at in found for place in at}):
        found = towns.look_up(box, spoken, known)
    outcome = outcomes.take(box, spoken)
    names.take(box, spoken, outcome.products if outcome else frozenset())
    cues.take(box)
    towns.take(box, found)
    terms, unknown = rest.terms(box, known)
    parts = [part for _, part in sorted(box.parts, key=lambda each: each[0])]
    return Understanding(replace(box.query, words=query.words), parts, terms, unknown)


def _correct(box: Box, spoken: Lexicon, known: dict[str, Known], elsewhere: set[int]) -> bool:
    """Find out what the words probably mean that nobody knows; whether some mean something."""
    strange = [
        one
        for at, one in enumerate(box.words)
        if at not in elsewhere and not one.small and not _is_known(one.word, spoken, known)
    ]
    if not strange:
        return False
    begun = vocabulary.begun([one.word for one in strange])
    known |= {word: replace(known[word], begun=True) for word in begun}
    wrong = [one for one in strange if one.word not in begun]
    meant = typos.corrected([one.word for one in wrong], spoken.words | OWN)
    for one in wrong:
        one.meant = list(meant.get(one.word, []))
    return bool(meant)


def _is_known(word: str, spoken: Lexicon, known: Mapping[str, Known]) -> bool:
    own = word in OWN or word in spoken.words or words.stem(word) in spoken.stems
    return own or word in rest.OUTSIDE or word in rest.PEOPLE or known[word].found
