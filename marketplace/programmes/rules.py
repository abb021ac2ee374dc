"""What a draft may say, and what a version must say before it is published."""

from collections.abc import Iterator, Sequence

from marketplace.kit.errors import WrongState
from marketplace.kit.text import clean_line, fold
from marketplace.kit.typed import Typed
from marketplace.programmes.levels import Level
from marketplace.programmes.models import RUBRICS, Rubric, RubricState
from marketplace.programmes.outline import CriterionLine, Outline, TermsLine

ABOUT = 5_000
CHANGES = 2_000
NAME = 120
CRITERION_ABOUT = 500
LOOKS = 1_000
MOST_CRITERIA = 12
"""An assessor scores every one of them for every claim."""
MONTHS = (1, 60)
GRACE_DAYS = (0, 365)
ASSESSORS = (1, 2)


def checked(outline: Outline) -> Outline:
    """The same, cleaned, without its blank rows. Raises `Invalid`; rows are named by their place: `name_1`, `months_1`."""
    typed = Typed()
    criteria = list(_criteria(typed, outline.criteria))
    for terms in outline.terms:
        _check_terms(typed, terms)
    cleaned = Outline(
        typed.text("about", outline.about, ABOUT),
        typed.text("changes", outline.changes, CHANGES),
        criteria,
        sorted(outline.terms, key=lambda one: one.level),
    )
    typed.check()
    return cleaned


def check_draft(rubric: Rubric) -> None:
    """Raises `WrongState` for versions that are or were published: decisions are defended by them."""
    if rubric.state is not RubricState.DRAFT:
        raise WrongState(
            f"This version {RUBRICS.said[rubric.state]} and never changes again. Start a new draft instead."
        )


def missing(rubric: Rubric) -> list[str]:
    """What keeps it from being published, in sentences; nothing once it is complete."""
    return list(_gaps(rubric))


def _gaps(rubric: Rubric) -> Iterator[str]:
    if not rubric.criteria:
        yield "Add a criterion: what do assessors look for?"
    if not rubric.terms:
        yield "Give at least one level."
    if not rubric.changes:
        yield "Say in a sentence what is new, for those who are preparing a claim."
    for criterion in rubric.criteria:
        silent = [level.label for level in rubric.levels if not criterion.looks_like(level)]
        if silent:
            yield f"{criterion.name}: say what {' and '.join(silent)} look{'s' * (len(silent) == 1)} like."


def _criteria(typed: Typed, lines: Sequence[CriterionLine]) -> Iterator[CriterionLine]:
    count = sum(not line.blank for line in lines)
    if count > MOST_CRITERIA:
        typed.wrong(
            "criteria", f"That is {count} criteria; {MOST_CRITERIA} are the most that an assessor can weigh."
        )
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.blank:
            cleaned = _criterion(typed, number, line)
            if cleaned.name and fold(cleaned.name) in seen:
                typed.wrong(f"name_{number}", f"There is already a criterion called {cleaned.name}.")
            seen.add(fold(cleaned.name))
            yield cleaned


def _criterion(typed: Typed, number: int, line: CriterionLine) -> CriterionLine:
    name = typed.line(f"name_{number}", line.name, NAME, needed="Give the criterion a name.")
    about = typed.line(f"about_{number}", clean_line(line.about), CRITERION_ABOUT)
    looks = {
        level: typed.text(f"looks_{number}_{level:d}", line.looks.get(level, ""), LOOKS) for level in Level
    }
    return CriterionLine(name, about, {level: text for level, text in looks.items() if text})


def _check_terms(typed: Typed, terms: TermsLine) -> None:
    for name, (least, most), noun in (
        ("months", MONTHS, "months"),
        ("grace_days", GRACE_DAYS, "days"),
        ("assessors", ASSESSORS, "assessors"),
    ):
        if not least <= getattr(terms, name) <= most:
            typed.wrong(f"{name}_{terms.level:d}", f"Between {least} and {most} {noun}, please.")
