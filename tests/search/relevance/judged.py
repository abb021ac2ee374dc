"""Eighty things that customers type, and whom they would want to see: 3 the very person, 2 good, 1 better than nobody.

Judged from what the customer asks and what is known about the people, before any search was made. Whoever fits several
grades has the highest; who fits none would waste the customer's time. "In Hamburg" means work on site: people who come are
wanted, those who live there most, and others not at all.
"""

from collections.abc import Mapping

from tests.search.relevance.wishes import ANYBODY, REMOTE, Wish, comes, has, lives, named, speaks, tells

Grades = Mapping[int, Wish]

YEAR: Grades = {3: has("P.year", 3), 2: has("P.year"), 1: has("P.all", 3)}
LEAVE: Grades = {3: has("P.leave", 3), 2: has("P.leave"), 1: has("P.all", 3)}
TIME: Grades = {3: has("P.time", 3), 2: has("P.time"), 1: has("P.all", 3)}
PENSION: Grades = {3: has("P.pension", 3), 2: has("P.pension"), 1: has("P.all", 3)}
PAYROLL: Grades = {3: has("P.all", 3), 2: has("P.all", 2) | has("P", 3), 1: has("P")}
EXPENSES: Grades = {3: has("E.all") | has("E", 3), 2: has("E")}
PICKING: Grades = {3: has("W.pick", 3), 2: has("W.pick"), 1: has("W.all", 3)}
SLOTTING: Grades = {3: has("W.slot", 3), 2: has("W.slot"), 1: has("W.all", 3)}
INBOUND: Grades = {3: has("W.inbound", 3), 2: has("W.inbound"), 1: has("W.all", 3)}
LABOUR: Grades = {3: has("W.labour", 3), 2: has("W.labour"), 1: has("W.all", 3)}
WAREHOUSE: Grades = {3: has("W.all", 3), 2: has("W.all") | has("W", 3), 1: has("W")}
YARD: Grades = {3: has("Y.all", 3), 2: has("Y.all") | has("Y", 3), 1: has("Y")}
DOCK: Grades = {3: has("Y.dock", 3), 2: has("Y.all", 3), 1: has("Y.all")}
AUTHOR: Grades = {3: has("L.author", 3), 2: has("L.author"), 1: has("L.all", 3)}
COMPLY: Grades = {3: has("L.comply", 3), 2: has("L.comply"), 1: has("L.all", 3)}
ASSESS: Grades = {3: has("L.assess", 3), 2: has("L.assess"), 1: has("L.all", 3)}
INTEGRATE: Grades = {3: has("L.integrate", 3), 2: has("L.integrate"), 1: has("L.all", 3)}
LEARNING: Grades = {3: has("L.all", 3), 2: has("L.all") | has("L", 3), 1: has("L")}


def only(grades: Grades, wish: Wish) -> Grades:
    """The same, for those whom this is true of."""
    return {grade: one & wish for grade, one in grades.items()}


def at(town: str, skill: Wish, related: Wish) -> Grades:
    """On site there: those who live there, then those who come; of those who come, whoever only knows something related is last."""
    return {3: skill & lives(town) & comes(town), 2: skill & comes(town), 1: related & comes(town)}


JUDGED: tuple[tuple[str, Grades], ...] = (
    # products and modules, by their names
    ("Ledgerline Payroll", PAYROLL),
    ("payroll", PAYROLL),
    ("payroll expert", PAYROLL),
    ("somebody for Ledgerline Expenses", EXPENSES),
    ("Stockpile WMS", WAREHOUSE),
    ("WMS slotting", SLOTTING),
    ("Stockpile Yard", YARD),
    ("dock planning", DOCK),
    ("lumen lms", LEARNING),
    ("course authoring", AUTHOR),
    ("payroll year-end", YEAR),
    ("leave and absence", LEAVE),
    ("time recording", TIME),
    ("pensions", PENSION),
    ("company cards", {3: has("E.cards", 3), 2: has("E.cards"), 1: has("E.all")}),
    ("LMS integrations", INTEGRATE),
    ("inbound", INBOUND),
    ("labour standards", LABOUR),
    ("assessments", ASSESS),
    # what people call them
    ("wages", PAYROLL),
    ("salary specialist", PAYROLL),
    ("time tracking", TIME),
    ("sick pay", {3: has("P.leave", 3), 2: has("P.leave")}),
    ("vacation", LEAVE),
    ("goods receipt", INBOUND),
    ("SSO", INTEGRATE),
    ("e-learning", {3: has("L.author", 3) | has("L.all", 3), 2: has("L.all") | has("L", 3), 1: has("L")}),
    ("dock scheduling", DOCK),
    ("warehouse management", WAREHOUSE),
    # outcomes
    ("close payroll year-end", YEAR),
    ("we need to close the payroll year", YEAR),
    ("annual closing of our payroll", YEAR),
    ("rehearse the year-end", YEAR),
    ("move our absence rules to the new engine", LEAVE),
    ("migrate leave rules", LEAVE),
    (
        "stand in for our payroll lead",
        {3: has("P.all", 3) & tells("interim", "stands in"), 2: has("P.all", 2), 1: has("P", 3)},
    ),
    ("holiday cover payroll", {3: has("P.all", 3), 2: has("P.all", 2), 1: has("P", 3)}),
    ("introduce waveless picking", PICKING),
    ("prepare our warehouse for the peak season", SLOTTING | {2: has("W.slot") | has("W") & tells("season")}),
    ("pass a training audit", COMPLY),
    ("prove that our staff were trained", COMPLY),
    ("hauliers time slots", DOCK),
    ("single sign-on for the LMS", INTEGRATE),
    # slips of the keyboard
    ("payrol", PAYROLL),
    ("ledgerlin payroll", PAYROLL),
    ("stokpile slotting", SLOTTING),
    ("slottting", SLOTTING),
    ("year-end in Hambrug", at("Hamburg", has("P.year"), has("P.all", 3))),
    ("complience training", COMPLY),
    ("pensoins", PENSION),
    ("Henrk Dahl", {3: named("Henrik Dahl")}),
    ("warehuose management", WAREHOUSE),
    # people
    ("Ana Ferreira", {3: named("Ana Ferreira")}),
    ("dvorak", {3: named("Marek Dvořák")}),
    ("Fischer", {3: named("Hanna Fischer", "Noah Fischer")}),
    ("costa", {3: named("Beatriz Costa", "Helena Costa")}),
    # towns
    ("payroll in Hamburg", at("Hamburg", has("P"), has("P"))),
    ("warehouse management near Leeds", at("Leeds", has("W.all"), has("W"))),
    ("picking Manchester", at("Manchester", has("W.pick"), has("W.all", 3))),
    ("LMS in Frankfurt am Main", at("Frankfurt am Main", has("L"), has("L"))),
    ("mandatory training in Hamburg", at("Hamburg", has("L.comply"), has("L.all", 3))),
    ("dock planning Rotterdam", at("Rotterdam", has("Y.dock"), has("Y.all"))),
    ("in Oslo", {3: lives("Oslo") & comes("Oslo"), 2: comes("Oslo")}),
    # languages
    ("payroll, speaks Norwegian", only(PAYROLL, speaks("no"))),
    ("German-speaking time recording", only(TIME, speaks("de"))),
    ("French leave rules", only(LEAVE, speaks("fr"))),
    ("Polish", {3: speaks("pl")}),
    ("compliance training in Swedish", only(COMPLY, speaks("sv"))),
    # level, remote
    ("remote payroll", only(PAYROLL, REMOTE)),
    ("slotting, at least expert", {3: has("W.slot", 4)}),
    ("picking practitioner", {3: has("W.pick", 2)}),
    # several things at once, and words of people's own
    ("payroll for hospitals", {3: has("P") & tells("hospital", "clinic"), 1: has("P", 3)}),
    ("year-end certificates for staff", {3: has("P.year", 3), 2: has("P.year")}),
    (
        "voice picking for cold stores",
        {3: named("Laura Schmitt"), 2: named("Emil Sørensen"), 1: has("W.pick", 3)},
    ),
    (
        "someone for waveless picking near Malmö who speaks Swedish",
        {3: named("Emil Sørensen"), 1: has("W.pick") & comes("Malmö")},
    ),
    (
        "interim payroll manager in London",
        {3: named("James Walker"), 2: has("P.all", 3) & comes("London"), 1: has("P") & comes("London")},
    ),
    (
        "I need a remote trainer for exams and question banks in the LMS who speaks Polish",
        {3: named("Zofia Wójcik")},
    ),
    ("gate control for trucks", {3: has("Y.gate"), 2: has("Y.all", 3), 1: has("Y")}),
    ("exams with proctoring", {3: named("Imran Malik"), 2: has("L.assess", 3), 1: has("L.assess")}),
    ("travel policies for consultancies, German", {3: named("Stefan Weber"), 2: has("E") & speaks("de")}),
    ("union negotiations", {}),
    ("expert", {1: ANYBODY}),
)
