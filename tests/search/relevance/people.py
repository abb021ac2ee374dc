"""Sixty experts, written by hand: no two are alike, some are alike in all but one thing.

Two lines for each: name | town | kilometres they travel, or "-" | r for remote | languages | skills with levels |
headline | about.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

TOWNS: Mapping[str, tuple[str, float, float, int]] = {
    "Hamburg": ("DE", 53.55, 10.00, 1_800_000),
    "Bremen": ("DE", 53.08, 8.80, 560_000),
    "Berlin": ("DE", 52.52, 13.41, 3_400_000),
    "Munich": ("DE", 48.14, 11.58, 1_260_000),
    "Leipzig": ("DE", 51.34, 12.37, 500_000),
    "Frankfurt am Main": ("DE", 50.12, 8.68, 650_000),
    "Vienna": ("AT", 48.21, 16.37, 1_690_000),
    "Manchester": ("GB", 53.48, -2.24, 395_000),
    "Leeds": ("GB", 53.80, -1.55, 455_000),
    "Bristol": ("GB", 51.46, -2.60, 617_000),
    "London": ("GB", 51.51, -0.13, 8_900_000),
    "Lyon": ("FR", 45.75, 4.85, 520_000),
    "Paris": ("FR", 48.85, 2.35, 2_130_000),
    "Madrid": ("ES", 40.42, -3.70, 3_250_000),
    "Turin": ("IT", 45.07, 7.69, 870_000),
    "Rotterdam": ("NL", 51.92, 4.48, 600_000),
    "Utrecht": ("NL", 52.09, 5.12, 290_000),
    "Malmö": ("SE", 55.61, 13.00, 300_000),
    "Oslo": ("NO", 59.91, 10.75, 580_000),
    "Kraków": ("PL", 50.06, 19.94, 755_000),
}
"""Country, latitude, longitude, people who live there."""

CODES = {
    "P": "Ledgerline Payroll",
    "E": "Ledgerline Expenses",
    "W": "Stockpile WMS",
    "Y": "Stockpile Yard",
    "L": "Lumen LMS",
}
PRODUCTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "Ledgerline Payroll": ("Ledgerline", ("Leave & Absence", "Year-end", "Time Recording", "Pensions")),
    "Ledgerline Expenses": ("Ledgerline", ("Policies", "Cards")),
    "Stockpile WMS": ("Stockpile", ("Inbound", "Picking", "Slotting", "Labour")),
    "Stockpile Yard": ("Stockpile", ("Gate", "Dock planning")),
    "Lumen LMS": ("Lumen Learning", ("Course Authoring", "Compliance", "Assessments", "Integrations")),
}
MODULES = {
    "leave": "Leave & Absence", "year": "Year-end", "time": "Time Recording", "pension": "Pensions",
    "policies": "Policies", "cards": "Cards", "inbound": "Inbound", "pick": "Picking", "slot": "Slotting",
    "labour": "Labour", "gate": "Gate", "dock": "Dock planning", "author": "Course Authoring",
    "comply": "Compliance", "assess": "Assessments", "integrate": "Integrations",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """`skills` map (product, module or None) to a level."""

    name: str
    town: str
    km: int | None
    remote: bool
    languages: frozenset[str]
    skills: Mapping[tuple[str, str | None], int]
    headline: str
    about: str


WRITTEN = """
Ana Ferreira | Hamburg | 150 | r | en de pt | P.year4 P.leave3 |
    Payroll year-ends that close on the first attempt | Product owner in four countries. Slipped closings, rehearsals on a copy.
Jonas Petersen | Hamburg | 80 | - | de en | P.year3 |
    Year-end closing for hospitals | Certificates for staff, filings to authorities; two clinics with shift workers.
Greta Lindholm | Malmö | 300 | r | sv en | P.year3 P.pension3 |
    Annual closing and pension reports | Nordic pension schemes, contributions to funds.
Tomasz Nowak | Kraków | - | r | pl en de | P.year2 |
    Payroll administrator for shared services | Monthly runs for six companies, helped with three year-ends.
Sofia Marchetti | Turin | 200 | r | it en | P.year2 P.leave2 |
    Payroll for fashion retail | Seasonal staff, many short contracts.
Henrik Dahl | Oslo | 400 | r | no en | P.leave4 |
    Absence rules moved to the new engine | Migrated leave rules of nine hospitals; carry-over per site.
Claire Dubois | Lyon | 100 | - | fr en | P.leave3 |
    Leave and statutory sick pay in France | Collective agreements, sick pay, parental leave.
Martin Krause | Bremen | 120 | r | de | P.leave2 P.time2 |
    Time and absence in shipyards | Shift rules, overtime, carry-over.
Aisha Khan | Manchester | 60 | r | en ur | P.leave3 P.time3 |
    Payroll and time tracking for retail chains | Clocking terminals, holiday entitlements.
Peter Novak | Vienna | 250 | r | de cs | P.time4 |
    Time recording with complicated shift rules | Overtime and night work for a railway; terminals.
Lucía Romero | Madrid | - | r | es en | P.time3 |
    Clocking and overtime | Hotels and restaurants.
Marta Kowal | Kraków | 100 | r | pl en | P.time2 |
    Time recording administrator | Terminals, badges, corrections.
Willem de Vries | Utrecht | 150 | r | nl en de | P.pension4 P.year3 |
    Pensions in payroll | Dutch funds, reports, corrections back to 2015.
Eleanor Hughes | Bristol | 90 | - | en | P.pension3 |
    Auto-enrolment and pension schemes | Public administration, three councils.
Nadia Benali | Paris | 50 | r | fr ar | P.pension2 |
    Supplementary pensions | Contributions and monthly declarations.
Birgit Sommer | Munich | 100 | r | de en | P.all4 |
    Payroll lead who stands in | Interim payroll lead: ran the month for companies of 200 to 9,000 people.
James Walker | London | 40 | - | en | P.all3 |
    Interim payroll manager | Holiday cover and parental leave cover, banks and law firms.
Katrin Vogel | Hamburg | 50 | r | de en | P.all2 |
    Payroll clerk with eight years of practice | Monthly run, payslips, bank files.
Ingrid Solberg | Oslo | - | r | no sv en | P.all3 |
    Payroll across the Nordics | Norway, Sweden, Denmark in one system.
Paolo Ricci | Turin | 300 | - | it fr | P.all1 |
    Payroll assistant | Assisted two launches.
Olivia Grant | Leeds | 100 | r | en | E.policies3 |
    Travel policies by country | Daily allowances, limits, approval rules.
Stefan Weber | Frankfurt am Main | 200 | r | de en | E.policies4 E.cards3 |
    Expenses for consultancies | Travel costs of two thousand consultants; cards and allowances.
Julie Martin | Paris | 30 | - | fr | E.cards3 |
    Company card matching | Receipts, matching, bank formats.
Kees Bakker | Rotterdam | 120 | r | nl en | E.cards2 |
    Card programmes | Roll-out of company cards to drivers.
Hanna Fischer | Berlin | 100 | r | de en | E.all3 P.all2 |
    Expenses that settle with the payslip | Connected travel expenses with payroll at a film studio.
Rui Almeida | Madrid | - | r | pt es en | E.all2 |
    Expense administrator | Receipts by photograph, questions from travellers.
Emil Sørensen | Malmö | 500 | - | da sv en | W.pick4 W.slot3 |
    Waveless picking, on the floor until it runs | Went live in eleven warehouses; voice and pick-to-light.
Laura Schmitt | Leipzig | 250 | - | de en | W.pick3 |
    Voice picking for cold stores | Frozen food, headsets in gloves.
Dawid Zieliński | Kraków | 300 | r | pl en | W.pick3 W.labour2 |
    Picking waves and zones | Parcel hubs in peak season.
Rachel Moore | Manchester | 120 | - | en | W.pick2 |
    Picking supervisor | Trained two hundred pickers.
Antoine Leroy | Lyon | 200 | r | fr en | W.slot4 |
    Slotting that pays | Re-slotting before the season; measured afterwards.
Femke Visser | Rotterdam | 150 | r | nl en | W.slot3 W.inbound3 |
    Where things live, and why | Slotting reviews, putaway rules for a garden centre chain.
Oskar Lund | Oslo | 200 | - | no en | W.slot2 |
    Warehouse planner | Golden zone, pharmacy goods.
Beatriz Costa | Madrid | 250 | r | es pt en | W.inbound4 |
    Receiving and quality holds | Goods receipt for automotive suppliers.
Ulrich Brandt | Hamburg | 200 | - | de | W.inbound3 |
    Goods receipt at the port | Containers, customs, putaway.
Sinead Byrne | Bristol | 150 | - | en ga | W.inbound2 |
    Inbound team lead | Returns and receiving.
Tariq Hassan | London | 80 | r | en ar | W.labour4 |
    Labour standards and bonuses | Engineered standards, planning of shifts.
Monika Bauer | Munich | 150 | - | de en | W.labour3 |
    Workforce planning in the warehouse | Bonuses the works council agreed to.
Charles Baker | Leeds | 200 | r | en | W.all4 |
    Warehouse management from dock door to label | Sixteen sites; robots and conveyors.
Heike Lorenz | Leipzig | 300 | r | de en pl | W.all3 |
    Interim warehouse systems manager | Peak season, new sites, upgrades.
Giulia Conti | Turin | 150 | - | it en | W.all2 |
    Warehouse key user | Training of staff, daily questions.
Marek Dvořák | Vienna | 200 | r | cs de en | Y.gate3 |
    Gate control and self check-in | Trucks checked in without a guard.
Ruth Adler | Frankfurt am Main | 100 | - | de en | Y.gate2 W.inbound2 |
    Gate clerk turned planner | Hauliers, arrivals, weighbridge.
Piet Jansen | Rotterdam | 250 | r | nl de en | Y.dock4 Y.gate3 |
    Trucks, docks and the minutes between them | Time slots for hauliers at a container terminal.
Fiona Clark | Manchester | 100 | r | en | Y.dock3 |
    Dock planning | Doors, crews, priorities for a supermarket.
Luca Moretti | Turin | - | r | it en | Y.all2 |
    Yard administrator | Slot booking portal for carriers.
Anders Holm | Malmö | 150 | r | sv da en | Y.all3 W.all2 |
    Yard and warehouse together | Dock plans that follow the waves.
Helena Costa | Madrid | 100 | r | es en | L.author3 |
    Courses that people finish | Templates, question banks, translation into nine languages.
Noah Fischer | Berlin | - | r | de en | L.author4 |
    E-learning author | Course editor, interactive video, universities.
Amélie Girard | Paris | 60 | r | fr en | L.author2 L.assess2 |
    Exams and courses for a nursing school | Question banks, marking.
David Osei | London | 100 | r | en | L.comply4 |
    Training that stands up to auditors | Mandatory training in hospitals; audit reports.
Kirsten Bach | Hamburg | 100 | r | de da en | L.comply3 |
    Compliance training for pharma | Proof that staff were trained, calendars by country.
Sven Eriksson | Malmö | 50 | - | sv | L.comply3 L.assess2 |
    Mandatory training in energy | Certificates of welders; audits.
Paula Stein | Munich | - | r | de en | L.comply2 |
    Training administrator | Reminders, reports, lists for managers.
Imran Malik | Leeds | 150 | r | en ur | L.assess4 |
    Exams with proctoring | Medical exams, marking, item analysis.
Zofia Wójcik | Kraków | - | r | pl en | L.assess3 |
    Question banks and marking | University admissions.
Yara Haddad | Lyon | 80 | r | fr ar en | L.integrate4 |
    Single sign-on and staff records | LTI, xAPI, joiners and leavers by themselves.
Tim Becker | Frankfurt am Main | 150 | r | de en | L.integrate3 L.all2 |
    Integrations of learning platforms | HR systems, SSO, interfaces.
Rosa Jiménez | Madrid | 60 | r | es en | L.integrate2 |
    Interfaces for universities | Student records, LTI tools.
Bram Smit | Utrecht | 200 | r | nl en | L.all3 |
    Learning platform owner | Launches, upgrades and admin training for hospitals.
"""


def people() -> Iterator[Person]:
    for line in WRITTEN.replace("|\n", "|").strip().splitlines():
        name, town, km, remote, languages, skills, headline, about = map(str.strip, line.split("|"))
        yield Person(
            name,
            town,
            None if km == "-" else int(km),
            remote == "r",
            frozenset(languages.split()),
            dict(_skill(one) for one in skills.split()),
            headline,
            about,
        )


def _skill(written: str) -> tuple[tuple[str, str | None], int]:
    product, module = written[:-1].split(".")
    return (CODES[product], None if module == "all" else MODULES[module]), int(written[-1])
