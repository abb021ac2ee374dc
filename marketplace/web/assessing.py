"""How a vendor's assessors are doing, and what became of those they certified."""

from flask import Blueprint, render_template

from marketplace.assessing import policy
from marketplace.assessing.figures import figures
from marketplace.certification.models import Certificate
from marketplace.kit.errors import permit
from marketplace.organizations import queries as organizations
from marketplace.reviews import figures as reviews
from marketplace.timesheets import outcomes
from marketplace.timesheets.outcomes import Outcomes
from marketplace.web.security import actor, signed_in

bp = Blueprint("assessing", __name__)


@bp.app_template_global()
def outcomes_of(certificate: Certificate) -> Outcomes:
    return outcomes.of_certificate(certificate)


@bp.get("/vendors/<slug>/assessing")
@signed_in
def show(slug: str) -> str:
    vendor = organizations.visible_vendor(slug, actor())
    permit(policy.may_see_figures(actor(), vendor))
    found = figures(vendor)
    return render_template(
        "assessing/show.html",
        vendor=vendor,
        figures=found,
        load=found.load,
        most=max((one.claims for one in found.bands), default=0),
        highest=max((one.decided for one in found.weeks), default=0),
        records=outcomes.records(vendor.id),
        rule=outcomes,
        opinions=reviews.of_programmes(vendor.id),
    )
