"""Renewing a certificate: one page that carries forward what still holds and asks what changed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.attestations import queries as attestations
from marketplace.certification import queries, renewal
from marketplace.certification.models import Certificate, Claim
from marketplace.certification.rules import OPEN_STATES
from marketplace.certification.standing import standing
from marketplace.evidence import work
from marketplace.kit.ids import Ref
from marketplace.programmes import queries as programmes
from marketplace.web.forms.attempt import DONE
from marketplace.web.forms.referees import ADD, MOST
from marketplace.web.forms.renewals import RenewalForm, renewal_form
from marketplace.web.keeping import MOST_FILES, attempt_with_files, make_room
from marketplace.web.security import actor, signed_in

bp = Blueprint("renewals", __name__)
bp.url_value_preprocessor(make_room)


@bp.route("/certificates/<ref>/renewal", methods=["GET", "POST"])
@signed_in
def new(ref: Ref) -> Response | tuple[str, int]:
    certificate = queries.own_certificate(ref, actor())
    waiting = _waiting(certificate)
    if waiting:
        flash(f"Your claim for {certificate.skill.name} is being read already.", "info")
        return redirect(url_for("claims.show", ref=waiting.ref))
    verdict = renewal.renewable(certificate)
    if verdict is not True:
        flash(str(verdict), "info")
        return redirect(url_for("certificates.show", ref=ref))
    return _write(certificate)


def _write(certificate: Certificate) -> Response | tuple[str, int]:
    rubric = programmes.programme(certificate.skill).current
    form = renewal_form(renewal.changed(certificate), renewal.shown_by_work(certificate), request.form)
    pieces = renewal.carriable(certificate)
    form.offer(rubric, certificate.named_level, pieces)
    made: list[Claim] = []
    status = attempt_with_files(
        form, lambda: made.append(_renew(certificate, form)), again=request.form.get("step") == ADD
    )
    if status == DONE:
        flash(f"Your renewal is with the assessors of {certificate.skill.product.vendor.name}.", "success")
        return redirect(url_for("claims.show", ref=made[0].ref))
    return render_template(
        "renewals/new.html",
        form=form,
        certificate=certificate,
        skill=certificate.skill,
        rubric=rubric,
        pieces=pieces,
        standing=standing(certificate),
        most=MOST_FILES,
        most_referees=MOST,
        attested=attestations.standing_for(certificate.expert_id, certificate.skill),
        worked=work.of(certificate.expert_id, certificate.skill),
    ), status


def _renew(certificate: Certificate, form: RenewalForm) -> Claim:
    return renewal.renew(
        certificate.ref,
        statement=form.statement.data or "",
        carried=form.carried.data or [],
        topics=form.answers,
        evidence=form.evidence,
        level=form.level.data,
        by=actor(),
    )


def _waiting(certificate: Certificate) -> Claim | None:
    """A claim for the same skill that is not decided yet."""
    claims = queries.claims_of(certificate.expert_id)
    same = (one for one in claims if one.skill_id == certificate.skill_id and one.state in OPEN_STATES)
    return next(same, None)
