"""Who may look at the books as a whole, and write into them."""

from marketplace.accounts.actor import Actor


def may_reconcile(actor: Actor) -> bool | str:
    return actor.system or actor.operator or "Only operators compare the books with Stripe's."
