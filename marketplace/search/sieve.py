"""A search as conditions on offers: the hard ones, and those that a count of values leaves out in turn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from marketplace.calendar import freshness
from marketplace.registry.employers import INDUSTRIES
from marketplace.search import availability, begun_days, overlap, sphere, vocabulary
from marketplace.search.building import named, product_token
from marketplace.search.clauses import Clause, conjunction
from marketplace.search.engines import engine
from marketplace.search.lookup import Wanted
from marketplace.search.understanding import Term
from marketplace.search.words import spelled

COMPLETED = 40
"""Words of one beginning that are written out."""
OF_OFFERS = ("module", "level", "release", "used")
"""Filters that one certificate passes and another of the same expert may not; the others are about the expert."""


@dataclass
class Sieve:
    """`hard` conditions, `filters` by the name of their field, and the `values` of all. Of `ways` to be met exactly one is true:
    each finds its own rows by the key of the offers."""

    wanted: Wanted
    terms: Sequence[Term]
    hard: list[str] = field(default_factory=list)
    filters: dict[str, str] = field(default_factory=dict)
    ways: Sequence[str] = ()
    values: dict[str, Any] = field(default_factory=dict)

    def apart(self, statement: Callable[[str], str]) -> str:
        """That statement over offers, made from its condition; one for each way to be met, put together."""
        return " UNION ALL ".join(statement(way) for way in self.ways) if self.ways else statement("")

    def require(self, clause: Clause | None) -> None:
        if clause is not None:
            self.hard.append(clause.sql)
            self.values |= clause.values

    def offer(self, name: str, sql: str, **values: Any) -> None:
        """A filter whose values are counted."""
        self.filters[name] = sql
        self.values |= values


def sieve(wanted: Wanted, terms: Sequence[Term]) -> Sieve:
    made = Sieve(wanted, terms)
    # What most offers fail comes first: engines ask in this order.
    made.require(_skills(wanted))
    _reachable(made, wanted)
    made.require(availability.free(wanted.query, wanted.today))
    made.require(_live(wanted))
    made.require(_overlapping(wanted))
    made.require(_not_from(wanted.query.not_from))
    made.require(_saying(wanted, terms))
    made.require(begun_days.not_past(wanted, made.hard, made.values))
    for add in FILTERS:
        add(made, wanted)
    return made


def _live(wanted: Wanted) -> Clause:
    days = {"today": wanted.today.toordinal(), "through": wanted.through.toordinal()}
    return Clause("o.starts_day <= :today AND o.ends_day >= :through", days)


def _skills(wanted: Wanted) -> Clause | None:
    """The product; or what an outcome takes: all of its skills, each at its level."""
    if wanted.skills:
        return _outcome(wanted.skills)
    return Clause("o.product_id = :product", {"product": wanted.product.id}) if wanted.product else None


def _outcome(skills: Sequence[tuple[int, int]]) -> Clause:
    """The offer is for one of the skills, and the expert has an offer for each."""
    values: dict[str, Any] = {}
    one_of, also = [], []
    for number, (skill, level) in enumerate(skills):
        values |= {f"skill{number}": skill, f"at{number}": level}
        one_of.append(f"(o.skill_id = :skill{number} AND o.level >= :at{number})")
        asked = f"n.skill_id = :skill{number} AND n.level >= :at{number}"
        live = "n.starts_day <= :today AND n.ends_day >= :through"
        also.append(
            f"EXISTS (SELECT 1 FROM search_offer n WHERE n.expert_id = o.expert_id AND {asked} AND {live})"
        )
    return Clause(conjunction([f"({' OR '.join(one_of)})", *(also if len(skills) > 1 else [])]), values)


def _reachable(made: Sieve, wanted: Wanted) -> None:
    """Near enough, as far as both sides travel; or remote, where that will do."""
    if wanted.place is None:
        made.require(Clause("o.remote = 1") if wanted.query.remote else None)
        return
    south, north = sphere.band(wanted.place.at, wanted.query.km)
    made.values |= {
        **dict(zip(("ux", "uy", "uz"), wanted.place.at, strict=True)),
        "within": sphere.closeness(wanted.query.km),
        "south": south,
        "north": north,
        "southern": sphere.band_of(south),
        "northern": sphere.band_of(north),
    }
    # Most of the world lies farther north or south, which takes two comparisons to see, and no multiplication.
    near = f"o.z >= :south AND o.z <= :north AND {DOT} >= :within AND {DOT} >= o.reach"
    by_key = f"o.band >= :southern AND o.band <= :northern AND {near}"
    if not wanted.query.remote:
        made.require(Clause(f"o.remote IN (0, 1) AND {by_key}"))
    elif made.terms:  # few, and found by their words
        made.require(Clause(f"(o.remote = 1 OR ({near}))"))
    else:
        made.ways = ("o.remote = 1", f"o.remote = 0 AND {by_key}")


DOT = "(o.x * :ux + o.y * :uy + o.z * :uz)"
"""The cosine of the angle between the expert's town and the place asked for."""


def _overlapping(wanted: Wanted) -> Clause | None:
    query = wanted.query
    if not (query.overlap and query.zone):
        return None
    return overlap.common(query.overlap, query.zone, query.first or wanted.today)


def _not_from(names: Sequence[str]) -> Clause | None:
    values = {f"not_from{number}": name for number, one in enumerate(names) if (name := named(one))}
    if not values:
        return None
    listed = ", ".join(f":{name}" for name in values)
    worked = f"SELECT e.expert_id FROM search_employer e WHERE e.name IN ({listed})"
    return Clause(f"o.expert_id NOT IN ({worked})", values)


def _saying(wanted: Wanted, terms: Sequence[Term]) -> Clause | None:
    """Every term in the expert's document. The certificate itself stands there, too, so one look answers both."""
    if not terms:
        return None
    groups = _written_out(terms)
    if wanted.product:
        groups.append(((product_token(wanted.product.id, 1),), ()))
    found = engine()
    return Clause(f"o.expert_id IN ({found.MATCHED})", {"match": found.matching(groups)})


def _written_out(terms: Sequence[Term]) -> list[tuple[Sequence[str], Sequence[str]]]:
    """Beginnings as the words that begin so, where these are few: an index finds a dozen words sooner than one beginning."""
    begun = {start[1:] for term in terms for start in term.prefixes if start[1:].isalpha()}
    known = {f"w{one}": words for one, words in vocabulary.completions(begun, COMPLETED).items()}
    groups: list[tuple[Sequence[str], Sequence[str]]] = []
    for term in terms:
        meant = [f"w{spelled(word)}" for start in term.prefixes for word in known.get(start, ())]
        groups.append(((*term.exact, *meant), [start for start in term.prefixes if start not in known]))
    return groups


def _module(made: Sieve, wanted: Wanted) -> None:
    if wanted.skill_id:
        made.offer("module", "o.skill_id = :skill", skill=wanted.skill_id)


def _level(made: Sieve, wanted: Wanted) -> None:
    if wanted.query.level:
        made.offer("level", "o.level >= :level", level=int(wanted.query.level))


def _release(made: Sieve, wanted: Wanted) -> None:
    if wanted.released_on:
        made.offer("release", "o.release_day >= :release", release=wanted.released_on.toordinal())


def _used(made: Sieve, wanted: Wanted) -> None:
    if wanted.query.used:
        made.offer("used", "o.used = 1")


def _language(made: Sieve, wanted: Wanted) -> None:
    values = {f"language{number}": f"% {code} %" for number, code in enumerate(wanted.query.languages)}
    if values:
        made.offer("language", conjunction([f"o.languages LIKE :{name}" for name in values]), **values)


def _industry(made: Sieve, wanted: Wanted) -> None:
    if wanted.query.industry:
        made.offer(
            "industry",
            "(o.industries & :industry) <> 0",
            industry=1 << INDUSTRIES.index(wanted.query.industry),
        )


def _rate(made: Sieve, wanted: Wanted) -> None:
    most = wanted.query.rate
    if most:
        made.offer(
            "rate", "(o.currency = :currency AND o.rate <= :rate)", currency=most.currency, rate=most.amount
        )


def _rating(made: Sieve, wanted: Wanted) -> None:
    if wanted.query.rating:
        made.offer("rating", "o.rating >= :stars", stars=wanted.query.rating)


def _fresh(made: Sieve, wanted: Wanted) -> None:
    if wanted.query.fresh:
        made.offer("fresh", "o.confirmed_day >= :fresh_since", fresh_since=fresh_since(wanted))


def fresh_since(wanted: Wanted) -> int:
    return freshness.fresh_since(wanted.today).toordinal()


def _at_once(made: Sieve, wanted: Wanted) -> None:
    if wanted.query.at_once:
        made.offer("at_once", "o.at_once = 1")


FILTERS: tuple[Callable[[Sieve, Wanted], None], ...] = (
    _module,
    _level,
    _release,
    _used,
    _language,
    _industry,
    _rate,
    _rating,
    _fresh,
    _at_once,
)
