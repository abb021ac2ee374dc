"""An expert's claims and certificates."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.catalog import queries as catalog
from marketplace.certification import queries, service, uploads
from marketplace.certification.files import LARGEST
from marketplace.certification.models import Claim, ClaimState, Level
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, Refused
from marketplace.kit.ids import Ref
from marketplace.kit.text import fold
from marketplace.registry import queries as registry
from marketplace.web.claim_steps import steps
from marketplace.web.forms.claims import ClaimForm
from marketplace.web.forms.refusal import show_on
from marketplace.web.security import actor, signed_in

bp = Blueprint("claims", __name__)

MOST_FILES = 5
Page = str | Response | tuple[str, int]


@bp.url_value_preprocessor
def _make_room(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Several large files in one form. Said here because the token check reads the form before any view."""
    request.max_content_length = MOST_FILES * LARGEST + 2 * 1024 * 1024


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
        open_claims=[one for one in claims if one.state is ClaimState.SUBMITTED],
        answered=[one for one in claims if one.state is not ClaimState.SUBMITTED],
        live=[one for one in certificates if one.live_on(today)],
        over=[one for one in certificates if not one.live_on(today)],
        today=today,
    )


@bp.get("/claims/<ref>")
@signed_in
def show(ref: Ref) -> str:
    claim = queries.own(ref, actor())
    certificate = queries.certificate_for(claim.id)
    return render_template("claims/show.html", claim=claim, certificate=certificate, steps=steps(claim))


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
    return _write(ref) if ref else _choose()


def _choose() -> str:
    wanted = request.args.get("q", "")[:100]
    words = fold(wanted).split()
    skills = [
        one
        for one in catalog.offered_skills()
        if all(word in fold(f"{one.name} {one.product.vendor.name}") for word in words)
    ]
    return render_template("claims/choose.html", skills=skills, q=wanted, standing=_standing())


def _write(ref: Ref) -> Page:
    skill = catalog.skill(ref)
    held = _held(skill.id)
    form = ClaimForm()
    form.offer(skill, held)
    status = 200
    if form.is_submitted():
        mistakes = _keep_files(form)
        valid = form.validate()
        form.files.errors = tuple(mistakes)
        status = 400
        if valid and not mistakes:
            try:
                return _sent(_claim(ref, form))
            except Refused as refusal:
                status = show_on(form, refusal)
    return render_template("claims/new.html", form=form, skill=skill, held=held, most=MOST_FILES), status


def _claim(ref: Ref, form: ClaimForm) -> Claim:
    return service.claim(
        ref,
        form.level.data,
        statement=form.statement.data or "",
        release_ref=form.release.data or None,
        evidence=form.evidence,
        by=actor(),
    )


def _sent(claim: Claim) -> Response:
    flash(f"Your claim is with the assessors of {claim.skill.product.vendor.name}.", "success")
    return redirect(url_for("claims.show", ref=claim.ref))


def _keep_files(form: ClaimForm) -> list[str]:
    """Keep every good file, so that a mistake elsewhere does not ask for it again. The mistakes of the others."""
    mistakes = []
    refs = list(form.kept.data or [])
    for file in form.chosen_files[:MOST_FILES]:
        try:
            refs.append(uploads.keep(file.filename, file.read(LARGEST + 1), by=actor()).ref)
        except Invalid as refusal:
            mistakes.append(refusal.sentence)
    if len(form.chosen_files) > MOST_FILES:
        mistakes.append(f"At most {MOST_FILES} files at a time; the first {MOST_FILES} are kept.")
    found = uploads.kept_for(actor(), refs)
    if len(found) < len(set(refs)):
        mistakes.append("A file chosen earlier is no longer here. Please choose it again.")
    form.keep(found)
    return mistakes


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
    waiting = [one for one in queries.claims_of(expert.id) if one.state is ClaimState.SUBMITTED]
    return said | {one.skill_id: "Claim waiting" for one in waiting}
