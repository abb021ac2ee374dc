"""What Ledgerline asks of people who say that they know its Leave & Absence and its Year-end."""

from dataclasses import replace

from marketplace.programmes.kinds import EvidenceKind
from marketplace.programmes.levels import Level
from marketplace.programmes.outline import CriterionLine, Outline, TermsLine

ASSOCIATE, PRACTITIONER, PROFESSIONAL, EXPERT = Level
STORY = frozenset({EvidenceKind.TEXT})
SHOWN = STORY | {EvidenceKind.LINK}
VOUCHED = frozenset({EvidenceKind.TEXT, EvidenceKind.REFERENCE})
TERMS = (
    TermsLine(ASSOCIATE, STORY, months=24),
    TermsLine(PRACTITIONER, STORY, months=24),
    TermsLine(PROFESSIONAL, SHOWN, months=24, until_major=True, grace_days=90),
    TermsLine(EXPERT, VOUCHED, months=18, until_major=True, grace_days=90, assessors=2),
)

RULES = CriterionLine(
    "Entitlement rules",
    "Can they turn an agreement into rules that the absence engine applies?",
    {
        ASSOCIATE: "Finds which rule gave an employee how many days, and explains it to them.",
        PRACTITIONER: "Sets up entitlements by age, seniority and part-time share from a written agreement.",
        PROFESSIONAL: "Designs rules for several sites and agreements, and tests them on a copy before they go live.",
        EXPERT: "Reviews rule sets that others have built, and removes what nobody needs without changing a result.",
    },
)
CARRY_OVER = CriterionLine(
    "Carry-over and expiry",
    "What is left at the end of the year: does it go where the law and the agreement say?",
    {
        ASSOCIATE: "Runs the carry-over with a checklist and reports what looks odd.",
        PRACTITIONER: "Runs it alone, and corrects single cases with a reason that an auditor accepts.",
        PROFESSIONAL: "Sets up carry-over per site, with expiry dates and the notices that the law asks for.",
        EXPERT: "Has brought a company through a change of rule in mid-year, with balances that were right afterwards.",
    },
)
SICK_PAY = CriterionLine(
    "Statutory sick pay",
    "Does the sick note end up as the right amount on the payslip?",
    {
        ASSOCIATE: "Enters sick notes and knows when to ask for one.",
        PRACTITIONER: "Follows a case through waiting days, repeated illness and the end of continued pay.",
        PROFESSIONAL: "Sets up sick pay for at least two countries, with the transfer to the health insurers.",
        EXPERT: "Explains a disputed case to an authority, from the note to the payslip.",
    },
)
LEAVE = Outline(
    about=(
        "Leave & Absence decides how many days somebody may stay away, and what they are paid meanwhile. "
        "People notice at once when it is wrong.\n\n"
        "To prepare a claim, take **one agreement that you have implemented** and tell how it became rules: "
        "what was unclear, whom you asked, how you tested, what went wrong first."
    ),
    changes="Our first programme for this module: three criteria that name the work itself.",
    criteria=(RULES, CARRY_OVER, SICK_PAY),
    terms=TERMS,
)
LEAVE_REVISED = replace(
    LEAVE,
    changes="Professionals now show how they tested. Handing over to those who run it is a criterion of its own.",
    criteria=(
        replace(
            RULES,
            looks={
                **RULES.looks,
                PROFESSIONAL: "Designs rules for several sites and agreements, tests them on a copy, and can show the test cases.",
            },
        ),
        CARRY_OVER,
        SICK_PAY,
        CriterionLine(
            "Handing over",
            "Can the people who stay behind run it?",
            {
                ASSOCIATE: "Writes down what they did for a colleague who takes over.",
                PRACTITIONER: "Keeps the checklist for the month, and improves it.",
                PROFESSIONAL: "Trains the team that runs it, and is asked less every month.",
                EXPERT: "Writes the handbook that other sites use.",
            },
        ),
    ),
)
YEAR_END = Outline(
    about=(
        "The year-end closes twelve months of payroll towards staff, funds and authorities, in three weeks in which nothing may "
        "be late. We certify those who have **been there**: reading about it is not enough."
    ),
    changes="Our first programme for this module. From Professional on, a year-end of your own is asked for.",
    criteria=(
        CriterionLine(
            "Rehearsal and closing",
            "Do they know what has to happen in which order, and why?",
            {
                ASSOCIATE: "Works through the closing list with somebody beside them.",
                PRACTITIONER: "Closes one company alone, after rehearsing it on a copy.",
                PROFESSIONAL: "Plans the closing of several companies, with dates, deputies and a way back.",
                EXPERT: "Has led a closing with a change of system or law in the middle of it.",
            },
        ),
        CriterionLine(
            "Filings to authorities",
            "Do certificates and filings arrive, complete and on time?",
            {
                ASSOCIATE: "Sends filings and reads the confirmations.",
                PRACTITIONER: "Mends rejected filings, and tells a wrong master record from a wrong calculation.",
                PROFESSIONAL: "Sets up filings for a new company or country.",
                EXPERT: "Agrees with an authority on how a special case is reported.",
            },
        ),
        CriterionLine(
            "Reconciliation",
            "Could an auditor follow every difference to its end?",
            {
                ASSOCIATE: "Compares totals and marks what differs.",
                PRACTITIONER: "Explains each difference with the booking behind it.",
                PROFESSIONAL: "Builds the reports by which others reconcile.",
                EXPERT: "Finds mistakes of earlier years, and corrects them without touching closed periods.",
            },
        ),
    ),
    terms=TERMS,
)
