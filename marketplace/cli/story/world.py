"""The demo's vendors and what they sell. Plain values; the acts put them through the use cases."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ReleaseMade:
    """`topics` are title, text and the name of a module, or "" for the whole product."""

    version: str
    released_on: date
    notes: str
    topics: tuple[tuple[str, str, str], ...] = ()
    major: bool = False


@dataclass(frozen=True, slots=True)
class ProductMade:
    name: str
    summary: str
    about: str
    modules: tuple[tuple[str, str], ...]
    releases: tuple[ReleaseMade, ...]


@dataclass(frozen=True, slots=True)
class VendorMade:
    """`staff` are name and roles; the first is the admin who is invited when the vendor is founded."""

    name: str
    about: str
    staff: tuple[tuple[str, str], ...]
    products: tuple[ProductMade, ...]


LEDGERLINE = VendorMade(
    name="Ledgerline",
    about="Payroll for employers from fifty to fifty thousand people, in eleven countries.",
    staff=(
        ("Vera Lindqvist", "admin"),
        ("Carla Moreau", "assessor"),
        ("Fritz Adler", "finance"),
        ("Nadia Brandt", "assessor"),
    ),
    products=(
        ProductMade(
            "Ledgerline Payroll",
            "Gross to net, on time, every month.",
            "Runs the month from time data to payslips and bank files. Its year-end is where experience pays for itself.",
            (
                ("Leave & Absence", "Entitlements, carry-over, statutory sick pay"),
                ("Year-end", "Closing, certificates for staff, authority filings"),
                ("Time Recording", "Clocking, shift rules, overtime"),
                ("Pensions", "Schemes, contributions, reports to funds"),
            ),
            (
                ReleaseMade(
                    "9.2", date(2024, 5, 13), "New absence engine. Year-end can be rehearsed on a copy."
                ),
                ReleaseMade(
                    "10.0",
                    date(2025, 9, 1),
                    "Payslips in the browser; filings sent from inside the product.",
                    (
                        (
                            "Payslips in the browser",
                            "Staff open them with their own sign-in; paper is an exception that has to be given a reason.",
                            "",
                        ),
                        (
                            "Filings are sent from inside the product",
                            "The separate transmission client is gone. Certificates of the authorities live in the key store.",
                            "Year-end",
                        ),
                    ),
                    major=True,
                ),
                ReleaseMade(
                    "10.1",
                    date(2026, 6, 8),
                    "Carry-over rules per site; faster recalculation.",
                    (
                        (
                            "Carry-over rules per site",
                            "A site may end carried days earlier than the company does. Old rules are taken over unchanged.",
                            "Leave & Absence",
                        ),
                        (
                            "Recalculation touches only what changed",
                            "A full run has to be asked for, and belongs before the year-end rehearsal.",
                            "",
                        ),
                    ),
                ),
            ),
        ),
        ProductMade(
            "Ledgerline Expenses",
            "Travel and expenses that settle with the payroll.",
            "Receipts by photograph, rules by country, settlement with the next payslip.",
            (("Policies", "Allowances and limits by country"), ("Cards", "Company cards and matching")),
            (
                ReleaseMade("4.0", date(2025, 2, 3), "Card matching."),
                ReleaseMade("4.3", date(2026, 4, 20), "Daily allowances for 2026."),
            ),
        ),
    ),
)

RELEASE_11 = ReleaseMade(
    "11.0",
    date(2026, 11, 4),
    "One engine for leave and time; a new closing workbench.",
    (
        (
            "Leave and time share one calendar",
            "Absences are cut out of shifts by themselves. Rules that did this by hand have to be retired first.",
            "Leave & Absence",
        ),
        (
            "The closing workbench",
            "It replaces the closing list: steps wait for each other, and each names who is responsible.",
            "Year-end",
        ),
        (
            "Roles are given by task",
            "The roles of 10.x are translated once, at the upgrade. Check who may release a payment run.",
            "",
        ),
    ),
    major=True,
)
"""What comes out while the story is told; the day is set there."""

STOCKPILE = VendorMade(
    name="Stockpile",
    about="Warehouse management for people who have walked the aisles themselves.",
    staff=(("Stefan Brandt", "admin"), ("Ines Duarte", "assessor"), ("Paul Okafor", "finance")),
    products=(
        ProductMade(
            "Stockpile WMS",
            "From the dock door to the parcel label.",
            "Receives, puts away, replenishes, picks, packs and ships; by hand, by voice, with conveyors and robots.",
            (
                ("Inbound", "Receiving, putaway, quality holds"),
                ("Picking", "Waves, zones, voice, pick-to-light"),
                ("Slotting", "Where things live, and why"),
                ("Labour", "Standards, planning, bonuses"),
            ),
            (
                ReleaseMade("2024.2", date(2024, 10, 7), "Waveless picking."),
                ReleaseMade("2025.1", date(2025, 4, 14), "Slotting proposes its own moves."),
                ReleaseMade("2026.1", date(2026, 3, 30), "Robot fleets through one interface."),
            ),
        ),
        ProductMade(
            "Stockpile Yard",
            "Trucks, docks and the minutes between them.",
            "Time slots for hauliers, gate control, dock plans.",
            (("Gate", "Arrivals and checks"), ("Dock planning", "Doors, crews, priorities")),
            (
                ReleaseMade("3.1", date(2025, 6, 2), "Self check-in."),
                ReleaseMade("3.2", date(2026, 5, 11), "Dock plans follow the waves."),
            ),
        ),
    ),
)

LUMEN = VendorMade(
    name="Lumen Learning",
    about="Learning management for universities, hospitals and everyone who must prove that people were trained.",
    staff=(("Helen Marsh", "admin"), ("Aziz Rahmani", "assessor"), ("Mona Keller", "finance")),
    products=(
        ProductMade(
            "Lumen LMS",
            "Courses, cohorts and proof of training.",
            "Plans, delivers and records learning; its compliance reports stand up to auditors.",
            (
                ("Course Authoring", "Templates, question banks, translation"),
                ("Compliance", "Mandatory training, certificates, audit reports"),
                ("Assessments", "Exams, proctoring, marking"),
                ("Integrations", "LTI, xAPI, staff records, single sign-on"),
            ),
            (
                ReleaseMade("6.4", date(2024, 8, 19), "xAPI throughout."),
                ReleaseMade("7.0", date(2025, 8, 25), "New course editor."),
                ReleaseMade("7.1", date(2026, 8, 17), "Compliance calendars by country."),
            ),
        ),
    ),
)

VENDORS = (LEDGERLINE, STOCKPILE, LUMEN)

ORGANIZATIONS: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Nordwind Logistics",
        "DE",
        (
            ("Olga Petersen", "owner"),
            ("Bruno Keil", "booker"),
            ("Dora Hansen", "approver,finance"),
        ),
    ),
    ("Halden Hospitals", "NO", (("Gus Halvorsen", "owner"),)),
    ("Brightwater Foods", "GB", (("Tessa Quinn", "owner"),)),
)
"""Name, country, members with their roles; the first founds it."""
