"""How many answer each of several searches that differ in a wish: what they have in common is looked for once."""

import re
from collections.abc import Sequence
from typing import Any

from marketplace.db.base import db
from marketplace.search.clauses import conjunction
from marketplace.search.finding import prepared
from marketplace.search.sieve import Sieve

VALUE = re.compile(r":(\w+)")


def totals(sieves: Sequence[Sieve]) -> list[int]:
    """Experts who pass each of them, in one statement over the offers that pass what is the same in all."""
    values: dict[str, Any] = {}
    asked = [_conditions(one, number, values) for number, one in enumerate(sieves)]
    common = [each for each in asked[0] if all(each in other for other in asked)]
    own = [conjunction([each for each in one if each not in common]) for one in asked]
    counted = ", ".join(f"COUNT(DISTINCT CASE WHEN {each} THEN o.expert_id END)" for each in own)
    sql = f"SELECT {counted} FROM search_offer o WHERE {conjunction(common)}"
    return list(db.session.execute(prepared(sql), values).one())


def _conditions(sieve: Sieve, number: int, values: dict[str, Any]) -> list[str]:
    """All that it asks, with its values put to the others': one that is called like another but differs gets a name of its own."""
    known = {
        name: f"{name}_of{number}" for name, value in sieve.values.items() if values.get(name, value) != value
    }
    values |= {known.get(name, name): value for name, value in sieve.values.items()}
    met = [f"({' OR '.join(f'({way})' for way in sieve.ways)})"] if sieve.ways else []
    asked = [*sieve.hard, *met, *sieve.filters.values()]
    return [VALUE.sub(lambda found: f":{known.get(found[1], found[1])}", each) for each in asked]
