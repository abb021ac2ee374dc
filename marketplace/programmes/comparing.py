"""What is different between two versions of a rubric, thing by thing and word by word."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from marketplace.kit.text import fold
from marketplace.programmes import wording
from marketplace.programmes.levels import Level
from marketplace.programmes.models import Criterion, Rubric, Terms

SHORT = 4
"""Words, blanks and marks in a row that are too few to stand on their own between two changes."""


class Kind(StrEnum):
    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text, and what became of them."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """`what` is the part it is about; its text, old and new words in one."""

    what: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Group:
    """Everything that changed in one criterion or level. `kind` tells one that is NEW or GONE as a whole."""

    title: str
    kind: Kind
    changes: Sequence[Change]


def compare(old: Rubric, new: Rubric) -> list[Group]:
    """Groups in the order of the new version; empty when both say the same."""
    groups = [
        Group("About the programme", Kind.KEPT, _changes([("", old.about, new.about)])),
        *(_criterion(was, now) for was, now in _pairs(old.criteria, new.criteria)),
        *(_level(level, old.terms_of(level), new.terms_of(level)) for level in Level),
    ]
    return [one for one in groups if one.changes]


def words(was: str, now: str) -> list[Piece]:
    """Both texts in one: words that stay, words that go, words that come."""
    pieces: list[Piece] = []
    for old, new in _runs(_split(was), _split(now)):
        if old == new:
            pieces.append(Piece(Kind.KEPT, old))
        else:
            pieces += [Piece(Kind.GONE, old), Piece(Kind.NEW, new)]
    return [one for one in pieces if one.text]


def _split(text: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _runs(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    """Stretches of both, the same or not. A lone word or blank between two changes is part of one longer change, so that
    a sentence that was written anew does not end up as confetti."""
    runs: list[tuple[str, str]] = []
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, i, j, k, m) in enumerate(opcodes):
        was, now = "".join(old[i:j]), "".join(new[k:m])
        bridge = tag == "equal" and 0 < number < len(opcodes) - 1 and j - i < SHORT
        grows = tag != "equal" and bool(runs) and runs[-1][0] != runs[-1][1]
        if bridge or grows:
            runs[-1] = (runs[-1][0] + was, runs[-1][1] + now)
        else:
            runs.append((was, now))
    return runs


def _pairs(
    old: Sequence[Criterion], new: Sequence[Criterion]
) -> Iterator[tuple[Criterion | None, Criterion | None]]:
    """The same criterion in both: by name, else by place, since one may have been renamed."""
    names = {fold(one.name) for one in new}
    left = {fold(one.name): one for one in old}
    renamed = {one.position: one for one in old if fold(one.name) not in names}
    for one in new:
        if fold(one.name) in left:
            yield left.pop(fold(one.name)), one
        else:
            was = renamed.pop(one.position, None)
            if was:
                left.pop(fold(was.name))
            yield was, one
    yield from ((one, None) for one in left.values())


def _criterion(was: Criterion | None, now: Criterion | None) -> Group:
    named = now or was
    assert named is not None
    old, new = _told(was), _told(now)
    changes = _changes((what, old.get(what, ""), new.get(what, "")) for what in old | new)
    if was and now and was.position != now.position and not changes:
        moved = f"moved from place {was.position} to {now.position}"
        changes = [Change("Order", [Piece(Kind.NEW, moved)])]
    return Group(f"Criterion: {named.name}", _kind(was, now), changes)


def _told(criterion: Criterion | None) -> dict[str, str]:
    if criterion is None:
        return {}
    looks = {level.label: criterion.looks_like(level) for level in Level}
    return {"Name": criterion.name, "Question": criterion.about} | looks


def _level(level: Level, was: Terms | None, now: Terms | None) -> Group:
    old, new = _asked(was), _asked(now)
    changes = _changes((what, old.get(what, ""), new.get(what, "")) for what in old | new)
    return Group(f"Level: {level.label}", _kind(was, now), changes)


def _asked(terms: Terms | None) -> dict[str, str]:
    if terms is None:
        return {}
    return {
        "Evidence": wording.asked(terms),
        "A certificate holds": wording.lasting(terms),
        "Decided by": wording.deciding(terms),
    }


def _kind(was: object | None, now: object | None) -> Kind:
    if was is None:
        return Kind.NEW
    return Kind.GONE if now is None else Kind.KEPT


def _changes(texts: Iterable[tuple[str, str, str]]) -> list[Change]:
    return [Change(what, words(was, now)) for what, was, now in texts if was != now]
