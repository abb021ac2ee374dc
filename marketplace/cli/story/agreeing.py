"""Ledgerline words its own agreement, and Nordwind's owner says how much Bruno decides alone."""

from marketplace.agreements import queries, service
from marketplace.cli.story import stage
from marketplace.kit.money import Money
from marketplace.organizations import queries as organizations
from marketplace.organizations import team

ALONE = Money(250_000, "EUR")
ON_CALL = "- The expert is within reach by telephone during the hours of each day, wherever they work.\n"


def word(vendor_slug: str, admin: str) -> None:
    """The standard text, and one sentence more."""
    vendor = organizations.vendor_by_slug(vendor_slug)
    assert vendor is not None
    text = queries.holding(vendor.id).text.replace("\n## 6.", f"{ON_CALL}\n## 6.")
    service.draft(vendor.ref, text, by=stage.actor(admin))
    service.publish(vendor.ref, by=stage.actor(admin))


def limit(booker: str, owner: str) -> None:
    """Above it, an approver looks before anything is paid."""
    organization = stage.organization(owner)
    seats = organizations.members_of(organization.id)
    seat = next(one for one in seats if one.user_id == stage.person(booker).id)
    team.set_limit(organization.ref, seat.ref, ALONE, by=stage.actor(owner))
