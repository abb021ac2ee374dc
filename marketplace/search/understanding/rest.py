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
    october november december today tomorrow tonight yesterday asap urgent urgently immediately eur euro euros usd gbp
    chf sek dollar dollars pounds
    """.split()
)
"""Times and prices: they have filters of their own, which a word in a document cannot replace."""

MEASURES = frozenset("next week weeks weekend month months day days hour hours year years".split())
COUNTS = frozenset("one two three four five six seven eight nine ten few every per".split())
"""Together with such a one, a measure is a time, too: "next week", "for three days". Month-end closing is work."""

BEGINNING = 4
"""Letters from which a word also finds what begins with it; the last one, which may still be being typed, from `TYPED` on."""
TYPED = 2


def terms(box: Box, known: Mapping[str, Known]) -> tuple[list[Term], list[str]]:
    """What documents must have, and what was left out."""
    spoken = _spoken(box)
    confirmed = _confirmed(spoken.values())
    last = len(box.words) - 1
    outside = {at for at, one in spoken.items() if _is_time(box, at) and not known[one.word].name}
    read = {
        at: _term(one, known[one.word], confirmed, typing=at == last)
        for at, one in spoken.items()
        if at not in outside
    }
    if not box.parts and read and not any(read.values()):
        # Nothing is understood. To leave out everything would be to show everybody.
        read = {at: Term(spoken[at].word, (f"s{words.spelled(words.stem(spoken[at].word))}",)) for at in read}
    found: dict[str, Term] = {}
    for at, term in read.items():
        if term and (term.word in found or len(found) < words.MOST):
            found[term.word] = term
            box.take("words", [at], _label(spoken[at], confirmed))
    left = [one for at, one in spoken.items() if not read.get(at)]
    return list(found.values()), list(dict.fromkeys(box.text[one.start : one.end] for one in left))


def _spoken(box: Box) -> dict[int, Said]:
    said = {at: box.words[at] for at in box.content if not _site(box, at)}
    narrowing = {at: one for at, one in said.items() if one.word not in PEOPLE}
    return narrowing if narrowing or box.parts else said


def _label(one: Said, confirmed: set[str]) -> str:
    meant = [each for each in one.meant if each in confirmed]
    return f"{one.word} → {' or '.join(meant)}" if meant else one.word


def _term(one: Said, known: Known, confirmed: set[str], *, typing: bool) -> Term | None:
    stems = [words.stem(one.word)] if known.found else []
    stems += [words.stem(each) for each in one.meant if each in confirmed]
    begins = known.begun or (known.found and len(one.word) >= (TYPED if typing else BEGINNING))
    exact = tuple(dict.fromkeys(f"s{words.spelled(each)}" for each in stems))
    prefixes = (f"w{words.spelled(one.word)}",) if begins else ()
    return Term(one.word, exact, prefixes) if exact or prefixes else None


def _confirmed(spoken: Iterable[Said]) -> set[str]:
    """Of what misspelled words probably are, what documents have: a vendor's own words may stand in none."""
    meant = {each for one in spoken for each in one.meant}
    return {word for word, one in vocabulary.known(meant).items() if one.found} if meant else set()


def _is_time(box: Box, at: int) -> bool:
    if box.word(at) in OUTSIDE:
        return True
    around = [box.word(at - 1), box.word(at + 1)]
    if box.word(at) in MEASURES:
        return any(one in MEASURES or one in COUNTS or one.isdigit() for one in around)
    return (box.word(at) in COUNTS or box.word(at).isdigit()) and box.word(at + 1) in MEASURES


def _site(box: Box, at: int) -> bool:
    """ "On site" is how everybody works who is not remote."""
    return box.words[at].word == "onsite" or (box.words[at].word == "site" and box.word(at - 1) == "on")
