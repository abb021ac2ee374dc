"""Everything to keep: tables and archives for each side, the vendor's staff by role, and the page that lists them."""

import zipfile
from collections.abc import Callable
from functools import partial

from flask import Blueprint, render_template, request, url_for
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from marketplace.agreements import exporting as agreements
from marketplace.bookings import exporting as bookings
from marketplace.bookings import queries as booking_queries
from marketplace.bookings.models import Booking
from marketplace.bookings.queries import Stage
from marketplace.conversations.masking import masked
from marketplace.disputes import exporting as disputes
from marketplace.disputes.policy import READERS
from marketplace.disputes.queries import Shown
from marketplace.expenses import exporting as expenses
from marketplace.kit import clock
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.spreadsheet import Rows
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Organization, Vendor
from marketplace.payouts import policy as money
from marketplace.requests import exporting as requests
from marketplace.requests import exporting_proposals as proposals
from marketplace.reviews import exporting as reviews
from marketplace.reviews import policy as reviewing
from marketplace.reviews.models import ReviewState
from marketplace.statements.month import Month
from marketplace.timesheets import exporting as hours
from marketplace.timesheets import exporting_deliverables as deliverables
from marketplace.web import booking_archive
from marketplace.web.agreements import reads_whole
from marketplace.web.exporting import Side, add_table, archive, of_side, own_side, side, table, vendor_worn
from marketplace.web.security import actor, signed_in

bp = Blueprint("exports", __name__)

NOBODYS = "These belong to experts and to organizations. Wear the hat of one of the two."


@bp.get("/exports")
@signed_in
def index() -> str:
    """What can be kept under the hat that is worn."""
    vendor, own = vendor_worn(), side()
    return render_template(
        "exports/index.html",
        vendor=vendor,
        side=None if vendor else own,
        organization=isinstance(own, Organization),
        finance=vendor is not None and money.may_see_vendor_money(actor(), vendor) is True,
        statement=_statement(vendor, own),
        judges=vendor is not None and actor().is_staff(vendor.id, *READERS),
    )


@bp.get("/bookings.csv")
@signed_in
def of_bookings() -> Response:
    """As the list is narrowed on screen."""
    stage = next((one for one in Stage if one == request.args.get("stage")), None)
    if vendor := vendor_worn():
        return table(bookings.of_vendor(vendor.id, stage), "bookings.csv")
    rows = of_side(
        partial(bookings.of_organization, stage=stage), partial(bookings.of_expert, stage=stage), NOBODYS
    )
    return table(rows, "bookings.csv")


@bp.get("/bookings/<ref>/archive.zip")
@signed_in
def of_booking(ref: Ref) -> Response:
    """All of one booking that the reader may see."""
    booking = booking_queries.visible(ref, actor())
    return archive(lambda packed: booking_archive.pack(booking, packed), f"booking-{booking.ref}.zip")


@bp.get("/timesheets.csv")
@signed_in
def of_hours() -> Response:
    return table(of_side(hours.of_organization, hours.of_expert, NOBODYS), "hours.csv")


@bp.get("/deliverables.csv")
@signed_in
def of_deliverables() -> Response:
    rows = of_side(deliverables.of_organization, deliverables.of_expert, NOBODYS)
    return table(rows, "deliverables.csv")


@bp.get("/expenses.csv")
@signed_in
def of_expenses() -> Response:
    return table(of_side(expenses.of_organization, expenses.of_expert, NOBODYS), "expenses.csv")


@bp.get("/expenses/receipts.zip")
@signed_in
def of_receipts() -> Response:
    """Under the names that the table of expenses gives them."""
    which = _bookings_of_side()
    return archive(lambda packed: expenses.pack(which, packed), "receipts.zip")


@bp.get("/requests.csv")
@signed_in
def of_requests() -> Response:
    theirs = partial(requests.of_organization, hide=masked)
    return table(of_side(theirs, partial(requests.of_expert, hide=masked), NOBODYS), "requests.csv")


@bp.get("/proposals.csv")
@signed_in
def of_proposals() -> Response:
    theirs = partial(proposals.of_organization, hide=masked)
    return table(of_side(theirs, partial(proposals.of_expert, hide=masked), NOBODYS), "proposals.csv")


@bp.get("/disputes.csv")
@signed_in
def of_disputes() -> Response:
    """A vendor's as the list is narrowed on screen, for those who read disputes."""
    vendor = vendor_worn()
    if vendor is None:
        return table(of_side(disputes.of_organization, disputes.of_expert, NOBODYS), "disputes.csv")
    if not actor().is_staff(vendor.id, *READERS):
        raise NotFound
    shown = next((one for one in Shown if one == request.args.get("show")), Shown.ALL)
    return table(disputes.of_vendor(vendor.id, shown), "disputes.csv")


@bp.get("/agreements.zip")
@signed_in
def of_agreements() -> Response:
    vendor = vendor_worn()
    which = Booking.vendor_id == vendor.id if vendor else _bookings_of_side()

    def pack(packed: zipfile.ZipFile) -> None:
        listed = agreements.pack(which, reads_whole, packed)
        add_table(packed, "agreements.csv", iter(listed))

    return archive(pack, "agreements.zip")


@bp.get("/reviews.csv")
@signed_in
def of_reviews() -> Response:
    return table(of_side(reviews.of_organization, reviews.of_expert, NOBODYS), "reviews.csv")


@bp.get("/vendors/<slug>/reviews.csv")
@signed_in
def of_vendors_reviews(slug: str) -> Response:
    """As the list is narrowed on screen. For its staff; others do not find it."""
    vendor = organizations.visible_vendor(slug, actor())
    if not actor().is_staff(vendor.id):
        raise NotFound
    state = next((one for one in ReviewState if one == request.args.get("state")), None)
    notes = partial(reviewing.reads_notes, actor())
    return table(reviews.of_vendor(vendor.id, state, notes), "reviews.csv")


@bp.get("/vendors/<slug>/timesheets.csv")
@signed_in
def of_vendors_hours(slug: str) -> Response:
    return _for_finance(slug, hours.of_vendor, "hours.csv")


@bp.get("/vendors/<slug>/deliverables.csv")
@signed_in
def of_vendors_deliverables(slug: str) -> Response:
    """Their days are not among the hours."""
    return _for_finance(slug, deliverables.of_vendor, "deliverables.csv")


@bp.get("/vendors/<slug>/expenses.csv")
@signed_in
def of_vendors_expenses(slug: str) -> Response:
    return _for_finance(slug, expenses.of_vendor, "expenses.csv")


def _for_finance(slug: str, rows: Callable[[int], Rows], name: str) -> Response:
    """Those of all bookings of a vendor's experts."""
    return table(rows(finances(slug).id), name)


def finances(slug: str) -> Vendor:
    """The vendor, for its finance and admins. Raises `NotAllowed`, `NotFound`."""
    vendor = organizations.visible_vendor(slug, actor())
    permit(money.may_see_vendor_money(actor(), vendor))
    return vendor


def _statement(vendor: Vendor | None, own: Side | None) -> str:
    """The address of this month's statement; empty for who reads none."""
    month = str(Month.of(clock.now()))
    if vendor:
        allowed = money.may_see_vendor_money(actor(), vendor) is True
        return url_for("statements.vendor", slug=vendor.slug, month=month) if allowed else ""
    if isinstance(own, Organization):
        allowed = money.may_see_spending(actor(), own) is True
        return url_for("statements.organization", ref=own.ref, month=month) if allowed else ""
    return url_for("statements.expert", month=month) if own else ""


def _bookings_of_side() -> ColumnElement[bool]:
    whose = own_side(NOBODYS)
    if isinstance(whose, Organization):
        return Booking.organization_id == whose.id
    return Booking.expert_id == whose.id
