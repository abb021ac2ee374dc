"""Everything that vendors call by a name: products, modules, synonyms, and outcomes with their wordings.

It changes rarely and is asked with every search, so each process keeps it for some seconds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from marketplace.catalog.models import Module, Product, Synonym
from marketplace.catalog.queries import published_blueprints
from marketplace.db.base import db
from marketplace.organizations.models import Vendor
from marketplace.search import words
from marketplace.search.remembering import kept

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """What a phrase stands for: a product, `vendor/slug`, or one of its modules."""

    product: str
    product_name: str
    module: str = ""
    module_name: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A published blueprint: its address and title, and the products it is about."""

    address: str
    title: str
    products: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say an outcome, by its stems."""

    outcome: Outcome
    stems: frozenset[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`phrases` maps the first stem of a phrase to all phrases that begin so, the longest first; `wordings` each of its stems to
    the wordings of outcomes that have it."""

    phrases: Mapping[str, Sequence[tuple[Stems, frozenset[Target]]]]
    wordings: Mapping[str, Sequence[Wording]]
    words: frozenset[str]
    stems: frozenset[str]

    @classmethod
    def of(
        cls, named: Iterable[tuple[str, Target]], outcomes: Sequence[tuple[Outcome, Sequence[str]]]
    ) -> "Lexicon":
        meant: dict[Stems, set[Target]] = defaultdict(set)
        spoken: set[str] = set()
        for phrase, target in named:
            meant[stems(phrase)].add(target)
            spoken |= set(content(phrase))
        spoken |= {word for _, said in outcomes for one in said for word in content(one)}
        phrases: dict[str, list[tuple[Stems, frozenset[Target]]]] = defaultdict(list)
        for key in sorted(filter(None, meant), key=lambda one: -len(one)):
            phrases[key[0]].append((key, frozenset(meant[key])))
        wordings: dict[str, list[Wording]] = defaultdict(list)
        for wording in (Wording(one, frozenset(stems(text))) for one, said in outcomes for text in said):
            for root in wording.stems:
                wordings[root].append(wording)
        roots = frozenset(words.stem(one) for one in spoken)
        return cls(dict(phrases), dict(wordings), frozenset(spoken), roots)


def content(phrase: str) -> list[str]:
    """Its words without the small ones; all of them when it has no others."""
    spoken = words.folded(phrase)
    return [one for one in spoken if one not in words.SMALL] or spoken


def stems(phrase: str) -> Stems:
    return tuple(words.stem(one) for one in content(phrase))


@kept
def lexicon() -> Lexicon:
    named = [*_products(), *_modules(), *_synonyms()]
    outcomes = [
        (
            Outcome(
                one.address, one.title, frozenset(f"{one.vendor.slug}/{each.slug}" for each in one.products)
            ),
            one.said,
        )
        for one in published_blueprints()
    ]
    return Lexicon.of(named, outcomes)


def _products() -> Iterable[tuple[str, Target]]:
    """Under the whole name, and without the vendor's: "Payroll" for Ledgerline Payroll."""
    wanted = select(Vendor.slug, Vendor.name, Product.slug, Product.name).join(Product.vendor)
    for vendor, vendor_name, slug, name in db.session.execute(wanted.where(Product.retired_at.is_(None))):
        target = Target(f"{vendor}/{slug}", name)
        yield name, target
        short, own = words.folded(name), words.folded(vendor_name)
        if short[: len(own)] == own and len(short) > len(own):
            yield " ".join(short[len(own) :]), target


def _modules() -> Iterable[tuple[str, Target]]:
    wanted = select(Vendor.slug, Product.slug, Product.name, Module.slug, Module.name)
    wanted = wanted.join(Module.product).join(Product.vendor)
    wanted = wanted.where(Product.retired_at.is_(None), Module.retired_at.is_(None))
    for vendor, slug, product_name, module, name in db.session.execute(wanted):
        yield name, Target(f"{vendor}/{slug}", product_name, module, name)


def _synonyms() -> Iterable[tuple[str, Target]]:
    wanted = select(Synonym.phrase, Vendor.slug, Product.slug, Product.name, Module.slug, Module.name)
    wanted = wanted.join(Synonym.product).join(Product.vendor).outerjoin(Synonym.module)
    wanted = wanted.where(
        Product.retired_at.is_(None), or_(Synonym.module_id.is_(None), Module.retired_at.is_(None))
    )
    for phrase, vendor, slug, product_name, module, name in db.session.execute(wanted):
        yield phrase, Target(f"{vendor}/{slug}", product_name, module or "", name or "")
