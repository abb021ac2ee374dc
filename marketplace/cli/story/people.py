"""The demo's experts: Ana and Emil by hand, the others drawn from a fixed seed, so that every demo shows the same people."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from faker import Faker

from marketplace.cli.story.world import VENDORS, ProductMade, VendorMade

SEED = 1907
LOCALES = ("de_DE", "en_GB", "fr_FR", "es_ES", "it_IT", "nl_NL", "sv_SE", "pl_PL")
TOWNS = {
    "de_DE": ("Hamburg", "Munich", "Leipzig"),
    "en_GB": ("Manchester", "Bristol", "Leeds"),
    "fr_FR": ("Lyon", "Nantes"),
    "es_ES": ("Valencia", "Madrid"),
    "it_IT": ("Turin", "Bologna"),
    "nl_NL": ("Rotterdam", "Utrecht"),
    "sv_SE": ("Göteborg", "Malmö"),
    "pl_PL": ("Gdańsk", "Kraków"),
}
LANGUAGE = {locale: locale[:2] for locale in LOCALES}
INDUSTRIES = (
    "Manufacturing",
    "Retail and wholesale",
    "Logistics and transport",
    "Health care",
    "Education",
    "Public administration",
)
SIZES = ("50–249", "250–499", "500–1,000", "1,000–5,000")


@dataclass(frozen=True, slots=True)
class Employment:
    employer: str
    masked: bool
    industry: str
    size: str
    title: str
    summary: str
    began_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ExpertMade:
    """`skills` are product name, module name or None, and level 1 to 4; rates in major units of `currency`."""

    name: str
    headline: str
    about: str
    town: str
    languages: tuple[str, ...]
    currency: str
    day_rate: int
    on_site_km: int | None
    skills: tuple[tuple[str, str | None, int], ...]
    employment: tuple[Employment, ...]


ANA = ExpertMade(
    name="Ana Ferreira",
    headline="Payroll year-ends that close on the first attempt",
    about=(
        "Eleven years with Ledgerline Payroll, the last six as its **product owner** at a manufacturer with 1,900 people "
        "in four countries.\n\nWhat I am usually asked for:\n\n- closing a year-end that has slipped\n"
        "- moving absence rules to the new engine\n- standing in while a payroll lead is away"
    ),
    town="Hamburg",
    languages=("en", "de", "pt"),
    currency="EUR",
    day_rate=640,
    on_site_km=150,
    skills=(("Ledgerline Payroll", "Year-end", 4), ("Ledgerline Payroll", "Leave & Absence", 3)),
    employment=(
        Employment(
            "Elbtal Werke",
            True,
            "Manufacturing",
            "1,000–5,000",
            "Product owner, payroll",
            "Four countries on one system; every year-end since 9.0.",
            date(2019, 4, 1),
            date(2026, 6, 30),
        ),
        Employment(
            "Kontor 12",
            False,
            "Logistics and transport",
            "250–499",
            "Payroll specialist",
            "Introduced Ledgerline from release 6.",
            date(2014, 9, 1),
            date(2019, 3, 31),
        ),
    ),
)

EMIL = ExpertMade(
    name="Emil Sørensen",
    headline="Picking and slotting, from the aisle to the algorithm",
    about="Shift lead, then key user, then the person other sites called. I leave checklists behind.",
    town="Rotterdam",
    languages=("en", "da", "nl"),
    currency="EUR",
    day_rate=720,
    on_site_km=300,
    skills=(("Stockpile WMS", "Picking", 4), ("Stockpile WMS", "Slotting", 3)),
    employment=(
        Employment(
            "Havenkade Fulfilment",
            False,
            "Logistics and transport",
            "500–1,000",
            "Key user, warehouse systems",
            "Waveless picking at three sites.",
            date(2017, 2, 1),
            date(2026, 3, 31),
        ),
    ),
)

FRAMES = (
    (
        "{module} without surprises",
        "I have run {product} from the inside since {year}. Calm in a crisis, thorough before one.",
    ),
    (
        "The one who knows why {module} does that",
        "Key user for {product} since {year}; trained forty colleagues, wrote the handbook.",
    ),
    (
        "{product}: clean starts, clean handovers",
        "Roll-outs at two sites, upgrades through three releases, and a weakness for tidy data.",
    ),
    (
        "Interim lead for {module}",
        "When a lead is away I keep {product} running and the team calm. Since {year}.",
    ),
)


def experts(count: int = 22) -> Iterator[ExpertMade]:
    """Ana, Emil, and `count` more."""
    yield ANA
    yield EMIL
    chance = random.Random(SEED)  # noqa: S311
    names = Faker(list(LOCALES), use_weighting=False)
    names.seed_instance(SEED)
    for number in range(count):
        yield _drawn(chance, names, VENDORS[number % len(VENDORS)], LOCALES[number % len(LOCALES)])


def _drawn(chance: random.Random, names: Faker, vendor: VendorMade, locale: str) -> ExpertMade:
    product = chance.choice(vendor.products)
    modules = chance.sample([name for name, _ in product.modules], k=2)
    headline, about = chance.choice(FRAMES)
    year = chance.randint(2011, 2020)
    told = {"module": modules[0], "product": product.name, "year": year}
    currency, rate = (
        ("GBP", 480) if locale == "en_GB" else ("SEK", 7_200) if locale == "sv_SE" else ("EUR", 560)
    )
    return ExpertMade(
        name=f"{names[locale].first_name()} {names[locale].last_name()}",
        headline=headline.format(**told),
        about=about.format(**told),
        town=chance.choice(TOWNS[locale]),
        languages=tuple(dict.fromkeys(("en", LANGUAGE[locale]))),
        currency=currency,
        day_rate=round(rate * chance.uniform(0.75, 1.5) / 10) * 10,
        on_site_km=chance.choice((None, 50, 120, 250)),
        skills=_skills(chance, product, modules),
        employment=(_employment(chance, names, locale, product, year),),
    )


def _skills(
    chance: random.Random, product: ProductMade, modules: list[str]
) -> tuple[tuple[str, str | None, int], ...]:
    first = (product.name, modules[0], chance.randint(2, 4))
    second = (product.name, chance.choice((modules[1], None)), chance.randint(1, 3))
    return (first, second)


def _employment(
    chance: random.Random, names: Faker, locale: str, product: ProductMade, year: int
) -> Employment:
    return Employment(
        employer=names[locale].company(),
        masked=chance.random() < 0.6,
        industry=chance.choice(INDUSTRIES),
        size=chance.choice(SIZES),
        title=chance.choice(("Key user", "System owner", "Team lead", "Specialist")) + f", {product.name}",
        summary=f"{product.name} every working day, through {len(product.releases)} releases.",
        began_on=date(year, chance.randint(1, 12), 1),
        ended_on=date(2026, chance.randint(1, 8), 28),
    )
