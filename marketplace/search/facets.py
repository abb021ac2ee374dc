"""How many there are for each value of a filter. Each count ignores its own filter and obeys all others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select

from marketplace.catalog.models import Product
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.organizations.models import Vendor
from marketplace.programmes.levels import Level
from marketplace.registry import languages
from marketplace.registry.employers import INDUSTRIES
from marketplace.search import fields
from marketplace.search.candidates import passing, passing_offers
from marketplace.search.clauses import conjunction
from marketplace.search.sieve import Sieve, fresh_since

BANDS = (300, 400, 500, 600, 800, 1_000, 1_500)
"""Day rates to choose from, in major units."""
RATINGS = (45, 40, 35)
"""Tenths of a star."""
RELEASES = 6
PRODUCTS = 12


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter, as it stands in the address and as people read it; how many it would find."""

    value: str
    label: str
    count: int
    chosen: bool = False


Row = tuple[str, int, int, str]
"""Which part it belongs to, a number that names something, a count, a text."""

COUNTS, INDUSTRY, LANGUAGE, OWN = "counts", "industry", "language", "own"


@dataclass
class Column:
    """Something that is counted among experts: the condition on `e`."""

    filter: str
    value: str
    label: str
    sql: str
    chosen: bool


def parts(sieve: Sieve) -> Iterator[str]:
    """Statements over the candidates (see there) that `read` understands; each yields rows of four."""
    counts = [passing(sieve)] + [
        conjunction([one.sql, passing(sieve, one.filter)]) for one in _columns(sieve)
    ]
    listed = " || ' ' || ".join(f"COUNT(*) FILTER (WHERE {sql})" for sql in counts)
    yield f"SELECT '{COUNTS}', 0, 0, {listed} FROM e"
    known = f"SELECT '{INDUSTRY}', industries, COUNT(*), '' FROM e"
    yield f"{known} WHERE {passing(sieve, 'industry')} GROUP BY industries"
    spoken = f"SELECT '{LANGUAGE}', 0, COUNT(*), languages FROM e"
    yield f"{spoken} WHERE {passing(sieve, 'language')} GROUP BY languages"
    own = _own(sieve)
    if own:
        distinct = f"SELECT '{OWN}', {own}, COUNT(DISTINCT expert_id), '' FROM c"
        yield f"{distinct} WHERE {passing_offers(sieve, 'module')} GROUP BY {own}"


def read(sieve: Sieve, rows: Mapping[str, Sequence[Row]]) -> tuple[int, dict[str, list[Value]]]:
    """How many answer everything, and the values by filter. One more statement where products have to be named."""
    total, *counts = map(int, rows[COUNTS][0][3].split())
    made: dict[str, list[Value]] = defaultdict(list)
    for one, count in zip(_columns(sieve), counts, strict=True):
        made[one.filter].append(Value(one.value, one.label, count, one.chosen))
    made["industry"] = _industries(sieve, rows.get(INDUSTRY, ()))
    made["language"] = _languages(sieve, rows.get(LANGUAGE, ()))
    own = {row[1]: row[2] for row in rows.get(OWN, ())}
    if sieve.wanted.product:
        made["module"] = _modules(sieve, own)
    elif not sieve.wanted.skills:
        made["product"] = _products(own)
    return total, dict(made)


def _own(sieve: Sieve) -> str:
    """Modules of the product asked for, or products."""
    return "skill_id" if sieve.wanted.product else "" if sieve.wanted.skills else "product_id"


def _columns(sieve: Sieve) -> Iterator[Column]:
    query, values = sieve.wanted.query, sieve.values
    for level in Level:
        asked = f"level >= {int(level)}"
        yield Column("level", level.name.lower(), level.label, asked, level is query.level)
    if sieve.wanted.product:
        for number, (version, on) in enumerate(sieve.wanted.product.releases[:RELEASES]):
            values[f"released{number}"] = on.toordinal()
            asked = f"release_day >= :released{number}"
            yield Column("release", version, version, asked, version == query.release)
    yield Column("used", "1", "Use attested", "used = 1", query.used)
    values["priced"] = currency = query.rate.currency if query.rate else query.currency
    for band, most in _bands(currency):
        asked = f"currency = :priced AND rate <= {most.amount}"
        yield Column("rate", str(band), f"Up to {band:,} {currency}", asked, most == query.rate)
    for least in RATINGS:
        stars = fields.stars(least)
        yield Column("rating", stars, f"{stars} stars or more", f"rating >= {least}", least == query.rating)
    values["lately"] = fresh_since(sieve.wanted)
    yield Column("fresh", "1", "Confirmed lately", "confirmed_day >= :lately", query.fresh)
    yield Column("at_once", "1", "Books at once", "at_once = 1", query.at_once)
    if sieve.wanted.place is None and not query.remote:
        yield Column("remote", "1", "Works remotely", "remote = 1", False)


@cache
def _bands(currency: str) -> Sequence[tuple[int, Money]]:
    return [(band, Money.parse(str(band), currency)) for band in BANDS]


def _industries(sieve: Sieve, rows: Iterable[Row]) -> list[Value]:
    """From how many know the same ones."""
    counts = [0] * len(INDUSTRIES)
    for _, known, count, _ in rows:
        while known:
            lowest = known & -known
            counts[lowest.bit_length() - 1] += count
            known -= lowest
    chosen = sieve.wanted.query.industry
    return [Value(name, name, count, name == chosen) for name, count in zip(INDUSTRIES, counts, strict=True)]


def _languages(sieve: Sieve, rows: Iterable[Row]) -> list[Value]:
    """From how many speak the same ones."""
    counts: dict[str, int] = defaultdict(int)
    for _, _, count, codes in rows:
        for code in codes.split():
            counts[code] += count
    chosen = sieve.wanted.query.languages
    values = [Value(code, languages.name(code), count, code in chosen) for code, count in counts.items()]
    return sorted(values, key=lambda one: (-one.count, one.label))


def _modules(sieve: Sieve, counts: Mapping[int, int]) -> list[Value]:
    assert sieve.wanted.product
    modules = sieve.wanted.product.modules
    return [
        Value(slug, name, counts.get(skill, 0), skill == sieve.wanted.skill_id)
        for slug, (skill, name) in modules.items()
    ]


def _products(counts: Mapping[int, int]) -> list[Value]:
    """The most frequent ones."""
    most = sorted(counts, key=lambda one: (-counts[one], one))[:PRODUCTS]
    named = select(Product.id, Product.name, Product.slug, Vendor.slug).join(
        Vendor, Vendor.id == Product.vendor_id
    )
    rows = {row[0]: row for row in db.session.execute(named.where(Product.id.in_(most)))}
    return [Value(f"{rows[one][3]}/{rows[one][2]}", rows[one][1], counts[one]) for one in most if one in rows]
