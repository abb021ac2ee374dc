"""What is asked for, as it stands in the address. Anything odd becomes a sentence beside its field, never an error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from urllib.parse import quote_plus

from marketplace.kit import clock
from marketplace.kit.money import Money
from marketplace.kit.paging import page_number
from marketplace.kit.period import Days
from marketplace.programmes.levels import Level
from marketplace.search import fields, timing
from marketplace.search.reader import Args, Reader
from marketplace.search.timing import WEEKDAYS, WORKING

USUAL_KM = 50

_WHEN = ("first", "last", "weekdays", "per_week", "share", "hours", "call")
_TOGETHER: Mapping[str, tuple[str, ...]] = {
    "product": ("product", "module", "release"),
    "first": _WHEN,
    "last": _WHEN,
    "weekdays": ("weekdays", "per_week"),
    "near": ("near", "km"),
    "overlap": ("overlap", "zone"),
}
"""What goes with a part that is taken away: it says nothing without it."""

_QUALIFYING = {"km", "currency", "zone", "weekdays", "page", "after"}
"""These find everybody when they stand alone."""


@dataclass(frozen=True, slots=True)
class Query:
    """`product` is `vendor-slug/product-slug`, `outcome` `vendor-slug/blueprint-slug`; `near` a town as typed; `share` is
    percent, `call` minutes, `rating` tenths of a star; `currency` is what rates are counted in while none is asked for. `typed`
    keeps the address's own values and `problems` maps a field to what is wrong with it; a field with a problem is empty here."""

    words: str = ""
    product: str = ""
    module: str = ""
    outcome: str = ""
    level: Level | None = None
    release: str = ""
    first: date | None = None
    last: date | None = None
    weekdays: tuple[int, ...] = WORKING
    per_week: int | None = None
    share: int = 100
    hours: int | None = None
    call: int | None = None
    near: str = ""
    km: int = USUAL_KM
    remote: bool = False
    rate: Money | None = None
    currency: str = fields.USUAL_CURRENCY
    languages: tuple[str, ...] = ()
    industry: str = ""
    used: bool = False
    overlap: int | None = None
    zone: str = ""
    not_from: tuple[str, ...] = ()
    rating: int | None = None
    fresh: bool = False
    at_once: bool = False
    page: int = 1
    cursor: str = ""
    typed: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)
    problems: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    @classmethod
    def parse(cls, args: Args, *, today: date | None = None) -> "Query":
        """Never raises. `args` may be a request's own, or a mapping to texts or lists of them. Days before `today` (UTC's
        unless given) are a problem."""
        reader = Reader(args)
        product = fields.product(reader)
        weekdays = timing.weekdays(reader)
        first, last = timing.period(reader, weekdays, today or clock.today())
        pattern = timing.pattern(reader, weekdays, first)
        overlap, zone = fields.overlap(reader)
        rate = fields.rate(reader)
        return cls(
            words=fields.words(reader),
            product=product,
            module=fields.module(reader, product),
            outcome=fields.outcome(reader),
            level=fields.level(reader),
            release=fields.release(reader, product),
            first=first,
            last=last,
            weekdays=weekdays,
            per_week=pattern.per_week,
            share=pattern.share,
            hours=pattern.hours,
            call=pattern.call,
            near=fields.near(reader),
            km=fields.km(reader, USUAL_KM),
            remote=bool(reader.text("remote")),
            rate=rate,
            currency=fields.USUAL_CURRENCY if rate else fields.currency(reader),
            languages=fields.languages(reader),
            industry=fields.industry(reader),
            used=bool(reader.text("used")),
            overlap=overlap,
            zone=zone,
            not_from=fields.not_from(reader),
            rating=fields.rating(reader),
            fresh=bool(reader.text("fresh")),
            at_once=bool(reader.text("at_once")),
            page=page_number(reader.page),
            cursor=fields.cursor(reader),
            typed=reader.typed,
            problems=reader.problems,
        )

    def to_args(self) -> dict[str, str | list[str]]:
        """What `parse` reads back as this query; nothing that says nothing. Only `not_from` is ever a list: a name may
        contain anything that could stand between two."""
        args: dict[str, str | list[str]] = {
            "q": self.words,
            "product": self.product,
            "module": self.module,
            "outcome": self.outcome,
            "level": self.level.name.lower() if self.level else "",
            "release": self.release,
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
            "weekdays": self._weekdays,
            "per_week": str(self.per_week or ""),
            "share": str(self.share) if self.share != 100 else "",
            "hours": str(self.hours or ""),
            "call": str(self.call or ""),
            "near": self.near,
            "km": str(self.km) if self.km != USUAL_KM else "",
            "remote": "1" if self.remote else "",
            "rate": f"{self.rate.decimal().normalize():f}" if self.rate else "",
            "currency": self.rate.currency if self.rate else self._counted,
            "language": ",".join(self.languages),
            "industry": self.industry,
            "used": "1" if self.used else "",
            "overlap": str(self.overlap or ""),
            "zone": self.zone,
            "not_from": list(self.not_from),
            "rating": fields.stars(self.rating) if self.rating else "",
            "fresh": "1" if self.fresh else "",
            "at_once": "1" if self.at_once else "",
            "page": str(self.page) if self.page > 1 else "",
            "after": self.cursor,
        }
        return {name: value for name, value in args.items() if value}

    @property
    def address(self) -> str:
        """The same behind a question mark; empty when nothing is asked for."""
        pairs = [
            f"{name}={_quoted(one)}"
            for name, value in self.to_args().items()
            for one in ((value,) if isinstance(value, str) else value)
        ]
        return f"?{'&'.join(pairs)}" if pairs else ""

    @property
    def days(self) -> Days | None:
        """The period, when there is one."""
        return Days(self.first, self.last) if self.first and self.last else None

    @property
    def wanted(self) -> list[date]:
        """The days of the period that are asked for."""
        return list(_wanted(self.first, self.last, self.weekdays)) if self.first and self.last else []

    @property
    def pattern(self) -> dict[str, str]:
        """Which days of the period are asked for, as an address says it: what is usual is left out."""
        named = {"weekdays": self._weekdays, "per_week": str(self.per_week or "")}
        return {name: value for name, value in named.items() if value} if self.days else {}

    @property
    def _weekdays(self) -> str:
        return ",".join(WEEKDAYS[n] for n in self.weekdays) if self.weekdays != WORKING else ""

    @property
    def _counted(self) -> str:
        return self.currency if self.currency != fields.USUAL_CURRENCY else ""

    @property
    def narrowed(self) -> bool:
        """Something is asked for that not everybody fits."""
        return bool(self.to_args().keys() - _QUALIFYING)

    def having(self, **parts: object) -> "Query":
        """The same with these parts, from the first page. What was typed is spent."""
        return replace(self, **parts, page=1, cursor="", typed={}, problems={})  # type: ignore[arg-type]

    def following(self, cursor: str) -> "Query":
        """The page behind that place in the list."""
        return replace(self.having(), cursor=cursor)

    def without(self, name: str, value: str | None = None) -> "Query":
        """One part less, and what makes no sense without it; of several languages or organizations only `value`."""
        if value is not None:
            return self.having(**{name: tuple(one for one in getattr(self, name) if one != value)})
        return self.having(**{one: _USUAL[one] for one in _TOGETHER.get(name, (name,))})


@lru_cache(maxsize=10_000)
def _quoted(value: str) -> str:
    """A page links to itself with a wish less, and with a wish more, again and again."""
    return quote_plus(value, safe="/,")


@lru_cache(maxsize=1_000)
def _wanted(first: date, last: date, weekdays: tuple[int, ...]) -> Sequence[date]:
    """Asked for with every result of a page."""
    return [day for day in Days(first, last) if day.weekday() in weekdays]


_NOTHING = Query()
_USUAL = {name: getattr(_NOTHING, name) for name in Query.__dataclass_fields__}
