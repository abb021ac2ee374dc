"""A town, as people say it: "in Hamburg", "near Stratford-upon-Avon", or only "payroll Hamburg".

After "in", any town counts, unless the word is an ordinary one here ("in time"). On its own it has to be a large town, and
much larger than any other of its name; nobody here may be called so, and it may be no everyday word. Otherwise it stays a
word, and then finds those who live or worked there. A country behind the town tells which one is meant: "in Valencia,
Spain".
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import BindParameter, bindparam, select, union_all

from marketplace.db.base import db
from marketplace.kit.countries import country_name
from marketplace.kit.text import fold
from marketplace.registry.models import Place, PlaceName
from marketplace.search import words
from marketplace.search.remembering import asked_once
from marketplace.search.understanding.box import Box
from marketplace.search.understanding.lexicon import Lexicon
from marketplace.search.vocabulary import Known

BEFORE = frozenset("in near around from at by within close nearby".split())
BASED = frozenset("based living located close onsite".split())
"""May stand before those, and then goes with them."""

LONGEST = 3
"""Words of a town's name; Frankfurt am Main has as many."""

SHORTEST = 4
LARGE = 100_000
FAR_LARGER = 3

_EVERYDAY = """
    bath best bury cork crew deal derby enterprise hull independence lens mission mobile most normal nice orange police
    reading rugby sale split surprise temple tours university wells worms
"""
EVERYDAY = frozenset(_EVERYDAY.split())
"""Towns, too. Whoever means the town says "in"."""

_COLUMNS = (Place.id, Place.name, Place.region, Place.country, Place.population)
_NAMES: BindParameter[str] = bindparam("names", expanding=True)
NAMED = union_all(
    select(Place.folded, *_COLUMNS).where(Place.folded.in_(_NAMES)),
    select(PlaceName.folded, *_COLUMNS)
    .join(Place, Place.id == PlaceName.place_id)
    .where(PlaceName.folded.in_(_NAMES)),
)


@dataclass(frozen=True, slots=True)
class Town:
    id: int
    name: str
    label: str
    country: str
    population: int


Towns = Mapping[tuple[int, ...], list[Town]]
"""By the words of the box that name them, the largest first."""


def look_up(box: Box, lexicon: Lexicon, known: Mapping[str, Known]) -> Towns:
    """What could be towns among the words, in one statement; nothing where the reader has set a town."""
    if box.asked.near:
        return {}
    runs = {at: set(_spellings(box, at)) for at in _runs(box) if _possible(box, at, lexicon, known)}
    named = _named({name for names in runs.values() for name in names})
    found = {}
    for at, names in runs.items():
        towns = sorted(
            (one for name in names for one in named.get(name, ())), key=lambda one: -one.population
        )
        if towns and (_cued(box, at) or _alone(towns)):
            found[at] = towns
    return found


def take(box: Box, towns: Towns) -> None:
    """The town that is said most clearly: with "in" before it, then with most words."""
    possible = [at for at in towns if all(map(box.free, at))]
    if not possible:
        return
    at = min(possible, key=lambda one: (not _cued(box, one), -len(one), one))
    town, country = _meant(box, at, towns[at])
    cue = _cue(box, at[0])
    places = sorted({*cue, *at, *country})
    before = f"{box.words[at[0] - 1].word} " if cue and box.words[at[0] - 1].word == "near" else "in "
    box.take("place", places, f"{before}{town.name}", near=town.label)


def _runs(box: Box) -> Iterable[tuple[int, ...]]:
    for start in range(len(box.words)):
        for length in range(1, LONGEST + 1):
            at = tuple(range(start, start + length))
            if all(map(box.free, at)) and not box.words[at[0]].small and not box.words[at[-1]].small:
                yield at


def _possible(box: Box, at: tuple[int, ...], lexicon: Lexicon, known: Mapping[str, Known]) -> bool:
    if len(at) > 1:
        return True
    said = box.words[at[0]]
    one = known.get(said.word, Known())
    ordinary = bool(said.stems & lexicon.stems) or said.word in EVERYDAY or len(said.word) < SHORTEST
    if _cued(box, at):
        return not (ordinary and box.text[said.start].islower())
    return not ordinary and not one.name


def _cued(box: Box, at: tuple[int, ...]) -> bool:
    return box.word(at[0] - 1) in BEFORE or (box.word(at[0] - 1) == "to" and box.word(at[0] - 2) == "close")


def _cue(box: Box, first: int) -> list[int]:
    found = [first - 1] if box.word(first - 1) in BEFORE else []
    if box.word(first - 1) == "to" and box.word(first - 2) == "close":
        return [first - 2, first - 1]
    if found and box.word(first - 2) in BASED:
        found.append(first - 2)
    if found and (box.word(first - 3), box.word(first - 2)) == ("on", "site"):
        found += [first - 3, first - 2]
    return found


def _alone(towns: list[Town]) -> bool:
    """Large, and nobody thinks of another one."""
    first, others = towns[0], [one for one in towns if one.id != towns[0].id]
    return first.population >= LARGE and all(
        one.population * FAR_LARGER <= first.population for one in others
    )


def _meant(box: Box, at: tuple[int, ...], towns: list[Town]) -> tuple[Town, tuple[int, ...]]:
    """The one in the country that is named behind it, with the words that name it; otherwise the largest."""
    for length in (3, 2, 1):
        behind = tuple(range(at[-1] + 1, at[-1] + 1 + length))
        spelled = " ".join(box.word(place) for place in behind)
        for one in towns:
            if spelled == " ".join(words.folded(country_name(one.country))):
                return one, behind
    return towns[0], ()


def _spellings(box: Box, at: tuple[int, ...]) -> Iterable[str]:
    """As typed, hyphens and all; with a space between words; as what a misspelled word probably is."""
    said = [box.words[place] for place in at]
    yield fold(box.text[said[0].start : said[-1].end])
    yield " ".join(one.word for one in said)
    if len(said) == 1:
        yield from said[0].meant


@asked_once
def _named(names: Collection[str]) -> dict[str, list[Town]]:
    if not names:
        return {}
    found: dict[str, list[Town]] = {}
    rows = db.session.execute(NAMED, {"names": list(names)})
    for said, one, name, region, country, population in rows:
        label = Place(name=name, region=region, country=country).label
        found.setdefault(said, []).append(Town(one, name, label, country, population))
    return found
