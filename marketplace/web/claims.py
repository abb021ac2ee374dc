"""An expert's claims and certificates."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.attestations import queries as attestations
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Skill
from marketplace.certification import queries, renewal, service
from marketplace.certification.models import Claim
from marketplace.certification.rules import OPEN_STATES
from marketplace.certification.standing import standings
from marketplace.evidence import work
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.kit.text import fold
from marketplace.programmes import queries as programmes
from marketplace.programmes.levels import Level
from marketplace.registry import queries as registry
from marketplace.web import claim_page
from marketplace.web.forms.attempt import DONE
from marketplace.web.forms.claims import ClaimForm
from marketplace.web.forms.referees import ADD, MOST, with_referees
from marketplace.web.keeping import MOST_FILES, attempt_with_files, make_room
from marketplace.web.security import actor, signed_in

bp = Blueprint("claims", __name__)
bp.url_value_preprocessor(make_room)

Page = str | Response | tuple[str, int]


@bp.get("/claims")
@signed_in
def index() -> str:
    expert = registry.expert_of(actor().user_id)
    claims = queries.claims_of(expert.id) if expert else []
    certificates = queries.certificates_of(expert.id) if expert else []
    today = clock.today()
    return render_template(
        "claims/index.html",
        expert=expert,
        open_claims=[one for one in claims if one.state in OPEN_STATES],
        answered=[one for one in claims if one.state not in OPEN_STATES],
        live=[one for one in certificates if one.live_on(today)],
        over=[one for one in certificates if not one.live_on(today)],
        held={one.skill_id for one in certificates if one.live_on(today)},
        renewable={one.ref for one in certificates if renewal.renewable(one) is True},
        standings=standings(certificates),
        today=today,
    )


@bp.get("/claims/<ref>")
@signed_in
def show(ref: Ref) -> str:
    return claim_page.render(queries.own(ref, actor()))


@bp.post("/claims/<ref>/withdrawal")
@signed_in
def withdraw(ref: Ref) -> Response:
    claim = service.withdraw(ref, by=actor())
    flash(f"Your claim for {claim.skill.name} is taken back. You can make it again at any time.", "success")
    return redirect(url_for("claims.index"))


@bp.route("/claims/new", methods=["GET", "POST"])
@signed_in
def new() -> Page:
    ref = request.args.get("skill", "")
    return _write(catalog.skill(ref)) if ref else _choose()


def _choose() -> str:
    wanted = request.args.get("q", "")[:100]
    words = fold(wanted).split()
    skills = [
        one
        for one in catalog.offered_skills()
        if all(word in fold(f"{one.name} {one.product.vendor.name}") for word in words)
    ]
    return render_template("claims/choose.html", skills=skills, q=wanted, standing=_standing())


def _write(skill: Skill) -> Page:
    rubric, held = programmes.programme(skill).current, _held(skill.id)
    form = with_referees(ClaimForm, request.form)
    form.offer(skill, rubric, held)
    made: list[Claim] = []
    status = attempt_with_files(
        form, lambda: made.append(_claim(skill.ref, form)), again=request.form.get("step") == ADD
    )
    if status == DONE:
        flash(f"Your claim is with the assessors of {skill.product.vendor.name}.", "success")
        return redirect(url_for("claims.show", ref=made[0].ref))
    return render_template(
        "claims/new.html",
        form=form,
        skill=skill,
        rubric=rubric,
        held=held,
        most=MOST_FILES,
        most_referees=MOST,
        **_known(skill),
    ), status


def _claim(ref: Ref, form: ClaimForm) -> Claim:
    return service.claim(
        ref,
        form.level.data,
        statement=form.statement.data or "",
        release_ref=form.release.data or None,
        evidence=form.evidence,
        by=actor(),
    )


def _known(skill: Skill) -> dict[str, object]:
    """What joins the claim by itself."""
    expert = registry.expert_of(actor().user_id)
    if expert is None:
        return {"attested": [], "worked": []}
    return {"attested": attestations.standing_for(expert.id, skill), "worked": work.of(expert.id, skill)}


def _held(skill_id: int) -> Level | None:
    expert = registry.expert_of(actor().user_id)
    found = queries.live(expert.id) if expert else []
    return next((one.named_level for one in found if one.skill_id == skill_id), None)


def _standing() -> dict[int, str]:
    """Skill to what the expert has there already, in words."""
    expert = registry.expert_of(actor().user_id)
    if expert is None:
        return {}
    said = {one.skill_id: f"Certified {one.named_level.label}" for one in queries.live(expert.id)}
    waiting = [one for one in queries.claims_of(expert.id) if one.state in OPEN_STATES]
    return said | {one.skill_id: "Claim waiting" for one in waiting}
