"""How the work of a blueprint goes: how many days, what is handed over, what has to be there before, what it costs about."""

from marketplace.catalog.outcomes import Blueprint
from marketplace.catalog.plans import Deliverable, Plan
from marketplace.kit.errors import Invalid
from marketplace.kit.money import CURRENCIES, Money
from marketplace.kit.period import CALLS
from marketplace.kit.text import clean_line
from marketplace.kit.typed import Typed

LIMITS = {"days": 60, "days_a_week": 7, "hours_a_day": 12}
MOST_DELIVERABLES = 8
MOST_CHECKS = 20
LINE = 160
CRITERIA = 600


def take(typed: Typed, blueprint: Blueprint, plan: Plan) -> None:
    """Into the row; mistakes go to `typed` under the names of their fields."""
    for name, most in LIMITS.items():
        number = getattr(plan, name)
        if number is not None and not 1 <= number <= most:
            typed.wrong(name, f"A whole number from 1 to {most}, please, or nothing.")
        else:
            setattr(blueprint, name, number)
    _take_call(typed, blueprint, plan)
    blueprint.deliverables = _deliverables(typed, plan)
    blueprint.checklist = "\n".join(_checks(typed, plan.checklist))
    _take_prices(typed, blueprint, plan)


def _take_call(typed: Typed, blueprint: Blueprint, plan: Plan) -> None:
    blueprint.call_minutes = None
    if plan.call_minutes is None:
        return
    if plan.call_minutes not in CALLS:
        typed.wrong("call_minutes", "A call lasts 30, 45, 60, 90 or 120 minutes.")
    elif any(getattr(plan, name) is not None for name in LIMITS):
        typed.wrong(
            "call_minutes", "Either one call or days: leave the days empty, or say that it is no call."
        )
    else:
        blueprint.call_minutes = plan.call_minutes


def _deliverables(typed: Typed, plan: Plan) -> list[dict[str, str]]:
    kept = []
    for number, one in enumerate(plan.deliverables, 1):
        words = _deliverable(typed, number, one)
        if words["title"]:
            kept.append(words)
        elif words["accepted_when"]:
            typed.wrong(f"deliverable_{number}", "Say what is handed over.")
    if len(kept) > MOST_DELIVERABLES:
        typed.wrong("deliverable_1", f"Up to {MOST_DELIVERABLES}, please: more is several outcomes.")
    return kept


def _deliverable(typed: Typed, number: int, one: Deliverable) -> dict[str, str]:
    return {
        "title": typed.line(f"deliverable_{number}", one.title, LINE),
        "accepted_when": typed.text(f"accepted_{number}", one.accepted_when, CRITERIA),
    }


def _checks(typed: Typed, text: str) -> list[str]:
    lines = list(dict.fromkeys(filter(None, map(clean_line, text.splitlines()))))
    if len(lines) > MOST_CHECKS:
        typed.wrong("checklist", f"That is {len(lines)} lines; {MOST_CHECKS} are as many as anybody reads.")
    if any(len(line) > LINE for line in lines):
        typed.wrong("checklist", f"A line has up to {LINE} characters.")
    return lines


def _take_prices(typed: Typed, blueprint: Blueprint, plan: Plan) -> None:
    blueprint.price_from = blueprint.price_to = None
    if plan.price_currency not in CURRENCIES:
        typed.wrong("price_currency", "Choose a currency from the list.")
        return
    blueprint.price_currency = plan.price_currency
    least = _amount(typed, "price_from", plan.price_from, plan.price_currency)
    most = _amount(typed, "price_to", plan.price_to, plan.price_currency)
    if (least is None) != (most is None):
        typed.wrong(
            "price_to" if most is None else "price_from", "A guide has two ends: fill in both, or neither."
        )
    elif least is not None and most is not None and most < least:
        typed.wrong("price_to", "The upper end is below the lower one.")
    else:
        blueprint.price_from, blueprint.price_to = least, most


def _amount(typed: Typed, field: str, text: str, currency: str) -> int | None:
    if not text.strip():
        return None
    try:
        return Money.parse(text, currency).amount
    except Invalid as mistake:
        typed.wrong(field, mistake.sentence)
        return None
