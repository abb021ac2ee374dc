"""What a customer means by the words of the one box: products, modules, outcomes, a level, languages, a town; the rest
are words.

The box is read in steps, each of which takes words that the next no longer sees: `outcomes` and `names` (what vendors call
things), `cues` (level, languages, remote), `towns`, and `rest`. What was understood becomes part of the query where the
reader has set nothing there; words of people's names, headlines and histories stay words. Nothing is ever asked back, and
no text is an error.
"""

from marketplace.search.understanding.parts import Part, Term, Understanding
from marketplace.search.understanding.reading import understand

__all__ = ("Part", "Term", "Understanding", "understand")
