"""The desk of a vendor's staff."""

from collections.abc import Iterator

from flask import url_for

from marketplace.accounts.actor import Actor, StaffRole
from marketplace.catalog import queries as catalog
from marketplace.certification import overview, policy
from marketplace.certification.overview import Filter
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Vendor
from marketplace.programmes import queries as programmes
from marketplace.web.desks import disputes, messages, vendor_claims
from marketplace.web.desks.item import Desk, Item, Lesson, by_urgency
from marketplace.web.desks.words import until

LISTED = 5


def desk(vendor: Vendor, by: Actor) -> Desk:
    first: list[Item] = []
    waiting: list[Item] = []
    coming: list[Item] = []
    waiting += disputes.for_opinion(vendor, by)
    if by.is_staff(vendor.id, StaffRole.ADMIN):
        first += disputes.overdue(vendor)
    if by.is_staff(vendor.id, *policy.REVIEWERS):
        first += vendor_claims.first(vendor, by)
        waiting += vendor_claims.waiting(vendor, by)
        coming += _expiring(vendor)
    if by.is_staff(vendor.id, StaffRole.ADMIN):
        first += messages.reports(vendor)
        waiting += _gaps(vendor)
        waiting += vendor_claims.stranded(vendor)
        waiting += _drafts(vendor)
    items = [*first, *by_urgency(waiting)]
    return Desk(vendor.name, "", items, coming, _lesson(vendor, by), "Certificates that end soon")


def _lesson(vendor: Vendor, by: Actor) -> Lesson:
    if by.is_staff(vendor.id, StaffRole.ADMIN):
        text = "Experts claim what they know on a release. Is a new one out, or a module missing?"
        return Lesson("Keep the catalogue fresh", text, "See the catalogue", url_for("catalog.index"))
    if by.is_staff(vendor.id, StaffRole.ASSESSOR):
        text = "Every claim has its answer. New ones appear here, the oldest first."
        certified = url_for("certificates.of_vendor", slug=vendor.slug)
        return Lesson("The queue is empty", text, "See certified people", certified)
    text = "Payments and payouts run by themselves. Bookings with your experts are listed under Bookings."
    return Lesson("Money runs by itself", text, "See the bookings", url_for("bookings.index"))


def _expiring(vendor: Vendor) -> Iterator[Item]:
    for one in overview.certificates(vendor.id, Filter.EXPIRING).items[:LISTED]:
        yield Item(
            f"{one.expert.name}: {one.skill.name}",
            f"{one.named_level.label}, through {until(one.expires_on)}",
            "Open",
            url_for("certificates.show", ref=one.ref),
        )


def _drafts(vendor: Vendor) -> Iterator[Item]:
    for one in programmes.drafts_of(vendor.id):
        yield Item(
            f"{one.programme.skill.name}: version {one.number} is a draft",
            "Claims are not judged by it before you publish it.",
            "Open",
            url_for("rubrics.show", ref=one.ref),
        )


def _gaps(vendor: Vendor) -> Iterator[Item]:
    products = catalog.products_of(vendor.id)
    if not products:
        what = "Experts claim skills in products, so this comes first."
        yield Item("Add your first product", what, "Open the catalogue", url_for("catalog.index"))
    for product in products:
        if not product.releases:
            what = "Without one, nobody can say on which release they know it."
            yield Item(
                f"{product.name} has no release", what, "Add one", url_for("catalog.show", ref=product.ref)
            )
    if not organizations.staff_ids(vendor.id, StaffRole.ASSESSOR):
        what = "Claims can only be decided by an assessor, and nobody is one."
        staff = url_for("vendors_staff.index", slug=vendor.slug)
        yield Item("Invite an assessor", what, "Invite", staff, urgent=True)
