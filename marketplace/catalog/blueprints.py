"""An administrator keeps blueprints: writes one down, publishes it, changes it, retires it, takes it back.

Each use case locks the vendor, so that no two blueprints get the same title. What is published, and what is changed about a
published one, is kept as a version: a request that is made from it names the version it was made from.
"""

from collections.abc import Callable, Sequence

from marketplace.accounts.actor import Actor
from marketplace.catalog import naming, needs, policy, queries, versions, work
from marketplace.catalog.events import (
    BlueprintAdded,
    BlueprintPublished,
    BlueprintRestored,
    BlueprintRetired,
    BlueprintRevised,
)
from marketplace.catalog.outcomes import Blueprint, NeededSkill
from marketplace.catalog.plans import Plan
from marketplace.db.session import atomic, locked
from marketplace.events.facts import Fact
from marketplace.events.log import record
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean_line, fold
from marketplace.kit.typed import Typed
from marketplace.organizations.models import Vendor

TITLE = 120
MOST_WORDINGS = 12


def add(vendor_ref: Ref, plan: Plan, *, by: Actor) -> Blueprint:
    """A draft; nobody else sees it. Its address stays, whatever becomes of the title."""
    with atomic() as session:
        vendor = locked(Vendor, vendor_ref)
        permit(policy.may_edit(by, vendor.id))
        others = queries.blueprints_of(vendor.id)
        blueprint = Blueprint(vendor=vendor)
        with session.no_autoflush:
            _write(blueprint, plan, others)
        blueprint.slug = naming.free_slug(blueprint.title, "outcome", {one.slug for one in others})
        session.add(blueprint)
        session.flush()
        record(BlueprintAdded(blueprint.ref, vendor.ref, blueprint.title), by=by)
    return blueprint


def revise(ref: Ref, plan: Plan, *, by: Actor) -> Blueprint:
    """Published ones change for everybody at once, and keep at least one skill."""
    with atomic() as session:
        blueprint = _editable(ref, by)
        with session.no_autoflush:
            _write(blueprint, plan, queries.blueprints_of(blueprint.vendor_id))
        if blueprint.published:
            versions.keep(blueprint, by.user_id)
        record(BlueprintRevised(blueprint.ref, blueprint.title), by=by)
    return blueprint


def publish(ref: Ref, *, by: Actor) -> Blueprint:
    return _lead(ref, "publish", BlueprintPublished, by)


def retire(ref: Ref, *, by: Actor) -> Blueprint:
    """It is no longer offered or understood."""
    return _lead(ref, "retire", BlueprintRetired, by)


def restore(ref: Ref, *, by: Actor) -> Blueprint:
    return _lead(ref, "restore", BlueprintRestored, by)


def _lead(ref: Ref, verb: str, fact: Callable[[Ref, str], Fact], by: Actor) -> Blueprint:
    with atomic():
        blueprint = _editable(ref, by)
        blueprint.become(verb)
        if blueprint.published:
            typed = Typed()
            _check_whole(typed, blueprint)
            typed.check()
            versions.keep(blueprint, by.user_id)
        record(fact(blueprint.ref, blueprint.title), by=by)
    return blueprint


def _editable(ref: Ref, by: Actor) -> Blueprint:
    vendor = locked(Vendor, queries.blueprint(ref).vendor.ref)
    permit(policy.may_edit(by, vendor.id))
    return locked(Blueprint, ref)


def _write(blueprint: Blueprint, plan: Plan, others: Sequence[Blueprint]) -> None:
    typed = Typed()
    blueprint.title = typed.line("title", plan.title, TITLE, needed="Say what the customer will have.")
    if any(one is not blueprint and fold(one.title) == fold(blueprint.title) for one in others):
        typed.wrong("title", f"There is already a blueprint called {blueprint.title}.")
    blueprint.summary = typed.line("summary", plan.summary, naming.SUMMARY)
    blueprint.wordings = "\n".join(_wordings(typed, plan.wordings))
    offered = {one.ref: one for one in queries.offered_skills() if one.vendor_id == blueprint.vendor.id}
    offered |= {one.skill.ref: one.skill for one in blueprint.needs}
    blueprint.needs[:] = _rows(blueprint, needs.lines(typed, plan.needs, offered))
    work.take(typed, blueprint, plan)
    if blueprint.published:
        _check_whole(typed, blueprint)
    typed.check()


def _rows(blueprint: Blueprint, lines: Sequence[needs.Line]) -> list[NeededSkill]:
    """Those that are there already keep their place in the database, so that no skill stands twice for a moment."""
    there = {one.skill_id: one for one in blueprint.needs}
    rows = []
    for line in lines:
        row = there.get(line.skill.id) or NeededSkill(skill=line.skill, skill_id=line.skill.id)
        row.level, row.position = line.level, line.position
        rows.append(row)
    return rows


def _wordings(typed: Typed, text: str) -> list[str]:
    lines = list(dict.fromkeys(filter(None, map(clean_line, text.splitlines()))))
    if len(lines) > MOST_WORDINGS:
        typed.wrong(
            "wordings", f"That is {len(lines)} lines; {MOST_WORDINGS} are enough for everything people say."
        )
    if any(len(line) > TITLE for line in lines):
        typed.wrong(
            "wordings", f"A line has up to {TITLE} characters: what somebody would type into a search."
        )
    return lines


def _check_whole(typed: Typed, blueprint: Blueprint) -> None:
    if not blueprint.needs:
        typed.wrong("skill_1", needs.NONE)
