"""An administrator keeps blueprints: writes one down, publishes it, changes it, retires it, takes it back.

Each use case locks the vendor, so that no two blueprints get the same title. What is published, and what is changed about a
published one, is kept as a version: a request that is made from it names the version it was made from. A published one is
never changed as somebody types: what is saved is a draft of its next version (`revisions`), until it is published, too.
"""

from collections.abc import Callable

from marketplace.accounts.actor import Actor
from marketplace.catalog import blueprint_writing as writing
from marketplace.catalog import naming, policy, queries, revisions, versions
from marketplace.catalog.events import (
    BlueprintAdded,
    BlueprintPublished,
    BlueprintRestored,
    BlueprintRetired,
    BlueprintRevised,
)
from marketplace.catalog.outcomes import Blueprint
from marketplace.catalog.plans import Plan
from marketplace.db.session import atomic, locked
from marketplace.events.facts import Fact
from marketplace.events.log import record
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.organizations.models import Vendor


def add(vendor_ref: Ref, plan: Plan, *, by: Actor) -> Blueprint:
    """A draft; nobody else sees it. Its address stays, whatever becomes of the title."""
    with atomic() as session:
        vendor = locked(Vendor, vendor_ref)
        permit(policy.may_edit(by, vendor.id))
        others = queries.blueprints_of(vendor.id)
        blueprint = Blueprint(vendor=vendor)
        with session.no_autoflush:
            writing.write(blueprint, plan, others)
        blueprint.slug = naming.free_slug(blueprint.title, "outcome", {one.slug for one in others})
        session.add(blueprint)
        session.flush()
        record(BlueprintAdded(blueprint.ref, vendor.ref, blueprint.title), by=by)
    return blueprint


def revise(ref: Ref, plan: Plan, *, by: Actor) -> Blueprint:
    """Of a published one this drafts the next version; customers go on reading the last, and it keeps at least one skill."""
    with atomic() as session:
        blueprint = writing.editable(ref, by)
        if blueprint.published:
            revisions.draft(blueprint, plan, by=by)
            return blueprint
        with session.no_autoflush:
            writing.write(blueprint, plan, queries.blueprints_of(blueprint.vendor_id))
        revisions.drop(blueprint)
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
        blueprint = writing.editable(ref, by)
        blueprint.become(verb)
        if blueprint.published:
            typed = Typed()
            writing.check_whole(typed, blueprint)
            typed.check()
            versions.keep(blueprint, by.user_id)
        record(fact(blueprint.ref, blueprint.title), by=by)
    return blueprint
