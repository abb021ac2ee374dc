"""A level, languages, and remote work, as people say them."""

from collections.abc import Iterator

from marketplace.programmes.levels import Level
from marketplace.registry.languages import COMMON
from marketplace.registry.languages import NAMES as LANGUAGES
from marketplace.search import words
from marketplace.search.understanding.box import Box

LEVELS = {one.name.lower(): one for one in Level}

REMOTE = frozenset({"remote", "remotely"})

USUAL = frozenset({*COMMON, *"bg el et fi he hr hu ko lt lv no ro ru sk sl sr uk".split()})
"""Languages that are understood by their name alone. The others have names that mean more: Ewe, Manx, Nauru."""

SPEAKS = frozenset("speak speaks speaking fluent fluently native".split())
SPOKEN = frozenset("speaking speaker speakers language native".split())

_NAMED = {tuple(words.folded(name)): code for code, name in LANGUAGES.items()}


def take(box: Box) -> None:
    _take_level(box)
    _take_remote(box)
    _take_languages(box)


def _take_level(box: Box) -> None:
    """Only where a level is clearly meant: "payroll expert" asks for a person, "at least expert" for a level."""
    if box.query.level is not None:
        return
    for at in range(len(box.words)):
        level = _level(box.word(at))
        cue = _level_cue(box, at) if level else []
        if level and (cue or box.word(at) == "practitioner"):
            box.take("level", [at, *cue], f"{level.label} or higher", level=level)
            return


def _level(word: str) -> Level | None:
    return LEVELS.get(word) or (Level(int(word)) if word in ("1", "2", "3", "4") else None)


def _level_cue(box: Box, at: int) -> list[int]:
    """The words around it that say so."""
    before, after = (box.word(at - 2), box.word(at - 1)), (box.word(at + 1), box.word(at + 2))
    if before[1] == "level":
        return [at - 1]
    if box.word(at).isdigit():
        return []
    found = [at - 2, at - 1] if before == ("at", "least") else [at - 1] if before[1] == "minimum" else []
    if after[0] == "level":
        found.append(at + 1)
    if after[0] == "or" and after[1] in ("higher", "above", "better", "up"):
        found += [at + 1, at + 2]
    return found


def _take_remote(box: Box) -> None:
    at = [place for place in box.content if box.words[place].is_in(REMOTE)]
    if at:
        box.take("remote", at, "Remote", remote=True)


def _take_languages(box: Box) -> None:
    """Unless the reader has chosen some: then their names are words like others."""
    if box.asked.languages:
        return
    for at, code in list(_languages(box)):
        if not all(map(box.free, at)):
            continue
        cue = _speaking(box, at[0], at[-1])
        if cue or code in USUAL:
            languages = tuple(dict.fromkeys((*box.query.languages, code)))
            box.take("language", [*at, *cue], LANGUAGES[code], languages=languages)


def _languages(box: Box) -> Iterator[tuple[list[int], str]]:
    """Names of languages in the box, the longer ones first."""
    for length in (2, 1):
        for start in range(len(box.words) - length + 1):
            at = list(range(start, start + length))
            spelled = [box.words[place].meant or [box.words[place].word] for place in at]
            code = _NAMED.get(tuple(one[0] for one in spelled))
            if code:
                yield at, code


def _speaking(box: Box, first: int, last: int) -> list[int]:
    """Words around it that say that it is spoken."""
    found = [last + 1] if box.word(last + 1) in SPOKEN else []
    before = first - 1
    if box.word(before) == "in" and box.word(before - 1) in SPEAKS:
        found.append(before)
        before -= 1
    if box.word(before) in SPEAKS:
        found.append(before)
    return found
