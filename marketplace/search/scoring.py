"""The published points (`ranking`) as SQL over an offer."""

from collections.abc import Sequence
from typing import Any

from marketplace.search import ranking, sphere
from marketplace.search.clauses import Clause
from marketplace.search.lookup import Wanted
from marketplace.search.sieve import DOT, fresh_since
from marketplace.search.understanding import Term

LEAD = "JOIN search_document d ON d.expert_id = o.expert_id"
"""What the points for words need besides the offer."""


def points(wanted: Wanted, terms: Sequence[Term]) -> Clause:
    """An offer's points. With terms the statement has to join `LEAD`; with a place it has the values of `DOT`."""
    parts = [f"{ranking.PER_LEVEL} * o.level", "o.track", f"{ranking.USED} * o.used"]
    parts.append(f"CASE WHEN o.confirmed_day >= :fresh_since THEN {ranking.FRESH} ELSE 0 END")
    current = "o.release_day > 0 AND (o.behind_day = 0 OR o.behind_day > :today)"
    parts.append(f"CASE WHEN {current} THEN {ranking.CURRENT} ELSE 0 END")
    values: dict[str, Any] = {"fresh_since": fresh_since(wanted), "today": wanted.today.toordinal()}
    if wanted.place:
        # Most of those found are far away and work remotely: one look is enough for them.
        nearer = f"CASE WHEN {DOT} >= :near THEN {ranking.NEAR} ELSE {ranking.NEAR // 2} END"
        parts.append(f"CASE WHEN {DOT} >= :nearish THEN {nearer} ELSE 0 END")
        values["near"] = sphere.closeness(ranking.NEAR_KM)
        values["nearish"] = sphere.closeness(4 * ranking.NEAR_KM)
    if terms:
        found = _in_lead(terms)
        parts.append(f"{ranking.WORDS} * ({found.sql}) / {len(terms)}")
        values |= found.values
    return Clause(" + ".join(parts), values)


def _in_lead(terms: Sequence[Term]) -> Clause:
    """How many of the terms stand in name, headline and skills."""
    values: dict[str, str] = {}
    counted = []
    for number, term in enumerate(terms):
        stems = [f"% {token[1:]} %" for token in term.exact] + [f"% {token[1:]}%" for token in term.prefixes]
        names = {f"lead{number}_{place}": stem for place, stem in enumerate(stems)}
        values |= names
        counted.append(f"CASE WHEN {' OR '.join(f'd.lead LIKE :{name}' for name in names)} THEN 1 ELSE 0 END")
    return Clause(" + ".join(counted), values)
