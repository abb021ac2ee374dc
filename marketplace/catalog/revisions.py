"""The draft of a published blueprint's next version: the vendor's administrators alone read it, until it is published or discarded.

It is kept as it was typed. Searches, pages, exports and requests know nothing of it.
"""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from marketplace.accounts.actor import Actor
from marketplace.catalog import blueprint_writing as writing
from marketplace.catalog import queries, versions
from marketplace.catalog.contents import content
from marketplace.catalog.events import BlueprintDraftDiscarded, BlueprintRedrafted, BlueprintRevised
from marketplace.catalog.outcomes import Blueprint, BlueprintDraft, NeededSkill
from marketplace.catalog.plans import Deliverable, Need, Plan
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.ids import Ref


def of_blueprint(blueprint: Blueprint) -> BlueprintDraft | None:
    wanted = select(BlueprintDraft).where(BlueprintDraft.blueprint_id == blueprint.id)
    return db.session.scalar(wanted.options(joinedload(BlueprintDraft.author)))


def drafted_of(vendor_id: int) -> set[int]:
    """Ids of that vendor's blueprints with a drafted change."""
    wanted = select(BlueprintDraft.blueprint_id).join(Blueprint).where(Blueprint.vendor_id == vendor_id)
    return set(db.session.scalars(wanted))


def plan_of(draft: BlueprintDraft) -> Plan:
    """As it was typed."""
    words = dict(draft.plan)
    needs = [Need(**one) for one in words.pop("needs")]
    deliverables = [Deliverable(**one) for one in words.pop("deliverables")]
    return Plan(**words, needs=needs, deliverables=deliverables)


def sketch(blueprint: Blueprint, plan: Plan) -> Blueprint:
    """What the blueprint would be: looked through like a published one, and never stored. Raises `Invalid`."""
    made = Blueprint(vendor=blueprint.vendor, vendor_id=blueprint.vendor_id, state=blueprint.state)
    made.needs = [NeededSkill(skill=one.skill, skill_id=one.skill_id) for one in blueprint.needs]
    others = [one for one in queries.blueprints_of(blueprint.vendor_id) if one is not blueprint]
    with db.session.no_autoflush:
        writing.write(made, plan, others)
    return made


def draft(blueprint: Blueprint, plan: Plan, *, by: Actor) -> None:
    """In the transaction of `blueprints.revise`. What says the same as the published version leaves no draft behind."""
    same = content(sketch(blueprint, plan)) == content(blueprint)
    drop(blueprint)
    if same:
        return
    made = BlueprintDraft(
        blueprint_id=blueprint.id, plan=asdict(plan), written_at=clock.now(), author_id=by.user_id
    )
    db.session.add(made)
    record(BlueprintRedrafted(blueprint.ref, blueprint.title), by=by)


def drop(blueprint: Blueprint) -> None:
    """Nothing when there is none."""
    found = of_blueprint(blueprint)
    if found is not None:
        db.session.delete(found)
        db.session.flush()


def publish(ref: Ref, revision: str, *, by: Actor) -> Blueprint:
    """The draft becomes the version that customers read; `revision` is the ISO instant at which what was read had been saved.

    Raises `Conflict` when a colleague has saved since, `Invalid` when it no longer fits, as after a skill was retired.
    """
    with atomic() as session:
        blueprint = writing.editable(ref, by)
        kept = _needed(blueprint)
        if revision != kept.written_at.isoformat():
            raise Conflict("The draft was changed since you looked.")
        with session.no_autoflush:
            writing.write(blueprint, plan_of(kept), queries.blueprints_of(blueprint.vendor_id))
        session.delete(kept)
        versions.keep(blueprint, by.user_id)
        record(BlueprintRevised(blueprint.ref, blueprint.title), by=by)
    return blueprint


def discard(ref: Ref, *, by: Actor) -> Blueprint:
    """The published version stays as it is."""
    with atomic() as session:
        blueprint = writing.editable(ref, by)
        session.delete(_needed(blueprint))
        record(BlueprintDraftDiscarded(blueprint.ref, blueprint.title), by=by)
    return blueprint


def _needed(blueprint: Blueprint) -> BlueprintDraft:
    found = of_blueprint(blueprint)
    if found is None or not blueprint.published:
        raise NotFound("There is no drafted change of this any more.")
    return found
