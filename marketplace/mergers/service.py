"""Starting a merger as the account that stays, confirming it as the other."""

import hashlib
import secrets
from datetime import timedelta

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.events.models import Event
from marketplace.kit import clock
from marketplace.kit.errors import Conflict, NotAllowed, NotFound
from marketplace.mergers import joining
from marketplace.mergers.events import AccountsMerged, MergerExpired, MergerStarted, MergerWithdrawn
from marketplace.mergers.models import Merger, MergerState
from marketplace.mergers.obstacles import against

LIFETIME = timedelta(minutes=30)
ELSEWHERE = "Open the link in the browser in which you started. There it knows that both accounts are yours."
OVER = "This link has been used or has run out. Start again from the account that is to stay."


def start(*, by: User) -> tuple[Merger, str]:
    """A new merger, and the secret that the browser keeps. One started before holds no longer."""
    secret = secrets.token_urlsafe(32)
    with atomic() as session:
        user = locked(User, by.ref)
        actor = Actor(user_id=user.id, name=user.shown_name)
        _withdraw_open(user, actor)
        merger = Merger(kept_id=user.id, secret_hash=_hash(secret), expires_at=clock.now() + LIFETIME)
        session.add(merger)
        session.flush()
        record(MergerStarted(user.ref, merger.ref), by=actor)
    return merger, secret


def withdraw(*, by: User) -> None:
    """Take back whatever this account has started. Nothing happens when there is nothing."""
    with atomic():
        user = locked(User, by.ref)
        _withdraw_open(user, Actor(user_id=user.id, name=user.shown_name))


def _withdraw_open(user: User, actor: Actor) -> None:
    mine = select(Merger).where(Merger.kept_id == user.id, Merger.state == MergerState.STARTED)
    for merger in db.session.scalars(mine.with_for_update()):
        merger.become("withdraw")
        record(MergerWithdrawn(user.ref, merger.ref), by=actor)


def token(merger: Merger) -> str:
    """What the shown link carries: the merger's name, signed."""
    return str(_signer().dumps(merger.ref))


def from_token(signed: str, secret: str) -> Merger:
    """The merger that a link names, in the browser that started it. Raises `NotFound` or `NotAllowed`."""
    try:
        found = db.session.scalar(select(Merger).where(Merger.ref == _signer().loads(signed)))
    except BadSignature:
        found = None
    if found is None:
        raise NotFound("This link is not complete. Start again from the account that is to stay.")
    if not secrets.compare_digest(found.secret_hash, _hash(secret)):
        raise NotAllowed(ELSEWHERE)
    return found


def confirm(signed: str, secret: str, *, by: User) -> Merger:
    """Give everything of `by` to the account that stays, and close `by`: all of it in one transaction.

    Raises `Conflict` with what stands against it, and when another window was faster.
    """
    with atomic():
        found = from_token(signed, secret)
        # Accounts before mergers, as when one is started: two windows never wait for each other.
        kept, other = _both(found, by)
        merger = locked(Merger, found.ref)
        if merger.state is MergerState.STARTED and not merger.open:
            raise Conflict(OVER)
        merger.become("confirm")
        refusals = against(kept, other)
        if refusals:
            raise Conflict(" ".join(refusals))
        merger.other_id, merger.other_address, merger.merged_at = other.id, other.email, clock.now()
        signatory = Actor(user_id=kept.id, name=kept.shown_name)
        joining.join(kept, other, by=signatory)
        record(AccountsMerged(kept.ref, merger.ref, other.ref), by=signatory)
    return merger


def _both(merger: Merger, by: User) -> tuple[User, User]:
    """Both accounts, locked in the order of their keys: two mergers the other way round do not wait for each other."""
    wanted = select(User).where(User.id.in_([merger.kept_id, by.id])).order_by(User.id)
    rows = {
        user.id: user
        for user in db.session.scalars(wanted.with_for_update().execution_options(populate_existing=True))
    }
    return rows[merger.kept_id], rows[by.id]


def gather_late(fact: AccountsMerged, _: Event) -> None:
    """Reaction to AccountsMerged: what somebody else wrote about the closed account at that very moment comes along, too."""
    with atomic():
        merger = locked(Merger, fact.merger)
        if merger.other is not None:
            joining.carry(merger.kept, merger.other)


def expire() -> int:
    """Close what was not confirmed within half an hour; how many."""
    overdue = select(Merger.ref).where(Merger.state == MergerState.STARTED, Merger.expires_at <= clock.now())
    refs = db.session.scalars(overdue).all()
    for ref in refs:
        with atomic():
            merger = locked(Merger, ref)
            if merger.state is MergerState.STARTED and not merger.open:
                merger.become("expire")
                record(MergerExpired(merger.kept.ref, merger.ref), by=SYSTEM)
    return len(refs)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="merger")
