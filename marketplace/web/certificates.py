"""Certificates: the public proof, a vendor's overview, taking one back."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.certification import life, overview, policy, queries
from marketplace.certification.models import CERTIFICATES, Certificate
from marketplace.certification.overview import Filter
from marketplace.certification.standing import standings
from marketplace.kit import clock
from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations import queries as organizations
from marketplace.web import certificate_page
from marketplace.web.context import worn_vendor
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.certificates import RulingForm
from marketplace.web.security import actor, signed_in

Answer = Response | tuple[str, int]

bp = Blueprint("certificates", __name__)


@bp.get("/certificates/<ref>")
def show(ref: Ref) -> str:
    return certificate_page.render(queries.provable(ref, actor()))


@bp.route("/certificates/<ref>/suspension", methods=["GET", "POST"])
@signed_in
def suspend(ref: Ref) -> Answer:
    said = "The certificate is suspended. {name} has been told why."
    return _rule(ref, "suspend", "certificates/suspend.html", life.suspend, said)


@bp.route("/certificates/<ref>/revocation", methods=["GET", "POST"])
@signed_in
def revoke(ref: Ref) -> Answer:
    said = "The certificate is revoked. {name} has been told why, and can appeal."
    return _rule(ref, "revoke", "certificates/revoke.html", life.revoke, said)


@bp.post("/certificates/<ref>/reinstatement")
@signed_in
def reinstate(ref: Ref) -> Response:
    certificate = life.reinstate(ref, by=actor())
    flash(f"The certificate counts again. {certificate.expert.name} has been told.", "success")
    return redirect(url_for(".show", ref=ref))


def _rule(ref: Ref, verb: str, page: str, act: Callable[..., Certificate], said: str) -> Answer:
    """Ask for the reason, then act. A certificate for which that no longer makes sense is only shown."""
    certificate = queries.provable(ref, actor())
    permit(policy.may_revoke(actor(), certificate))
    form = RulingForm()
    if not form.is_submitted() and not CERTIFICATES.allows(certificate.state, verb):
        flash(f"This certificate {CERTIFICATES.said[certificate.state]}.", "info")
        return redirect(url_for(".show", ref=ref))
    status = attempt(form, lambda: act(ref, reason=form.reason.data or "", by=actor()))
    if status == DONE:
        flash(said.format(name=certificate.expert.name), "success")
        return redirect(url_for(".show", ref=ref))
    return render_template(page, certificate=certificate, form=form), status


@bp.get("/certificates")
@signed_in
def mine() -> Response:
    """The overview of the vendor whose hat is worn."""
    return redirect(url_for(".of_vendor", slug=worn_vendor().slug))


@bp.get("/vendors/<slug>/certificates")
@signed_in
def of_vendor(slug: str) -> str:
    """Everybody the vendor has certified, by how their certificates stand."""
    vendor = organizations.visible_vendor(slug, actor())
    permit(policy.may_see_overview(actor(), vendor))
    chosen = Filter.parse(request.args.get("state"))
    words = request.args.get("q", "")[:100]
    page = overview.certificates(vendor.id, chosen, words=words, number=page_number(request.args.get("page")))
    return render_template(
        "certificates/of_vendor.html",
        vendor=vendor,
        page=page,
        standings=standings(page.items),
        chosen=chosen,
        q=words,
        counts=overview.counts(vendor.id),
        today=clock.today(),
    )
