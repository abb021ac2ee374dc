"""How Ledgerline comes to certify by criteria of its own, and the major release after which renewals have something to ask."""

from dataclasses import replace

from marketplace.accounts.actor import Actor
from marketplace.catalog import listing, queries
from marketplace.catalog import service as catalog
from marketplace.catalog.listing import TopicLine
from marketplace.catalog.models import Product, Skill
from marketplace.cli.story import stage
from marketplace.cli.story.rubrics import LEAVE, LEAVE_REVISED, YEAR_END
from marketplace.cli.story.world import RELEASE_11, ReleaseMade
from marketplace.kit import clock
from marketplace.programmes import service
from marketplace.programmes.outline import Outline

ADMIN = "Vera Lindqvist"


def write() -> None:
    """The first two, written by Vera with her assessors."""
    _publish("Leave & Absence", LEAVE)
    _publish("Year-end", YEAR_END)


def revise() -> None:
    """What Leave & Absence asks is made clearer; a third programme has only been begun."""
    _publish("Leave & Absence", LEAVE_REVISED)
    service.start(_skill("Time Recording").ref, by=stage.actor(ADMIN))


def release() -> None:
    """Today Ledgerline Payroll 11.0 comes out."""
    add_release(_payroll(), replace(RELEASE_11, released_on=clock.today()), stage.actor(ADMIN))


def add_release(product: Product, made: ReleaseMade, by: Actor) -> None:
    modules = {one.name: one.ref for one in product.modules}
    release = catalog.add_release(
        product.ref,
        version=made.version,
        released_on=made.released_on,
        notes=made.notes,
        major=made.major,
        by=by,
    )
    lines = [TopicLine(title, about, modules.get(module, "")) for title, about, module in made.topics]
    listing.revise(release.ref, lines, by=by)


def _publish(module: str, outline: Outline) -> None:
    by = stage.actor(ADMIN)
    draft = service.start(_skill(module).ref, by=by)
    draft = service.revise(draft.ref, outline, seen=draft.revision, by=by)
    service.publish(draft.ref, seen=draft.revision, by=by)


def _payroll() -> Product:
    return queries.product_by_slug("ledgerline", "ledgerline-payroll")


def _skill(module: str) -> Skill:
    return next(one for one in _payroll().skills if one.module and one.module.name == module)
