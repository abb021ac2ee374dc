"""Who may do what with a programme. Reading what is published is for everybody."""

from marketplace.accounts.actor import Actor, StaffRole


def may_write(actor: Actor, vendor_id: int) -> bool | str:
    return (
        actor.is_staff(vendor_id, StaffRole.ADMIN)
        or "Only this vendor's own administrators write its programmes."
    )


def written_vendors(actor: Actor) -> list[int]:
    """Ids of the vendors whose drafts the actor may read and write."""
    return [vendor_id for vendor_id in actor.vendors if may_write(actor, vendor_id) is True]
