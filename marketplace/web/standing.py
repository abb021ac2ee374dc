"""Where an expert stands in the searches that customers run."""

from flask import Blueprint, render_template, url_for

from marketplace.registry import queries as registry
from marketplace.search import ranking
from marketplace.search.lifting import Step
from marketplace.search.standing import standing
from marketplace.web.security import actor, signed_in

bp = Blueprint("standing", __name__)

LEADS_TO = {
    Step.CONFIRM: ("calendar.confirmation", "Confirm it"),
    Step.RENEW: ("claims.index", "See your certificates"),
    Step.ATTEST: ("claims.index", "See your skills"),
    Step.CLAIM: ("claims.new", "Claim a level"),
}


@bp.get("/standing")
@signed_in
def show() -> str:
    expert = registry.expert_of(actor().user_id)
    if expert is None or not expert.published:
        return render_template("standing/none.html", expert=expert)
    links = {step: (url_for(endpoint), words) for step, (endpoint, words) in LEADS_TO.items()}
    return render_template(
        "standing/show.html", standing=standing(expert), links=links, page_size=ranking.PAGE
    )
