"""Keeping a vendor's catalogue: products and modules come, change, retire, return; releases come and change.

Each use case locks the vendor or product that it adds to, so no two administrators give the same name twice.
"""

from datetime import date, timedelta

from marketplace.accounts.actor import Actor
from marketplace.catalog import naming, policy, queries
from marketplace.catalog.events import (
    ModuleAdded,
    ModuleRestored,
    ModuleRetired,
    ModuleRevised,
    ProductAdded,
    ProductRestored,
    ProductRetired,
    ProductRevised,
    ReleaseAdded,
    ReleaseRevised,
)
from marketplace.catalog.models import Module, Product, Release, Skill
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.typed import Typed
from marketplace.organizations.models import Vendor

FURTHEST = timedelta(days=730)
"""A release may be announced, but not for the distant future: a slip of the keyboard."""


def add_product(vendor_ref: Ref, *, name: str, summary: str = "", about: str = "", by: Actor) -> Product:
    """A new product, and the skill of knowing it as a whole."""
    with atomic() as session:
        vendor = locked(Vendor, vendor_ref)
        permit(policy.may_edit(by, vendor.id))
        others = queries.products_of(vendor.id, retired=True)
        typed = Typed()
        product = Product(vendor_id=vendor.id, name=naming.name(typed, name, "product", others))
        _describe(typed, product, summary, about)
        product.slug = naming.free_slug(product.name, "product", {one.slug for one in others})
        product.skills = [Skill()]
        session.add(product)
        session.flush()
        record(ProductAdded(product.ref, vendor.ref, product.name), by=by)
    return product


def revise_product(ref: Ref, *, name: str, summary: str, about: str, by: Actor) -> Product:
    """Its address stays, so that links to it do, too."""
    with atomic():
        locked(Vendor, queries.product(ref).vendor.ref)
        product = _editable(ref, by)
        typed = Typed()
        others = queries.products_of(product.vendor_id, retired=True)
        product.name = naming.name(typed, name, "product", others, besides=product.id)
        _describe(typed, product, summary, about)
        record(ProductRevised(product.ref, product.name), by=by)
    return product


def retire_product(ref: Ref, *, by: Actor) -> Product:
    """No new claims from now on; certificates stay what they are."""
    with atomic():
        product = _editable(ref, by)
        product.retire()
        record(ProductRetired(product.ref, product.name), by=by)
    return product


def restore_product(ref: Ref, *, by: Actor) -> Product:
    with atomic():
        product = _editable(ref, by)
        product.restore()
        record(ProductRestored(product.ref, product.name), by=by)
    return product


def add_module(product_ref: Ref, *, name: str, summary: str = "", by: Actor) -> Module:
    """A new module, and the skill of knowing it."""
    with atomic() as session:
        product = _editable(product_ref, by)
        typed = Typed()
        module = Module(name=naming.name(typed, name, "module", product.modules))
        module.summary = typed.line("summary", summary, naming.SUMMARY)
        typed.check()
        module.slug = naming.free_slug(module.name, "module", {one.slug for one in product.modules})
        module.product = product
        session.add(Skill(product=product, module=module))
        session.flush()
        record(ModuleAdded(module.ref, product.ref, module.name), by=by)
    return module


def revise_module(ref: Ref, *, name: str, summary: str, by: Actor) -> Module:
    with atomic():
        module = queries.module(ref)
        product = _editable(module.product.ref, by)
        typed = Typed()
        module.name = naming.name(typed, name, "module", product.modules, besides=module.id)
        module.summary = typed.line("summary", summary, naming.SUMMARY)
        typed.check()
        record(ModuleRevised(module.ref, product.ref, module.name), by=by)
    return module


def retire_module(ref: Ref, *, by: Actor) -> Module:
    with atomic():
        module = queries.module(ref)
        product = _editable(module.product.ref, by)
        module.retire()
        record(ModuleRetired(module.ref, product.ref, module.name), by=by)
    return module


def restore_module(ref: Ref, *, by: Actor) -> Module:
    with atomic():
        module = queries.module(ref)
        product = _editable(module.product.ref, by)
        module.restore()
        record(ModuleRestored(module.ref, product.ref, module.name), by=by)
    return module


def add_release(
    product_ref: Ref,
    *,
    version: str,
    released_on: date,
    notes: str = "",
    major: bool = False,
    by: Actor,
) -> Release:
    """A major release is one after which certificates that hold until then have to be renewed."""
    with atomic() as session:
        product = _editable(product_ref, by)
        release = Release(major=major)
        _publish(release, product, version, released_on, notes)
        release.product = product
        session.add(release)
        session.flush()
        record(ReleaseAdded(release.ref, product.ref, release.version, str(released_on), major), by=by)
    return release


def revise_release(
    ref: Ref, *, version: str, released_on: date, notes: str, major: bool, by: Actor
) -> Release:
    with atomic():
        release = queries.release(ref)
        product = _editable(release.product.ref, by)
        _publish(release, product, version, released_on, notes)
        release.major = major
        record(ReleaseRevised(release.ref, product.ref, release.version, str(released_on), major), by=by)
    return release


def _editable(ref: Ref, by: Actor) -> Product:
    product = locked(Product, ref)
    permit(policy.may_edit(by, product.vendor_id))
    return product


def _describe(typed: Typed, product: Product, summary: str, about: str) -> None:
    product.summary = typed.line("summary", summary, naming.SUMMARY)
    product.about = typed.text("about", about, naming.ABOUT)
    typed.check()


def _publish(release: Release, product: Product, version: str, released_on: date, notes: str) -> None:
    typed = Typed()
    others = {one.version for one in product.releases if one is not release}
    release.version = typed.line(
        "version", version, naming.VERSION, needed="Say which version it is, like 10.1."
    )
    if release.version in others:
        typed.wrong("version", f"Version {release.version} is already in the list.")
    if not date(1960, 1, 1) <= released_on <= clock.today() + FURTHEST:
        typed.wrong("released_on", "That date is too far from today for a release.")
    release.released_on = released_on
    release.notes = typed.text("notes", notes, naming.ABOUT)
    typed.check()
