"""Who may do what with a catalogue. Reading it is for everybody."""

from marketplace.accounts.actor import Actor, StaffRole


def may_edit(actor: Actor, vendor_id: int) -> bool | str:
    return (
        actor.is_staff(vendor_id, StaffRole.ADMIN)
        or "Only this vendor's own administrators edit its catalogue."
    )
