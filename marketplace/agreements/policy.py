"""Who may write a vendor's text. Agreements themselves are read by whoever sees the booking."""

from marketplace.accounts.actor import Actor, StaffRole
from marketplace.organizations.models import Vendor


def may_write(actor: Actor, vendor: Vendor) -> bool | str:
    if actor.is_staff(vendor.id, StaffRole.ADMIN):
        return True
    return f"Only administrators of {vendor.name} write its agreement."
