"""What referees see: the question, and the receipt. A mailed link is all they need; looking never acts."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from marketplace.evidence import references
from marketplace.evidence.models import Reference, ReferenceState
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, NotFound, Refused
from marketplace.web.forms.attempt import DONE, attempt
from marketplace.web.forms.references import ReferenceForm

bp = Blueprint("references", __name__)

Page = tuple[str, int]


@bp.after_request
def _private(response: Response) -> Response:
    """The address is the key: it goes to no search engine, no cache, and to nobody whose link is followed from here.

    Our own forms still say where they come from, since the token check wants that (flask-wtf.readthedocs.io, SSL strict).
    """
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/references/<token>", methods=["GET", "POST"])
def show(token: str) -> Page:
    try:
        return _asked(token)
    except (Conflict, NotFound) as over:
        return _over(over)


@bp.post("/references/<token>/refusal")
def refusal(token: str) -> Page:
    try:
        return _page("refused", references.refuse(token)), 200
    except (Conflict, NotFound) as over:
        return _over(over)


@bp.route("/references/<token>/retraction", methods=["GET", "POST"])
def retraction(token: str) -> Page:
    try:
        return _retraction(token)
    except (Conflict, NotFound) as over:
        return _over(over)


def _asked(token: str) -> Page:
    reference = references.from_token(token)
    if reference.state is ReferenceState.GIVEN:
        return _page("given", reference, token), 200
    form = ReferenceForm()
    form.about(reference)
    status = attempt(form, lambda: _give(token, form))
    if status == DONE:
        return _page("thanks", reference), 200
    return _page("show", reference, token, form=form), status


def _give(token: str, form: ReferenceForm) -> None:
    references.give(
        token,
        position=form.position.data or "",
        text=form.text.data or "",
        confirmed=bool(form.confirmed.data),
    )


def _retraction(token: str) -> Page:
    reference = references.from_token(token)
    references.check_retractable(reference)
    if request.method == "POST":
        return _page("retracted", references.retract(token)), 200
    return _page("retraction", reference, token, until=references.retractable_until(reference)), 200


def _page(name: str, reference: Reference, token: str = "", **values: object) -> str:
    skill = reference.skill
    return render_template(
        f"references/{name}.html",
        reference=reference,
        token=token,
        skill=skill,
        vendor=skill.product.vendor,
        lifetime=references.LIFETIME.days,
        retractable=references.RETRACTABLE.days,
        now=clock.now(),
        **values,
    )


def _over(refused: Refused) -> Page:
    """Used, run out, withdrawn or broken: said in a sentence. What was just typed is given back, so that it is not lost."""
    typed = request.form.get("text", "")[: references.LONGEST]
    status = 404 if isinstance(refused, NotFound) else 409
    page = render_template(
        "references/over.html", sentence=refused.sentence, typed=typed, answered=status == 409
    )
    return page, status
