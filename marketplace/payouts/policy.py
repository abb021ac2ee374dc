"""Who may be paid out, and who may look at whose money."""

from marketplace.accounts.actor import Actor, OrganizationRole, StaffRole
from marketplace.bookings.models import Booking
from marketplace.organizations.models import Organization, Vendor
from marketplace.payouts.models import PayoutAccount


def may_onboard(account: PayoutAccount) -> bool | str:
    if account.rejected:
        return "Stripe has declined to pay to this account, so there is nothing left to fill in."
    return True


def may_see_vendor_money(actor: Actor, vendor: Vendor) -> bool | str:
    if actor.operator or actor.is_staff(vendor.id, StaffRole.FINANCE, StaffRole.ADMIN):
        return True
    return f"Only finance and admins of {vendor.name} see its money."


def may_see_spending(actor: Actor, organization: Organization) -> bool | str:
    if actor.may_as(organization.id, OrganizationRole.FINANCE):
        return True
    return f"Only finance and the owner of {organization.name} see what it spends."


def sees_everything(actor: Actor, booking: Booking) -> bool:
    """The vendor's finance reads all of a booking's ledger, Stripe's fee included."""
    return actor.is_staff(booking.vendor_id, StaffRole.FINANCE, StaffRole.ADMIN)
