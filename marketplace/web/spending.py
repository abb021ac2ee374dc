"""What an organization has spent, for its finance."""

from flask import Blueprint, render_template, request

from marketplace.kit.errors import permit
from marketplace.kit.ids import Ref
from marketplace.kit.paging import page_number
from marketplace.organizations import queries as organizations
from marketplace.payments import spending
from marketplace.payouts import policy
from marketplace.web.security import actor, signed_in

bp = Blueprint("spending", __name__)


@bp.get("/organizations/<ref>/spending")
@signed_in
def show(ref: Ref) -> str:
    organization = organizations.visible_organization(ref, actor())
    permit(policy.may_see_spending(actor(), organization))
    return render_template(
        "spending/show.html",
        organization=organization,
        totals=spending.totals_of(organization.id),
        page=spending.lines_of(organization.id, page_number(request.args.get("page"))),
    )
