"""What the demo's customers want done, and what they call things, as each vendor's administrator has written it down."""

from dataclasses import dataclass, replace

from marketplace.catalog import blueprints, queries, synonyms
from marketplace.catalog.plans import Deliverable, Need, Plan
from marketplace.cli.story import stage
from marketplace.cli.story.world import LEDGERLINE, LUMEN, STOCKPILE, VendorMade
from marketplace.organizations.models import Vendor

Skill = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class OutcomeMade:
    """`needs` are a skill and the least level of it; `work` how it goes, where the vendor has written that down."""

    title: str
    summary: str
    wordings: tuple[str, ...]
    needs: tuple[tuple[Skill, int], ...]
    work: Plan | None = None


PAYROLL, EXPENSES = "Ledgerline Payroll", "Ledgerline Expenses"
WMS, YARD, LMS = "Stockpile WMS", "Stockpile Yard", "Lumen LMS"

RULES = Plan(
    "",
    days=6,
    days_a_week=2,
    hours_a_day=8,
    deliverables=(
        Deliverable("The old rules, written down", "Each site has signed its page."),
        Deliverable(
            "The same rules in the new engine",
            "A month of absences gives the same balances on both, to the hour.",
        ),
        Deliverable("Your team runs it", "Two people have moved one rule without help."),
    ),
    checklist="A test system with last year’s absences\nAccess for the expert\nOne person for each site who knows its rules",
    price_from="650",
    price_to="900",
)

OUTCOMES: tuple[tuple[VendorMade, tuple[OutcomeMade, ...]], ...] = (
    (
        LEDGERLINE,
        (
            OutcomeMade(
                "Close the payroll year",
                "Rehearsal on a copy, certificates for staff, filings sent and acknowledged.",
                (
                    "payroll year-end closing",
                    "annual payroll closing",
                    "year-end rehearsal",
                    "tax certificates for staff",
                ),
                (((PAYROLL, "Year-end"), 3),),
            ),
            OutcomeMade(
                "Move absence rules to the new engine",
                "Old rules written down, translated, and run side by side for a month.",
                ("migrate leave rules", "new absence engine", "carry-over rules per site"),
                (((PAYROLL, "Leave & Absence"), 3),),
                RULES,
            ),
            OutcomeMade(
                "Stand in while the payroll lead is away",
                "Runs the month, answers the questions, hands back a clean desk.",
                ("payroll holiday cover", "parental leave cover in payroll", "run payroll for a month"),
                (((PAYROLL, None), 2),),
            ),
            OutcomeMade(
                "Settle expenses with the payslip",
                "Receipts, rules and approval set up, the first settlement accompanied.",
                ("introduce travel expenses", "expenses paid with the salary"),
                (((EXPENSES, None), 2),),
            ),
            OutcomeMade(
                "Match company cards by themselves",
                "Bank files read, receipts found, the rest on one list.",
                ("company card matching", "roll out company cards"),
                (((EXPENSES, "Cards"), 2),),
            ),
        ),
    ),
    (
        STOCKPILE,
        (
            OutcomeMade(
                "Bring waveless picking to a warehouse",
                "Zones drawn, staff trained, the first two weeks on the floor.",
                ("introduce waveless picking", "voice picking go-live", "pick to light rollout"),
                (((WMS, "Picking"), 3),),
            ),
            OutcomeMade(
                "Re-slot before the season",
                "Where things should live, the moves in the right order, measured afterwards.",
                ("slotting review", "prepare the warehouse for peak season"),
                (((WMS, "Slotting"), 2),),
            ),
            OutcomeMade(
                "Get trucks off the road and onto the docks",
                "Time slots for hauliers, dock plans that follow the waves.",
                ("dock plan", "haulier time slots", "trucks queue at the gate"),
                (((YARD, "Dock planning"), 2),),
            ),
        ),
    ),
    (
        LUMEN,
        (
            OutcomeMade(
                "Pass the training audit",
                "Who was trained in what and until when, in reports that an auditor accepts.",
                ("mandatory training reports", "prove that staff were trained", "compliance audit"),
                (((LMS, "Compliance"), 3),),
            ),
            OutcomeMade(
                "Connect learning with the staff records",
                "Joiners enrolled and leavers closed by themselves; one sign-on for everybody.",
                ("single sign-on for the LMS", "HR integration", "enrol new staff automatically"),
                (((LMS, "Integrations"), 2),),
            ),
        ),
    ),
)

SYNONYMS: tuple[tuple[VendorMade, tuple[tuple[str, Skill], ...]], ...] = (
    (
        LEDGERLINE,
        (
            ("salary", (PAYROLL, None)),
            ("wages", (PAYROLL, None)),
            ("vacation", (PAYROLL, "Leave & Absence")),
            ("sick pay", (PAYROLL, "Leave & Absence")),
            ("annual closing", (PAYROLL, "Year-end")),
            ("time tracking", (PAYROLL, "Time Recording")),
            ("travel costs", (EXPENSES, None)),
        ),
    ),
    (
        STOCKPILE,
        (
            ("warehouse management", (WMS, None)),
            ("goods receipt", (WMS, "Inbound")),
            ("order picking", (WMS, "Picking")),
            ("dock scheduling", (YARD, "Dock planning")),
        ),
    ),
    (
        LUMEN,
        (
            ("e-learning", (LMS, None)),
            ("learning platform", (LMS, None)),
            ("mandatory training", (LMS, "Compliance")),
            ("SSO", (LMS, "Integrations")),
            ("question bank", (LMS, "Course Authoring")),
        ),
    ),
)


def write() -> None:
    for made, outcomes in OUTCOMES:
        for outcome in outcomes:
            _publish(made, outcome)
    for made, kept in SYNONYMS:
        for phrase, skill in kept:
            ref = _skill(made, skill)
            synonyms.add(_vendor(made).ref, phrase=phrase, skill_ref=ref, by=stage.actor(made.staff[0][0]))


def _publish(vendor: VendorMade, made: OutcomeMade) -> None:
    by = stage.actor(vendor.staff[0][0])
    needs = [Need(_skill(vendor, skill), level) for skill, level in made.needs]
    plan = replace(
        made.work or Plan(""),
        title=made.title,
        summary=made.summary,
        wordings="\n".join(made.wordings),
        needs=needs,
    )
    blueprints.publish(blueprints.add(_vendor(vendor).ref, plan, by=by).ref, by=by)


def _vendor(made: VendorMade) -> Vendor:
    return next(one for one in queries.vendors() if one.name == made.name)


def _skill(vendor: VendorMade, wanted: Skill) -> str:
    """Its ref."""
    offered = [one for one in queries.offered_skills() if one.product.vendor.name == vendor.name]
    named = {(one.product.name, one.module.name if one.module else None): one.ref for one in offered}
    return named[wanted]
