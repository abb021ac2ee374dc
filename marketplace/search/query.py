"""What is asked for, as it stands in the address. Anything odd becomes a sentence beside its field, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from marketplace.kit import clock
from marketplace.kit.money import Money
from marketplace.kit.paging import page_number
from marketplace.kit.period import Days
from marketplace.programmes.levels import Level
from marketplace.search import fields
from marketplace.search.fields import Reader

USUAL_KM = 50


@dataclass(frozen=True, slots=True)
class Query:
    """`product` is `vendor-slug/product-slug`; `near` a town as typed. `typed` keeps the address's own values and
    `problems` maps a field to what is wrong with it; a field with a problem is empty here."""

    words: str = ""
    product: str = ""
    module: str = ""
    level: Level | None = None
    first: date | None = None
    last: date | None = None
    near: str = ""
    km: int = USUAL_KM
    remote: bool = False
    rate: Money | None = None
    language: str = ""
    page: int = 1
    typed: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)
    problems: Mapping[str, str] = field(default_factory=dict, compare=False, hash=False)

    @classmethod
    def parse(cls, args: Mapping[str, str], *, today: date | None = None) -> "Query":
        """Never raises. Days before `today` (UTC's unless given) are a problem."""
        reader = Reader({name: value for name in fields.NAMES if (value := args.get(name, "").strip())})
        first, last = fields.period(reader, today or clock.today())
        product = fields.product(reader)
        return cls(
            words=fields.words(reader),
            product=product,
            module=fields.module(reader, product),
            level=fields.level(reader),
            first=first,
            last=last,
            near=fields.near(reader),
            km=fields.km(reader, USUAL_KM),
            remote=bool(reader.text("remote")),
            rate=fields.rate(reader),
            language=fields.language(reader),
            page=page_number(args.get("page")),
            typed=reader.typed,
            problems=reader.problems,
        )

    def to_args(self) -> dict[str, str]:
        """What `parse` reads back as this query; nothing that says nothing."""
        args = {
            "q": self.words,
            "product": self.product,
            "module": self.module,
            "level": self.level.name.lower() if self.level else "",
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
            "near": self.near,
            "km": str(self.km) if self.km != USUAL_KM else "",
            "remote": "1" if self.remote else "",
            "rate": f"{self.rate.decimal().normalize():f}" if self.rate else "",
            "currency": self.rate.currency if self.rate else "",
            "language": self.language,
            "page": str(self.page) if self.page > 1 else "",
        }
        return {name: value for name, value in args.items() if value}

    @property
    def days(self) -> Days | None:
        """The period, when there is one."""
        return Days(self.first, self.last) if self.first and self.last else None

    @property
    def narrowed(self) -> bool:
        """Something besides the page is asked for."""
        return bool(set(self.to_args()) - {"page", "km"})
