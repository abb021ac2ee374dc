"""How many there are for each value of a filter. Each count ignores its own filter and obeys all others."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from marketplace.catalog.models import Product
from marketplace.db.base import db
from marketplace.kit.money import Money
from marketplace.organizations.models import Vendor
from marketplace.programmes.levels import Level
from marketplace.registry import languages
from marketplace.registry.employers import INDUSTRIES
from marketplace.search.clauses import conjunction, one_if
from marketplace.search.finding import prepared
from marketplace.search.sieve import OF_OFFERS, Sieve, fresh_since

BANDS = (300, 400, 500, 600, 800, 1_000, 1_500)
"""Day rates to choose from, in major units."""
RELEASES = 6
PRODUCTS = 12


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a filter, as it stands in the address and as people read it; how many it would find."""

    value: str
    label: str
    count: int
    chosen: bool = False


@dataclass
class Counted:
    """`total` answer everything; `values` by filter."""

    total: int
    values: dict[str, list[Value]] = field(default_factory=dict)


def counted(sieve: Sieve) -> Counted:
    """One statement over the candidates, one each for languages and for modules (or products, when none is chosen)."""
    columns = list(_columns(sieve))
    row = _row(sieve, columns)
    made = Counted(row[0] or 0)
    for (name, value, label, _, chosen), count in zip(columns, row[1:], strict=True):
        made.values.setdefault(name, []).append(Value(value, label, count or 0, chosen))
    made.values["language"] = _languages(sieve)
    if sieve.wanted.product:
        made.values["module"] = _modules(sieve)
    elif not sieve.wanted.skills:
        made.values["product"] = _products(sieve)
    return made


Column = tuple[str, str, str, str, bool]
"""Filter, value, label, the SQL that is added up, whether it is chosen."""


def _columns(sieve: Sieve) -> Iterator[Column]:
    """Over `e`, which has a row for each expert: see `_experts`."""
    query, values = sieve.wanted.query, sieve.values
    for level in Level:
        asked = f"e.level >= {int(level)}"
        yield "level", level.name.lower(), level.label, _if(sieve, asked, "level"), level is query.level
    if sieve.wanted.product:
        for version, on in sieve.wanted.product.releases[:RELEASES]:
            asked = f"e.release_day >= {on.toordinal()}"
            yield "release", version, version, _if(sieve, asked, "release"), version == query.release
    yield "used", "1", "Use attested", _if(sieve, "e.used = 1", "used"), query.used
    for number, industry in enumerate(INDUSTRIES):
        asked = f"(e.industries & {1 << number}) <> 0"
        yield "industry", industry, industry, _if(sieve, asked, "industry"), industry == query.industry
    values["priced"] = currency = query.rate.currency if query.rate else query.currency
    for band in BANDS:
        most = Money.parse(str(band), currency)
        asked = f"e.currency = :priced AND e.rate <= {most.amount}"
        label = f"Up to {band:,} {currency}"
        yield "rate", str(band), label, _if(sieve, asked, "rate"), most == query.rate
    values["lately"] = fresh_since(sieve.wanted)
    yield "fresh", "1", "Confirmed lately", _if(sieve, "e.confirmed_day >= :lately", "fresh"), query.fresh
    if sieve.wanted.place is None and not query.remote:
        yield "remote", "1", "Works remotely", _if(sieve, "e.remote = 1", "remote"), False


def _if(sieve: Sieve, asked: str, name: str) -> str:
    """1 for an expert who answers `asked` and every filter but that one."""
    passed = [f"e.passes_{other} = 1" for other in _of_experts(sieve) if other != name]
    if name not in OF_OFFERS and any(other in OF_OFFERS for other in sieve.filters):
        passed.append("e.ok = 1")
    return one_if(conjunction([asked, *passed]))


def _of_experts(sieve: Sieve) -> list[str]:
    return [name for name in sieve.filters if name not in OF_OFFERS]


def _row(sieve: Sieve, columns: Sequence[Column]) -> Sequence[Any]:
    passed = [f"e.passes_{name} = 1" for name in _of_experts(sieve)]
    total = one_if(conjunction([*passed, "e.ok = 1"]))
    sums = ", ".join(f"SUM({sql})" for sql in (total, *(column[3] for column in columns)))
    return db.session.execute(prepared(f"SELECT {sums} FROM ({_experts(sieve)}) e"), sieve.values).one()


def _experts(sieve: Sieve) -> str:
    """A row for each expert who passes what is hard. Level, release and use are the best among the certificates that pass the other
    filters of certificates; `ok` says that one passes them all."""
    own = {name: sql for name, sql in sieve.filters.items() if name in OF_OFFERS}

    def best(column: str, name: str) -> str:
        others = [sql for other, sql in own.items() if other != name]
        value = f"CASE WHEN {conjunction(others)} THEN o.{column} ELSE -1 END" if others else f"o.{column}"
        return f"MAX({value}) AS {column}"

    columns = [
        "o.expert_id",
        best("level", "level"),
        best("release_day", "release"),
        best("used", "used"),
        f"MAX({one_if(conjunction(list(own.values())))}) AS ok" if own else "1 AS ok",
        *(
            f"MAX(o.{name}) AS {name}"
            for name in ("industries", "currency", "rate", "confirmed_day", "remote")
        ),
        *(f"MAX({one_if(sieve.filters[name])}) AS passes_{name}" for name in _of_experts(sieve)),
    ]
    return f"SELECT {', '.join(columns)} FROM search_offer o WHERE {conjunction(sieve.hard)} GROUP BY o.expert_id"


def _languages(sieve: Sieve) -> list[Value]:
    found = f"SELECT o.expert_id FROM search_offer o WHERE {sieve.all_but('language')} GROUP BY o.expert_id"
    spoken = f"SELECT l.code, COUNT(*) FROM ({found}) e JOIN language l ON l.expert_id = e.expert_id GROUP BY l.code"
    rows = db.session.execute(prepared(spoken), sieve.values)
    chosen = sieve.wanted.query.languages
    values = [Value(code, languages.name(code), count, code in chosen) for code, count in rows]
    return sorted(values, key=lambda one: (-one.count, one.label))


def _modules(sieve: Sieve) -> list[Value]:
    assert sieve.wanted.product
    counts = _distinct(sieve, "skill_id", "module")
    modules = sieve.wanted.product.modules
    return [
        Value(slug, name, counts.get(skill, 0), skill == sieve.wanted.skill_id)
        for slug, (skill, name) in modules.items()
    ]


def _products(sieve: Sieve) -> list[Value]:
    """The most frequent ones."""
    counts = _distinct(sieve, "product_id", "module")
    most = sorted(counts, key=lambda one: (-counts[one], one))[:PRODUCTS]
    named = select(Product.id, Product.name, Product.slug, Vendor.slug).join(
        Vendor, Vendor.id == Product.vendor_id
    )
    rows = {row[0]: row for row in db.session.execute(named.where(Product.id.in_(most)))}
    return [Value(f"{rows[one][3]}/{rows[one][2]}", rows[one][1], counts[one]) for one in most if one in rows]


def _distinct(sieve: Sieve, column: str, name: str) -> Mapping[int, int]:
    sql = f"SELECT o.{column}, COUNT(DISTINCT o.expert_id) FROM search_offer o WHERE {sieve.all_but(name)} GROUP BY o.{column}"
    return {row[0]: row[1] for row in db.session.execute(prepared(sql), sieve.values)}
