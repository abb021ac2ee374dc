"""The filters of a search with what each value would find. Before anything was searched there are no counts, only choices."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from marketplace.calendar.gaps import MINUTES
from marketplace.kit.money import CURRENCIES
from marketplace.programmes.levels import Level
from marketplace.registry.employers import INDUSTRIES
from marketplace.registry.languages import COMMON, name
from marketplace.search.facets import RATINGS
from marketplace.search.fields import USUAL_CURRENCY, stars
from marketplace.search.query import Query
from marketplace.search.reader import LISTS
from marketplace.search.timing import MOST_HOURS, SHARES, WEEKDAYS, WORKING
from marketplace.web.search_controls import Option, choices, facet, mistake, selectable, tick

DISTANCES = (10, 25, 50, 100, 200, 500)
ZONES = (
    "Africa/Johannesburg America/Chicago America/Denver America/Los_Angeles America/New_York America/Sao_Paulo America/Toronto "
    "Asia/Dubai Asia/Kolkata Asia/Shanghai Asia/Singapore Asia/Tokyo Australia/Sydney Europe/Athens Europe/Berlin Europe/Istanbul "
    "Europe/London Europe/Madrid Europe/Paris Europe/Warsaw"
).split()
"""Offered; the address takes any other."""

PATTERNS: Mapping[str, Sequence[tuple[str, str]]] = {
    "share": [("", "All of them"), *((str(n), f"At least {n} %, gaps named") for n in SHARES if n < 100)],
    "per_week": [("", "All of those above"), *((str(n), f"Any {n} of those above") for n in range(1, 8))],
    "hours": [("", "As many as they work"), *((str(n), f"{n} or more") for n in range(1, MOST_HOURS + 1))],
    "call": [("", "No, whole days"), *((str(n), f"{n} minutes, on any of those days") for n in MINUTES)],
    "overlap": [("", "Any"), *((str(n), f"{n} h") for n in range(1, 9))],
}
KNOWN: Mapping[str, Mapping[str, str]] = {
    "level": {one.name.lower(): one.label for one in Level},
    "language": {code: name(code) for code in COMMON},
    "industry": {one: one for one in INDUSTRIES},
    "rating": {stars(one): f"{stars(one)} stars or more" for one in RATINGS},
}
_BESIDE = {"q", "km", "currency", "zone", "last", "weekdays", "after"}
"""These only go with another field, or are no filters."""


class Filters:
    """What stands in the form: as typed, in the words of the address. `facets` are the counted values."""

    def __init__(
        self,
        query: Query,
        understood: Query,
        facets: Mapping[str, Sequence[Any]],
        home: str,
        problems: Mapping[str, str],
    ) -> None:
        self.query = query
        self.typed = defaultdict(str, query.typed)
        self.mistakes = defaultdict(Markup, {name: mistake(name, said) for name, said in problems.items()})
        self.wrong = defaultdict(str, dict.fromkeys(problems, "has-mistake"))
        self._understood, self._facets, self._home = understood, facets, home
        self.weekdays = self._list("weekdays") or [WEEKDAYS[n] for n in WORKING]

    def set_in(self, *names: str) -> bool:
        """Something of the group is set or wrong: it stands open."""
        return any(self.typed.get(one) or one in self.query.problems for one in names)

    @property
    def number(self) -> int:
        """How many are set."""
        return len(self.query.typed.keys() - _BESIDE)

    def facet(self, field: str, legend: str, kind: str, any_label: str = "") -> Markup:
        """Everything that can be chosen of a field; hidden where there is nothing."""
        return facet(field, legend, choices(field, kind, self._options(field), any_label))

    def tick(self, field: str, label: str) -> Markup:
        """A filter that is on or off."""
        found = self._facets.get(field)
        return tick(field, label, found[0].count if found else None, chosen=bool(self.typed[field]))

    def pattern(self, field: str) -> Markup:
        return _pattern(field, self.typed.get(field))

    def distances(self) -> Markup:
        return _distances(self.query.km)

    def zones(self) -> Markup:
        return _zones(self.query.zone, self.typed.get("zone"))

    def currencies(self) -> Markup:
        return _currencies(self.typed.get("currency"))

    def industries(self) -> Markup:
        found = self._options("industry")
        named = (
            (one.value, one.label if one.count is None else f"{one.label} ({one.count:,})") for one in found
        )
        return selectable([("", "Any industry"), *named], self.typed.get("industry"))

    def _options(self, field: str) -> Sequence[Option]:
        found = self._facets.get(field)
        if found is None:
            chosen = {*self._list(field)} if field in LISTS else {self.typed.get(field)}
            return [
                Option(value, label, None, value in chosen) for value, label in KNOWN.get(field, {}).items()
            ]
        if field == "rate":
            return self._bands(found)
        if field in ("module", "release") and not self.query.product:
            return self._of_understood(field, found)
        plain = [Option(one.value, one.label, one.count, one.chosen) for one in found]
        return sorted(plain, key=lambda one: not one.chosen) if field == "language" else plain

    def _of_understood(self, field: str, found: Sequence[Any]) -> list[Option]:
        """The product stands in the words alone, so that choosing one of its parts names it, too."""
        named = self.query.having(product=self._understood.product)
        return [
            Option(
                one.value,
                one.label,
                one.count,
                one.chosen,
                self._home + named.having(**{field: one.value}).address,
            )
            for one in found
        ]

    def _bands(self, found: Sequence[Any]) -> list[Option]:
        """Rates to choose with one click; choosing it again lets it go."""
        currency = self.query.rate.currency if self.query.rate else self.query.currency
        left = self._home + self.query.having(rate=None, currency=USUAL_CURRENCY).address
        more = f"{left}{'&' if '?' in left else '?'}currency={currency}&rate="
        return [
            Option(one.value, one.label, one.count, one.chosen, left if one.chosen else more + one.value)
            for one in found
        ]

    def _list(self, field: str) -> list[str]:
        return [one for one in self.typed.get(field, "").split(LISTS[field]) if one]


@lru_cache(maxsize=1_000)
def _pattern(field: str, chosen: str | None) -> Markup:
    return selectable(PATTERNS[field], chosen)


@lru_cache(maxsize=1_000)
def _distances(km: int) -> Markup:
    return selectable(((str(one), f"{one:,} km") for one in sorted({*DISTANCES, km})), str(km))


@lru_cache(maxsize=1_000)
def _zones(known: str, chosen: str | None) -> Markup:
    offered = sorted({*ZONES, *([known] if known else [])})
    return selectable([("", "Time zone"), *((zone, zone.replace("_", " ")) for zone in offered)], chosen)


@lru_cache(maxsize=1_000)
def _currencies(chosen: str | None) -> Markup:
    return selectable(((code, code) for code in CURRENCIES), chosen)
