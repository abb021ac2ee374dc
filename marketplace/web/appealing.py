"""The expert asks for another pair of eyes. Deciding appeals is the assessors' (`appeals.py`)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.assessing import appeals
from marketplace.certification import queries
from marketplace.certification.models import Certificate, Claim
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import Ref
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.claims import AppealForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("appealing", __name__)


@bp.route("/claims/<ref>/appeal", methods=["GET", "POST"])
@signed_in
def new(ref: Ref) -> Response | tuple[str, int]:
    """Against the refusal of the claim; or, with `certificate`, against the revocation of what came of it."""
    claim = queries.own(ref, actor())
    certificate = _revoked(claim, request.args.get("certificate", ""))
    verdict = appeals.appealable(claim, certificate)
    if verdict is not True:
        flash(str(verdict), "info")
        return redirect(_matter(claim, certificate))
    form = AppealForm()
    status = attempt(
        form,
        lambda: appeals.file(
            ref,
            statement=form.statement.data or "",
            certificate_ref=certificate.ref if certificate else None,
            by=actor(),
        ),
    )
    if status == DONE:
        flash(f"Another assessor of {claim.skill.product.vendor.name} looks at it again.", "success")
        return redirect(_matter(claim, certificate))
    until = appeals.until(claim, certificate)
    return render_template(
        "claims/appeal.html", form=form, claim=claim, certificate=certificate, until=until
    ), status


@bp.post("/appeals/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Response:
    appeal = appeals.withdraw(ref, by=actor())
    flash("Your appeal is taken back. The decision stands.", "success")
    return redirect(_matter(appeal.claim, appeal.certificate))


def _revoked(claim: Claim, ref: Ref) -> Certificate | None:
    if not ref:
        return None
    certificate = queries.own_certificate(ref, actor())
    if certificate.claim_id != claim.id:
        raise NotFound
    return certificate


def _matter(claim: Claim, certificate: Certificate | None) -> str:
    if certificate:
        return url_for("certificates.show", ref=certificate.ref)
    return url_for("claims.show", ref=claim.ref)
