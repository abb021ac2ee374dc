"""What was probably meant by a word that stands nowhere."""

from collections.abc import Collection, Iterable, Mapping

from marketplace.search import slips, vocabulary

MOST = 3
"""Words that one misspelling may stand for."""


def corrected(words: Collection[str], besides: Iterable[str] = ()) -> Mapping[str, list[str]]:
    """The nearest words of the vocabulary and of `besides`, for each that has some. One statement."""
    wrong = [word for word in words if slips.allowed(word)]
    if not wrong:
        return {}
    candidates = vocabulary.resembling(wrong) | set(besides)
    found = {word: slips.nearest(word, candidates)[:MOST] for word in wrong}
    return {word: near for word, near in found.items() if near}


def nearest(word: str) -> list[str]:
    """The nearest words of the vocabulary; none where no word is near enough."""
    return list(corrected([word]).get(word, []))
