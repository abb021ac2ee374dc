"""The next version of a programme, while administrators write it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.kit.errors import Refused
from marketplace.kit.ids import Ref
from marketplace.programmes import queries, rules, service
from marketplace.programmes.comparing import compare
from marketplace.programmes.errors import SavedMeanwhile
from marketplace.programmes.models import Rubric
from marketplace.programmes.outline import CriterionLine
from marketplace.programmes.rules import MOST_CRITERIA
from marketplace.web.forms.attempt import DONE
from marketplace.web.forms.lines import STEP, rearranged
from marketplace.web.forms.refusal import show_on, status_of
from marketplace.web.forms.rubrics import RubricForm, rubric_form
from marketplace.web.programmes import programme_address
from marketplace.web.security import actor, signed_in

bp = Blueprint("rubrics", __name__)

Page = tuple[str, int] | Response


@bp.post("/skills/<ref>/rubrics")
@signed_in
def start(ref: Ref) -> Response:
    draft = service.start(ref, by=actor())
    return redirect(url_for(".edit", ref=draft.ref))


@bp.route("/rubrics/<ref>/edit", methods=["GET", "POST"])
@signed_in
def edit(ref: Ref) -> Page:
    rubric = _draft(ref)
    form = rubric_form(rubric)
    lines = rearranged(form.criteria, request.form.get(STEP, ""), CriterionLine(), MOST_CRITERIA)
    if lines is not None:
        return _written(rubric, form.with_criteria(lines)), 200
    status = _attempt(ref, form)
    if status == DONE:
        return redirect(url_for(".show", ref=ref))
    return _written(rubric, form), status


@bp.get("/rubrics/<ref>")
@signed_in
def show(ref: Ref) -> str:
    """What publishing it would change, and what is still missing."""
    return _previewed(_draft(ref))


@bp.post("/rubrics/<ref>/publication")
@signed_in
def publish(ref: Ref) -> Page:
    draft = _draft(ref)
    try:
        service.publish(ref, seen=request.form.get("revision", type=int), by=actor())
    except Refused as refusal:
        return _previewed(_draft(ref), refusal), status_of(refusal)
    flash("Published. Claims from now on are judged by this version; those under way keep theirs.", "success")
    return redirect(programme_address(draft.programme.skill))


@bp.post("/rubrics/<ref>/discarding")
@signed_in
def discard(ref: Ref) -> Response:
    programme = service.discard(ref, by=actor())
    flash("The draft is gone. What was published goes on.", "success")
    return redirect(programme_address(programme.skill))


def _attempt(ref: Ref, form: RubricForm) -> int:
    """Save what was sent. After `SavedMeanwhile` the form may be sent once more: by then its writer has been told."""
    if not form.is_submitted():
        return 200
    if not form.validate():
        return 400
    try:
        service.revise(ref, form.outline, seen=form.seen, by=actor())
    except SavedMeanwhile as refusal:
        form.look_again(_draft(ref))
        return show_on(form, refusal)
    except Refused as refusal:
        return show_on(form, refusal)
    return DONE


def _draft(ref: Ref) -> Rubric:
    rubric = queries.draft(ref, actor())
    rules.check_draft(rubric)
    return rubric


def _written(rubric: Rubric, form: RubricForm) -> str:
    return render_template("rubrics/edit.html", rubric=rubric, form=form, most=MOST_CRITERIA)


def _previewed(rubric: Rubric, refusal: Refused | None = None) -> str:
    before = queries.before(rubric)
    return render_template(
        "rubrics/show.html",
        rubric=rubric,
        skill=rubric.programme.skill,
        before=before,
        changes=compare(before, rubric) if before else [],
        missing=rules.missing(rubric),
        refusal=refusal,
    )
