"""Hand-overs as those see them who offer them: an organization's owners, a vendor's staff."""

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Skill
from marketplace.handovers import offers, policy, queries
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations
from marketplace.organizations.models import Organization, Vendor
from marketplace.web.attestations import vouched_for
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.handovers import HandoverForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("handovers", __name__)

Page = tuple[str, int] | Response


@bp.get("/organizations/<ref>/handovers")
@signed_in
def of_organization(ref: Ref) -> str:
    return _index(_owned(ref))


@bp.route("/organizations/<ref>/handovers/new", methods=["GET", "POST"])
@signed_in
def offer(ref: Ref) -> Page:
    team = _owned(ref)
    form = HandoverForm().offer(catalog.offered_skills())
    status = attempt(form, lambda: offers.offer(team.ref, form.draft, by=actor()))
    return _offered(team, form, status)


@bp.get("/vendors/<slug>/handovers")
@signed_in
def of_vendor(slug: str) -> str:
    return _index(vouched_for(slug))


@bp.route("/vendors/<slug>/handovers/new", methods=["GET", "POST"])
@signed_in
def prepare(slug: str) -> Page:
    team = vouched_for(slug)
    form = HandoverForm().offer(_own(team, catalog.offered_skills()))
    status = attempt(form, lambda: offers.prepare(team.ref, form.draft, by=actor()))
    return _offered(team, form, status)


@bp.post("/handovers/<ref>/mail")
@signed_in
def repeat(ref: Ref) -> Response:
    handover = offers.repeat(ref, by=actor())
    flash(f"Another mail is on its way to {handover.email}. It holds for thirty days.", "success")
    return redirect(_home(handover.team))


@bp.post("/handovers/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Response:
    handover = offers.withdraw(ref, by=actor())
    flash(f"The offer to {handover.email} no longer holds. Nothing was attested.", "success")
    return redirect(_home(handover.team))


def _owned(ref: Ref) -> Organization:
    """For its owners; to everybody else this page does not exist."""
    organization = organizations.visible_organization(ref, actor())
    if policy.may_offer(actor(), organization) is not True:
        raise NotFound
    return organization


def _own(vendor: Vendor, skills: Iterable[Skill]) -> list[Skill]:
    return [one for one in skills if one.vendor_id == vendor.id]


def _index(team: Organization | Vendor) -> str:
    return render_template("handovers/index.html", team=team, **_of(team), handovers=queries.of_team(team))


def _offered(team: Organization | Vendor, form: HandoverForm, status: int) -> Page:
    if status == DONE:
        flash(
            f"A mail is on its way to {form.email.data}. Nothing is attested before they say so.", "success"
        )
        return redirect(_home(team))
    return render_template("handovers/new.html", team=team, **_of(team), form=form), status


def _home(team: Organization | Vendor) -> str:
    if isinstance(team, Vendor):
        return url_for("handovers.of_vendor", slug=team.slug)
    return url_for("handovers.of_organization", ref=team.ref)


def _of(team: Organization | Vendor) -> dict[str, object]:
    """Where the pages of this team are."""
    if isinstance(team, Vendor):
        return {"seller": True, "home": _home(team), "new": url_for("handovers.prepare", slug=team.slug)}
    return {"seller": False, "home": _home(team), "new": url_for("handovers.offer", ref=team.ref)}
