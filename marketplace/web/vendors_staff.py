"""Who acts for a vendor."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.kit.errors import NotFound
from marketplace.organizations import policy, queries, team
from marketplace.organizations import service as organizations
from marketplace.organizations.errors import LastOwner
from marketplace.organizations.models import Vendor
from marketplace.web.context import worn_vendor
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.refusal import status_of
from marketplace.web.forms.teams import InviteStaffForm, StaffRolesForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("vendors_staff", __name__)

Page = tuple[str, int] | Response


@bp.get("/staff")
@signed_in
def mine() -> Response:
    """The staff of the vendor whose hat is worn."""
    return redirect(url_for(".index", slug=worn_vendor().slug))


@bp.get("/vendors/<slug>/staff")
@signed_in
def index(slug: str) -> Page:
    return _staff(queries.visible_vendor(slug, actor()), InviteStaffForm(formdata=None))


@bp.post("/vendors/<slug>/staff/invitations")
@signed_in
def invite(slug: str) -> Page:
    vendor = _managed(slug)
    form = InviteStaffForm()
    status = attempt(
        form,
        lambda: organizations.invite_staff(
            vendor.ref, form.email.data or "", form.roles.data or [], by=actor()
        ),
    )
    if status == DONE:
        flash(f"An invitation is on its way to {form.email.data}.", "success")
        return redirect(url_for(".index", slug=slug))
    return _staff(vendor, form, status)


@bp.route("/vendors/<slug>/staff/<post>", methods=["GET", "POST"])
@signed_in
def member(slug: str, post: str) -> Page:
    vendor = _managed(slug)
    seat = next((one for one in queries.staff_of(vendor.id) if one.ref == post), None)
    if seat is None:
        raise NotFound
    form = StaffRolesForm(data={"roles": [role.value for role in seat.roles]})
    status = attempt(
        form, lambda: team.change_staff_roles(vendor.ref, post, form.roles.data or [], by=actor())
    )
    if status == DONE:
        flash(f"{seat.user.shown_name}'s roles are changed.", "success")
        return redirect(url_for(".index", slug=slug))
    return render_template("vendors_staff/member.html", form=form, team=vendor, seat=seat), status


@bp.post("/vendors/<slug>/staff/<post>/removal")
@signed_in
def remove(slug: str, post: str) -> Page:
    vendor = _managed(slug)
    try:
        team.remove_staff(vendor.ref, post, by=actor())
    except LastOwner as refusal:
        flash(refusal.sentence, "danger")
        return _staff(vendor, InviteStaffForm(formdata=None), status_of(refusal))
    flash("They no longer act for the vendor.", "success")
    return redirect("/desk" if not policy.may_see_staff(actor(), vendor) else url_for(".index", slug=slug))


def _managed(slug: str) -> Vendor:
    """For its administrators and operators; to everybody else this page does not exist."""
    vendor = queries.visible_vendor(slug, actor())
    if policy.may_manage_staff(actor(), vendor) is not True:
        raise NotFound
    return vendor


def _staff(vendor: Vendor, form: InviteStaffForm, status: int = 200) -> Page:
    return render_template(
        "vendors_staff/index.html",
        vendor=vendor,
        staff=queries.staff_of(vendor.id),
        invitations=queries.open_invitations(vendor),
        manages=policy.may_manage_staff(actor(), vendor) is True,
        form=form,
    ), status
