"""Each hat's home: what waits for the person wearing it."""

from flask import Blueprint, render_template

from marketplace.kit.errors import NotFound
from marketplace.organizations import queries as organizations
from marketplace.organizations.hats import Hat
from marketplace.web import context
from marketplace.web.desks import expert, operator, organization, vendor
from marketplace.web.desks.item import Desk
from marketplace.web.security import actor, signed_in

bp = Blueprint("desk", __name__)


@bp.get("/desk")
@signed_in
def show() -> str:
    worn = context.hat()
    if worn is None:
        raise NotFound
    return render_template("desk/show.html", desk=_desk(worn))


def _desk(worn: Hat) -> Desk:
    if worn.kind == "organization" and (team := organizations.organization(worn.ref)):
        return organization.desk(team, actor())
    if worn.kind == "vendor" and (seller := organizations.vendor(worn.ref)):
        return vendor.desk(seller, actor())
    if worn.kind == "operator":
        return operator.desk()
    return expert.desk(actor())
