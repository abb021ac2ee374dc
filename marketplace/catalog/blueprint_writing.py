"""Taking what an administrator typed into a blueprint, with every mistake beside its field."""

from collections.abc import Sequence

from marketplace.accounts.actor import Actor
from marketplace.catalog import naming, needs, policy, queries, work
from marketplace.catalog.outcomes import Blueprint, NeededSkill
from marketplace.catalog.plans import Plan
from marketplace.db.session import locked
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.text import clean_line, fold
from marketplace.kit.typed import Typed
from marketplace.organizations.models import Vendor

TITLE = 120
MOST_WORDINGS = 12


def editable(ref: Ref, by: Actor) -> Blueprint:
    """The row, locked after its vendor's. Raises `NotFound`, `NotAllowed`."""
    vendor = locked(Vendor, queries.blueprint(ref).vendor.ref)
    permit(policy.may_edit(by, vendor.id))
    return locked(Blueprint, ref)


def write(blueprint: Blueprint, plan: Plan, others: Sequence[Blueprint]) -> None:
    """`others` are the vendor's, whose titles are taken. Raises `Invalid` with all mistakes."""
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
        check_whole(typed, blueprint)
    typed.check()


def check_whole(typed: Typed, blueprint: Blueprint) -> None:
    """What customers read names at least one skill."""
    if not blueprint.needs:
        typed.wrong("skill_1", needs.NONE)


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
