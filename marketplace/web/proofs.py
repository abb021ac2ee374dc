"""What holders decide about the public proof of a certificate. To everybody else this does not exist."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.badges import addresses, queries, service
from marketplace.badges.models import Credential, Naming
from marketplace.badges.validity import validity
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.proofs import NamingForm
from marketplace.web.security import actor, signed_in

bp = Blueprint("proofs", __name__)

Page = str | tuple[str, int] | Response


@bp.route("/certificates/<ref>/proof", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Page:
    certificate = queries.own_certificate(ref, actor())
    credential = queries.current(certificate)
    if credential is None:
        return render_template("proofs/waiting.html", certificate=certificate)
    form = NamingForm()
    form.offer(credential)
    status = attempt(form, lambda: _choose(ref, form))
    if status == DONE:
        flash("That is the name you appear under from now on.", "success")
        return redirect(url_for(".edit", ref=ref))
    return render_template("proofs/edit.html", form=form, **_said(credential)), status


@bp.post("/certificates/<ref>/proof/publication")
@signed_in
def publish(ref: Ref) -> Response:
    service.publish(ref, by=actor())
    flash("Your proof is public. Anybody who has its address can see it.", "success")
    return redirect(url_for(".edit", ref=ref))


@bp.post("/certificates/<ref>/proof/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Response:
    service.withdraw(ref, by=actor())
    flash("Your proof is withdrawn. Its address says so, and nothing else.", "success")
    return redirect(url_for(".edit", ref=ref))


def _choose(ref: Ref, form: NamingForm) -> Credential:
    return service.choose_naming(
        ref, Naming(form.naming.data), pseudonym=form.pseudonym.data or "", by=actor()
    )


def _said(credential: Credential) -> dict[str, object]:
    certificate = credential.certificate
    return {
        "credential": credential,
        "certificate": certificate,
        "address": addresses.credential(credential.ref),
        "validity": validity(certificate, clock.today()),
        "renamed": credential.naming is Naming.NAME and credential.holder != certificate.expert.name,
    }
