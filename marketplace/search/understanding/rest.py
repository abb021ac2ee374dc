"""The words that are left: looked for in documents, by what they are or probably are, or left out and said."""

from collections.abc import Iterable, Mapping

from marketplace.search import vocabulary, words
from marketplace.search.understanding.box import Box, Said
from marketplace.search.understanding.parts import Term
from marketplace.search.vocabulary import Known

PEOPLE = frozenset(
    """
    expert experts specialist specialists consultant consultants professional professionals freelancer freelancers
    contractor contractors freelance person people guru
    """.split()
)
"""Everybody here is one: these narrow nothing, unless there is nothing else."""

OUTSIDE = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december today tomorrow tonight yesterday next week weeks weekend month months day days hour hours
    soon asap urgent urgently immediately now eur euro euros usd gbp chf sek dollar dollars pounds cheap rate price
    """.split()
)
"""Times and prices: they have filters of their own, which a word in a document cannot replace."""

SHORTEST_BEGINNING = 2


def terms(box: Box, known: Mapping[str, Known]) -> tuple[list[Term], list[str]]:
    """What documents must have, and what was left out."""
    left = box.content
    said = {at: box.words[at] for at in left if not _site(box, at)}
    spoken = {at: one for at, one in said.items() if one.word not in PEOPLE} or (
        said if not box.parts else {}
    )
    found: dict[str, Term] = {}
    unknown: dict[str, None] = {}
    confirmed = _confirmed(spoken.values())
    last = len(box.words) - 1
    for at, one in list(spoken.items()):
        term = None if _outside(one, known) else _term(one, known[one.word], confirmed, typing=at == last)
        if term is None:
            unknown[box.text[one.start : one.end]] = None
        elif term.word not in found and len(found) < words.MOST:
            found[term.word] = term
            meant = [each for each in one.meant if each in confirmed]
            box.take("words", [at], f"{one.word} → {' or '.join(meant)}" if meant else one.word)
    return list(found.values()), list(unknown)


def _term(one: Said, known: Known, confirmed: set[str], *, typing: bool) -> Term | None:
    stems = [words.stem(one.word)] if known.found else []
    stems += [words.stem(each) for each in one.meant if each in confirmed]
    begins = known.begun or (typing and known.found and len(one.word) >= SHORTEST_BEGINNING)
    exact = tuple(dict.fromkeys(f"s{words.spelled(each)}" for each in stems))
    prefixes = (f"w{words.spelled(one.word)}",) if begins else ()
    return Term(one.word, exact, prefixes) if exact or prefixes else None


def _confirmed(spoken: Iterable[Said]) -> set[str]:
    """Of what misspelled words probably are, what documents have: a vendor's own words may stand in none."""
    meant = {each for one in spoken for each in one.meant}
    return {word for word, one in vocabulary.known(meant).items() if one.found} if meant else set()


def _outside(one: Said, known: Mapping[str, Known]) -> bool:
    return one.word in OUTSIDE and not known[one.word].name


def _site(box: Box, at: int) -> bool:
    """ "On site" is how everybody works who is not remote."""
    return box.words[at].word == "onsite" or (box.words[at].word == "site" and box.word(at - 1) == "on")
