"""Who may change a calendar."""

from marketplace.accounts.actor import Actor
from marketplace.registry.models import Expert


def may_keep(actor: Actor, expert: Expert) -> bool | str:
    if actor.system or actor.user_id == expert.user_id:
        return True
    return "Only the expert keeps this calendar."
