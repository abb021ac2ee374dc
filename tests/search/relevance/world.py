"""The sixty experts and their vendors' catalogues, put into the database, and what the vendors say people call things."""

from marketplace.catalog.models import Product, Skill
from marketplace.db.session import atomic
from marketplace.organizations.models import Vendor
from marketplace.programmes.levels import Level
from marketplace.registry.models import Language
from tests import make
from tests.search.reading import learn
from tests.search.relevance.people import PRODUCTS, TOWNS, Person, people

Named = tuple[str, str | None]

P, E, W, Y, L = PRODUCTS
OUTCOMES: tuple[tuple[str, tuple[Named, ...], int, str], ...] = (
    (
        "Close the payroll year",
        ((P, "Year-end"),),
        3,
        "payroll year-end closing\nannual payroll closing\nyear-end rehearsal",
    ),
    (
        "Move absence rules to the new engine",
        ((P, "Leave & Absence"),),
        3,
        "migrate leave rules\ncarry-over rules per site",
    ),
    (
        "Stand in while the payroll lead is away",
        ((P, None),),
        2,
        "payroll holiday cover\nparental leave cover in payroll",
    ),
    (
        "Settle expenses with the payslip",
        ((E, None),),
        2,
        "introduce travel expenses\nexpenses paid with the salary",
    ),
    (
        "Match company cards by themselves",
        ((E, "Cards"),),
        2,
        "company card matching\nroll out company cards",
    ),
    (
        "Bring waveless picking to a warehouse",
        ((W, "Picking"),),
        3,
        "introduce waveless picking\nvoice picking go-live",
    ),
    (
        "Re-slot before the season",
        ((W, "Slotting"),),
        2,
        "slotting review\nprepare the warehouse for peak season",
    ),
    (
        "Get trucks off the road and onto the docks",
        ((Y, "Dock planning"),),
        3,
        "dock plan\nhaulier time slots",
    ),
    (
        "Pass the training audit",
        ((L, "Compliance"),),
        3,
        "mandatory training reports\nprove that staff were trained",
    ),
    (
        "Connect learning with the staff records",
        ((L, "Integrations"),),
        2,
        "single sign-on for the LMS\nHR integration",
    ),
)
SYNONYMS: tuple[tuple[str, Named], ...] = (
    ("salary", (P, None)),
    ("wages", (P, None)),
    ("vacation", (P, "Leave & Absence")),
    ("sick pay", (P, "Leave & Absence")),
    ("annual closing", (P, "Year-end")),
    ("time tracking", (P, "Time Recording")),
    ("travel costs", (E, None)),
    ("warehouse management", (W, None)),
    ("goods receipt", (W, "Inbound")),
    ("order picking", (W, "Picking")),
    ("dock scheduling", (Y, "Dock planning")),
    ("e-learning", (L, None)),
    ("learning platform", (L, None)),
    ("mandatory training", (L, "Compliance")),
    ("SSO", (L, "Integrations")),
    ("question bank", (L, "Course Authoring")),
)


def build() -> None:
    with atomic():
        skills = _catalogue()
        places = {
            name: make.place(name, country, latitude=north, longitude=east, population=size).id
            for name, (country, north, east, size) in TOWNS.items()
        }
        for one in people():
            _join(one, skills, places)
        for title, needed, level, wordings in OUTCOMES:
            make.blueprint(*(skills[one] for one in needed), title=title, level=level, wordings=wordings)
        for phrase, skill in SYNONYMS:
            make.synonym(skills[skill], phrase)
    learn()


def _catalogue() -> dict[Named, Skill]:
    vendors: dict[str, Vendor] = {}
    found: dict[Named, Skill] = {}
    for name, (vendor, modules) in PRODUCTS.items():
        vendors[vendor] = vendors.get(vendor) or make.vendor(vendor)
        product: Product = make.product(vendors[vendor], name, modules)
        make.change(product, summary="")
        found |= {(name, each.module.name if each.module else None): each for each in product.skills}
    return found


def _join(one: Person, skills: dict[Named, Skill], places: dict[str, int]) -> None:
    expert = make.expert(
        one.name,
        headline=one.headline,
        about=one.about,
        place_id=places[one.town],
        on_site_km=one.km,
        remote=one.remote,
    )
    for code in one.languages:
        make.row(Language, expert_id=expert.id, code=code)
    for skill, level in one.skills.items():
        make.certificate(expert, skills[skill], Level(level))
