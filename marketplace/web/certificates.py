"""Certificates: the public proof, a vendor's overview, taking one back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.certification import life, overview, policy, queries
from marketplace.certification.overview import Filter
from marketplace.certification.standing import standing, standings
from marketplace.kit import clock
from marketplace.kit.errors import NotFound, Refused, permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations import queries as organizations
from marketplace.web.context import hat
from marketplace.web.forms.refusal import show_on
from marketplace.web.forms.reviews import RevocationForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("certificates", __name__)


@bp.get("/certificates/<ref>")
def show(ref: Ref) -> str:
    certificate = queries.provable(ref, actor())
    return render_template(
        "certificates/show.html",
        certificate=certificate,
        standing=standing(certificate),
        live=certificate.live_on(clock.today()),
        today=clock.today(),
        own=certificate.expert.user_id == actor().user_id,
        staff=certificate.skill.vendor_id in policy.reviewed_vendors(actor()),
        may_revoke=policy.may_revoke(actor(), certificate) is True,
    )


@bp.route("/certificates/<ref>/revocation", methods=["GET", "POST"])
@signed_in
def revoke(ref: Ref) -> str | Response | tuple[str, int]:
    certificate = queries.provable(ref, actor())
    permit(policy.may_revoke(actor(), certificate))
    form = RevocationForm()
    status = 200
    if form.is_submitted():
        status = 400
        if form.validate():
            try:
                life.revoke(ref, reason=form.reason.data or "", by=actor())
            except Refused as refusal:
                status = show_on(form, refusal)
            else:
                flash(f"The certificate is revoked. {certificate.expert.name} has been told why.", "success")
                return redirect(url_for("certificates.show", ref=ref))
    return render_template("certificates/revoke.html", certificate=certificate, form=form), status


@bp.get("/certificates")
@signed_in
def mine() -> Response:
    """The overview of the vendor whose hat is worn."""
    worn = hat()
    vendor = organizations.vendor(worn.ref) if worn and worn.kind == "vendor" else None
    if vendor is None:
        raise NotFound
    return redirect(url_for(".of_vendor", slug=vendor.slug))


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
