"""How a slip of the keyboard is recognised without comparing every word: by what is left when letters are left out.

A word and its misspelling have a deletion in common: "payrol" lacks one letter of "payroll", "payrlol" and "payroll" are
both "payrol" with one letter more. Of long words only the beginning is taken, which keeps the index small and, as a slip
moves the beginning by no more letters than it adds, loses nothing (the idea is SymSpell's, W. Garbe 2012). Whatever is
found this way is then measured.
"""

from collections.abc import Iterable

from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters of a word that can be misspelled; shorter ones are all alike."""

LONG = 8
"""From here on two slips are one too many to be another word."""

BEGINNING = 7


def allowed(word: str) -> int:
    """Slips in a word: a letter too many, too few, another, or two in the wrong order."""
    if len(word) < SHORTEST or any(letter.isdigit() for letter in word):
        return 0
    return 2 if len(word) >= LONG else 1


def deletions(word: str) -> set[str]:
    """The beginning of the word, and what is left of it without one letter; without two where two slips are allowed."""
    found = {word[:BEGINNING]}
    if not allowed(word) or not word.isalpha():
        return set()
    # A word of seven letters may be a long one that lacks a letter.
    for _ in range(2 if len(word) >= LONG - 1 else 1):
        found |= {one[:at] + one[at + 1 :] for one in found for at in range(len(one))}
    return found


def nearest(word: str, candidates: Iterable[str]) -> list[str]:
    """Those at the least distance that is allowed. People seldom mistype the first letter, so who shares it comes first."""
    most = allowed(word)
    if not most:
        return []
    measured = {one: OSA.distance(word, one, score_cutoff=most) for one in set(candidates) - {word}}
    close = {one: distance for one, distance in measured.items() if distance <= min(most, allowed(one))}
    least = min(close.values(), default=0)
    found = sorted(one for one, distance in close.items() if distance == least)
    same_start = [one for one in found if one[0] == word[0]]
    return same_start or found
