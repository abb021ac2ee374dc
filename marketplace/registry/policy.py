"""Who may see and keep a profile."""

from marketplace.accounts.actor import Actor
from marketplace.registry.completeness import missing
from marketplace.registry.models import Expert


def may_see(actor: Actor, expert: Expert) -> bool | str:
    """Published profiles are for everybody, the others for the expert and the operator."""
    return (
        expert.published or may_edit(actor, expert) is True or actor.operator or "This profile is not public."
    )


def may_edit(actor: Actor, expert: Expert) -> bool | str:
    return actor.user_id == expert.user_id or "Only the expert edits this profile."


def may_publish(actor: Actor, expert: Expert) -> bool | str:
    lacking = [part.title.lower() for part in missing(expert) if part.needed]
    if lacking:
        return f"Before customers can find you, fill in: {', '.join(lacking)}."
    return may_edit(actor, expert)
