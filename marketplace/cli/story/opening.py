"""First act: the operator opens the place, vendors move in with their catalogues."""

from marketplace.accounts import service as accounts
from marketplace.catalog import service as catalog
from marketplace.cli.story import programmes, stage
from marketplace.cli.story.world import VENDORS, ProductMade, VendorMade
from marketplace.organizations import service as organizations
from marketplace.organizations.models import Vendor

OPERATOR = "Otto Lang"


def play() -> None:
    stage.register(OPERATOR, purpose="member")
    accounts.appoint_operator(stage.address(OPERATOR))
    for made in VENDORS:
        _move_in(made)


def _move_in(made: VendorMade) -> None:
    vendor = organizations.found_vendor(made.name, about=made.about, by=stage.actor(OPERATOR))
    admin = made.staff[0][0]
    for name, roles in made.staff:
        by = stage.actor(OPERATOR if name == admin else admin)
        user = stage.register(name, purpose="member")
        invitation = organizations.invite_staff(vendor.ref, user.email, roles.split(","), by=by)
        organizations.accept_invitation(organizations.invitation_token(invitation), by=stage.person(name))
    for product in made.products:
        _catalogue(vendor, product, admin)


def _catalogue(vendor: Vendor, made: ProductMade, admin: str) -> None:
    by = stage.actor(admin)
    product = catalog.add_product(vendor.ref, name=made.name, summary=made.summary, about=made.about, by=by)
    for name, summary in made.modules:
        catalog.add_module(product.ref, name=name, summary=summary, by=by)
    for release in made.releases:
        programmes.add_release(product, release, by)
