"""Names of products and modules, and their synonyms, found in the box: the longest first, by their stems.

A phrase that means several things means none, unless the product is known from elsewhere: "Gate" alone is a word when two
products have such a module. One product and one module are understood; what names another stays words, and finds those
whose skills have it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.search.understanding.box import Box
from marketplace.search.understanding.lexicon import Lexicon, Target


@dataclass(frozen=True, slots=True)
class Match:
    """Words of the box that are a phrase of the lexicon."""

    at: tuple[int, ...]
    targets: frozenset[Target]


@dataclass(slots=True)
class Chosen:
    """What the query is about so far. `within` are the products it can be about; empty for any."""

    product: str
    module: str
    within: frozenset[str] = frozenset()

    def fits(self, one: Target) -> bool:
        if self.within and one.product not in self.within:
            return False
        if self.product and one.product != self.product:
            return False
        return not (self.module and one.module and one.module != self.module)


def take(box: Box, lexicon: Lexicon, within: frozenset[str] = frozenset()) -> None:
    """Put what is named into the query."""
    for match, target in resolved(box, lexicon, within):
        if not target.module:
            box.take("product", match.at, target.product_name, product=target.product)
            continue
        known = box.query.product == target.product
        label = target.module_name if known else f"{target.product_name} · {target.module_name}"
        box.take("module", match.at, label, product=target.product, module=target.module)


def resolved(box: Box, lexicon: Lexicon, within: frozenset[str] = frozenset()) -> list[tuple[Match, Target]]:
    """The phrases that mean one thing, products first."""
    chosen = Chosen(box.asked.product, box.asked.module, within)
    found: list[tuple[Match, Target]] = []
    left = _matches(box, lexicon)
    while step := next(((one, target) for one in left for target in [_meant(one, chosen)] if target), None):
        match, target = step
        chosen.product, chosen.module = target.product, target.module or chosen.module
        found.append(step)
        left = [one for one in left if not set(one.at) & set(match.at)]
    return sorted(found, key=lambda each: (bool(each[1].module), each[0].at))


def _meant(match: Match, chosen: Chosen) -> Target | None:
    fitting = [one for one in match.targets if chosen.fits(one)]
    return fitting[0] if len(fitting) == 1 else None


def _matches(box: Box, lexicon: Lexicon) -> list[Match]:
    """Every phrase there is, the longest first; of equal ones those that name a product."""
    content = box.content
    found = [
        Match(tuple(content[start : start + len(phrase)]), targets)
        for start in range(len(content))
        for root in box.words[content[start]].stems
        for phrase, targets in lexicon.phrases.get(root, ())
        if _is_said(box, content[start : start + len(phrase)], phrase)
    ]
    return sorted(found, key=lambda one: (-len(one.at), all(each.module for each in one.targets), one.at))


def _is_said(box: Box, at: Sequence[int], phrase: Sequence[str]) -> bool:
    return len(at) == len(phrase) and all(
        stem in box.words[place].stems for place, stem in zip(at, phrase, strict=True)
    )
