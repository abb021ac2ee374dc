"""Candidates: the offers that pass what is hard, read once for everything that a page says about them.

Two named parts, for statements to begin with: `c` has a row for each of those offers, `e` one for each of their experts.
`passes_…` says for each filter whether it is passed. In `e`, level, release and use are the best among the certificates that
pass the other filters of certificates, and `points` are those of the best that passes them all, -1 where none does.
"""

from marketplace.search.clauses import Clause, conjunction, one_if
from marketplace.search.scoring import LEAD
from marketplace.search.sieve import OF_OFFERS, Sieve

OF_EXPERTS = (
    "industries",
    "languages",
    "currency",
    "rate",
    "rating",
    "confirmed_day",
    "at_once",
    "remote",
    "first_day",
)


def candidates(sieve: Sieve, score: Clause) -> str:
    columns = ("expert_id", "product_id", "skill_id", "alone", "level", "release_day", "used", *OF_EXPERTS)
    passed = (f"{one_if(sql)} AS passes_{name}" for name, sql in sieve.filters.items())
    chosen = ", ".join([*(f"o.{name}" for name in columns), f"{score.sql} AS points", *passed])
    joined = f" {LEAD}" if sieve.terms else ""
    hard, useful = sieve.hard, _useful(sieve)

    def offers(way: str) -> str:
        wanted = conjunction([*filter(None, [way]), *hard, *useful])
        return f"SELECT {chosen} FROM search_offer o{joined} WHERE {wanted}"

    return f"WITH c AS MATERIALIZED ({sieve.apart(offers)}), e AS MATERIALIZED ({_experts(sieve)})"


def passing(sieve: Sieve, but: str = "") -> str:
    """Of `e`: every filter but that one is passed. Level, release and use are what a count asks of itself."""
    passed = [f"passes_{name} = 1" for name in sieve.filters if name not in OF_OFFERS and name != but]
    own = any(name in OF_OFFERS for name in sieve.filters) and but not in OF_OFFERS
    return conjunction([*passed, *(["points >= 0"] if own else [])])


def passing_offers(sieve: Sieve, but: str) -> str:
    """Of `c`: the same."""
    return conjunction([f"passes_{name} = 1" for name in sieve.filters if name != but])


def _useful(sieve: Sieve) -> list[str]:
    """What fails two filters is in nobody's count: each count ignores one filter alone."""
    if len(sieve.filters) < 2:
        return []
    if len(sieve.filters) == 2:
        return [f"({' OR '.join(sieve.filters.values())})"]
    passed = " + ".join(one_if(sql) for sql in sieve.filters.values())
    return [f"{passed} >= {len(sieve.filters) - 1}"]


def _experts(sieve: Sieve) -> str:
    """Most experts have one offer of a product: sorting those by expert would be in vain."""
    grouped = f"SELECT expert_id, {_columns(sieve, 'MAX({})')} FROM c"
    if sieve.wanted.product is None:
        return f"{grouped} GROUP BY expert_id"
    alone = f"SELECT expert_id, {_columns(sieve, '{}')} FROM c WHERE alone = 1"
    return f"{alone} UNION ALL {grouped} WHERE alone = 0 GROUP BY expert_id"


def _columns(sieve: Sieve, form: str) -> str:
    def best(column: str, name: str = "") -> str:
        others = [f"passes_{one} = 1" for one in sieve.filters if one in OF_OFFERS and one != name]
        value = f"CASE WHEN {conjunction(others)} THEN {column} ELSE -1 END" if others else column
        return f"{form.format(value)} AS {column}"

    kept = [*OF_EXPERTS, *(f"passes_{name}" for name in sieve.filters if name not in OF_OFFERS)]
    return ", ".join(
        [
            best("level", "level"),
            best("release_day", "release"),
            best("used", "used"),
            best("points"),
            *(f"{form.format(name)} AS {name}" for name in kept),
        ]
    )
