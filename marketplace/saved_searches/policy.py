"""Who may do what with a saved search: nobody but the person who saved it even knows of it."""

from marketplace.accounts.actor import Actor


def may_save(actor: Actor) -> bool | str:
    return actor.user_id is not None or "Sign in first."
