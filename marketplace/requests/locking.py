"""Rows locked for a change: the request first, then its proposal. What hangs on them is read afresh, as somebody else left it."""

from marketplace.accounts.actor import Actor
from marketplace.db.base import db
from marketplace.db.session import locked
from marketplace.kit.ids import Ref
from marketplace.requests import queries
from marketplace.requests.errors import NewerVersion
from marketplace.requests.models import Proposal, Request


def request(ref: Ref, by: Actor) -> Request:
    """Raises `NotFound` for whoever may not see it."""
    found = locked(Request, queries.visible(ref, by).ref)
    db.session.expire(found, ["invitations"])
    return found


def proposal(ref: Ref, by: Actor) -> Proposal:
    """Raises `NotFound` likewise."""
    request_ref = queries.proposal(ref, by).request.ref
    db.session.expire(locked(Request, request_ref), ["invitations"])
    found = locked(Proposal, ref)
    db.session.expire(found, ["versions"])
    return found


def check_read(found: Proposal, number: int) -> None:
    """Raises `NewerVersion` when `number` is not the latest any more, `WrongState` when it has ended."""
    found.check_open()
    if number != found.latest.number:
        raise NewerVersion
