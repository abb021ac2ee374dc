"""Blueprints as one JSON file: words alone, so that another vendor, or another installation, can take them in as drafts.

Skills are named by product and module. What has no match there is left out of the draft and said; nothing else is guessed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from marketplace.accounts.actor import Actor
from marketplace.catalog import blueprints, policy, queries
from marketplace.catalog.contents import content
from marketplace.catalog.models import Skill
from marketplace.catalog.outcomes import Blueprint
from marketplace.catalog.plans import Deliverable, Need, Plan
from marketplace.db.session import atomic, locked
from marketplace.kit.errors import Invalid, permit
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean_line, fold
from marketplace.organizations.models import Vendor

FORMAT = "blueprints"
VERSION = 2
READ = (1, VERSION)
"""Files of version 1 know no calls."""
LARGEST = 512 * 1024
"""Bytes of a file."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Taken:
    """A draft that was made, and what of it did not match, in sentences."""

    blueprint: Blueprint
    unmatched: Sequence[str]


def exported(vendor: Vendor) -> str:
    """All of a vendor's blueprints, as they stand; no ids, no people."""
    found = [content(one) for one in queries.blueprints_of(vendor.id)]
    return json.dumps(
        {"format": FORMAT, "version": VERSION, "blueprints": found}, ensure_ascii=False, indent=2
    )


def take_in(vendor_ref: Ref, file: bytes, *, by: Actor) -> list[Taken]:
    """Drafts out of a file, all of them or none. Raises `Invalid` saying which one, and what about it."""
    found = _read(file)
    with atomic():
        vendor = locked(Vendor, vendor_ref)
        permit(policy.may_edit(by, vendor.id))
        skills = {
            _key(one.product.name, one.module.name if one.module else None): one
            for one in queries.offered_skills()
            if one.vendor_id == vendor.id
        }
        return [_add(vendor, number, one, skills, by) for number, one in enumerate(found, 1)]


def _read(file: bytes) -> list[dict[str, Any]]:
    if len(file) > LARGEST:
        raise _wrong(f"The file is larger than {LARGEST // 1024} kB. Split it in two.")
    try:
        read = json.loads(file.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as broken:
        raise _wrong("This is no JSON file. Choose one that was exported here.") from broken
    if not isinstance(read, dict) or read.get("format") != FORMAT or read.get("version") not in READ:
        raise _wrong(f"This file is not an export of blueprints of format version 1 or {VERSION}.")
    found = read.get("blueprints")
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise _wrong("There is no blueprint in this file.")
    if len(found) > MOST:
        raise _wrong(f"That are {len(found)} blueprints; up to {MOST} are taken in at once.")
    return found


def _add(
    vendor: Vendor, number: int, one: dict[str, Any], skills: dict[tuple[str, str], Skill], by: Actor
) -> Taken:
    try:
        plan, unmatched = _plan(one, skills)
        plan = _with_free_title(plan, vendor)
        return Taken(blueprints.add(vendor.ref, plan, by=by), unmatched)
    except (KeyError, TypeError, AttributeError) as odd:
        raise _wrong(
            f"Blueprint {number} of the file is incomplete or has something else where words belong."
        ) from odd
    except Invalid as mistake:
        raise _wrong(f"Blueprint {number} of the file: {mistake.sentence}") from mistake


def _plan(one: dict[str, Any], skills: dict[tuple[str, str], Skill]) -> tuple[Plan, list[str]]:
    needs, unmatched = _needs(one["skills"], skills)
    price = one["price"] or {"from": "", "to": "", "currency": "EUR"}
    plan = Plan(
        title=_words(one["title"]),
        summary=_words(one["summary"]),
        wordings="\n".join(map(_words, _many(one["wordings"]))),
        needs=needs,
        **_pattern(one["pattern"]),
        deliverables=[
            Deliverable(_words(each["title"]), _words(each["accepted_when"]))
            for each in _many(one["deliverables"])
        ],
        checklist="\n".join(map(_words, _many(one["checklist"]))),
        price_from=_words(price["from"]),
        price_to=_words(price["to"]),
        price_currency=_words(price["currency"]),
    )
    return plan, unmatched


def _pattern(found: Any) -> dict[str, int | None]:
    """Of days, or of one call; both would be refused as if they were typed."""
    minutes = _number(found.get("call_minutes"))
    days = ("days", "days_a_week", "hours_a_day")
    read = {name: _number(found.get(name) if minutes else found[name]) for name in days}
    return read | {"call_minutes": minutes}


def _needs(found: Any, skills: dict[tuple[str, str], Skill]) -> tuple[list[Need], list[str]]:
    needs, unmatched = [], []
    for one in _many(found):
        product, level = _words(one["product"]), _number(one["level"])
        module = None if one["module"] is None else _words(one["module"])
        skill = skills.get(_key(product, module))
        if skill is None:
            named = f"{product} · {module}" if module else product
            unmatched.append(f"You offer no skill called {clean_line(named)[:200]}.")
        else:
            needs.append(Need(skill.ref, level or 0))
    return needs, unmatched


def _with_free_title(plan: Plan, vendor: Vendor) -> Plan:
    """Its own, or with a number behind it where that is taken."""
    taken = {fold(one.title) for one in queries.blueprints_of(vendor.id)}
    titles = (plan.title if n == 1 else f"{plan.title[:110]} ({n})" for n in range(1, len(taken) + 2))
    free = next(title for title in titles if fold(title) not in taken)
    return replace(plan, title=free)


def _key(product: str, module: str | None) -> tuple[str, str]:
    return fold(product.strip()), fold((module or "").strip())


def _words(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError
    return value


def _many(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, {"file": sentence})
