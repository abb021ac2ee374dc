"""Use cases: make, renew and remove the secret address; who comes with one."""

import hmac
import secrets

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select

from marketplace.accounts.actor import Actor
from marketplace.accounts.models import User
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.feeds import policy
from marketplace.feeds.events import FeedMade, FeedRemoved, FeedRenewed
from marketplace.feeds.models import Feed
from marketplace.kit import clock
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.organizations import queries as organizations
from marketplace.registry import queries as registry


def make(organization_id: int | None = None, *, by: Actor) -> Feed:
    """The address of one's own work, or of what the organization has booked. Made once: later it is the same."""
    with atomic() as session:
        permit(policy.may_have(by, organization_id))
        if organization_id is None:
            registry.own_profile(by)
        # The person's row is the lock: two clicks at once make one feed.
        session.scalar(select(User.id).where(User.id == by.user_id).with_for_update(key_share=True))
        feed = feed_of(by, organization_id)
        if feed is None:
            feed = Feed(
                user_id=by.user_id,
                organization_id=organization_id,
                secret=secrets.token_urlsafe(24),
                made_at=clock.now(),
            )
            session.add(feed)
            session.flush()
            record(FeedMade(feed.ref), by=by)
    return feed


def renew(ref: Ref, *, by: Actor) -> Feed:
    """Another address; whoever knows the old one reads nothing any more. Others' feeds do not exist."""
    with atomic():
        feed = _own(ref, by)
        feed.secret, feed.made_at = secrets.token_urlsafe(24), clock.now()
        record(FeedRenewed(feed.ref), by=by)
    return feed


def remove(ref: Ref, *, by: Actor) -> Ref | None:
    """No address at all. Returns the organization whose bookings it told; None for one's own work."""
    with atomic() as session:
        feed = _own(ref, by)
        organization = feed.organization.ref if feed.organization else None
        session.delete(feed)
        record(FeedRemoved(ref), by=by)
    return organization


def feed_of(by: Actor, organization_id: int | None) -> Feed | None:
    same = (
        Feed.organization_id.is_(None) if organization_id is None else Feed.organization_id == organization_id
    )
    return db.session.scalar(select(Feed).where(Feed.user_id == by.user_id, same).order_by(Feed.id).limit(1))


def token(feed: Feed) -> str:
    """What the address carries."""
    return str(_signer().dumps([feed.ref, feed.secret]))


def from_token(signed: str) -> Feed:
    """The feed that an address opens at this moment. Raises `NotFound`, whatever the reason."""
    try:
        ref, secret = _signer().loads(signed)
    except (BadSignature, ValueError, TypeError):
        raise NotFound from None
    feed = db.session.scalar(select(Feed).where(Feed.ref == str(ref)))
    if feed is None or not hmac.compare_digest(feed.secret.encode(), str(secret).encode()):
        raise NotFound
    if not feed.user.active:
        raise NotFound
    if policy.may_have(organizations.actor_for(feed.user), feed.organization_id) is not True:
        raise NotFound
    return feed


def _own(ref: Ref, by: Actor) -> Feed:
    feed = locked(Feed, ref)
    if feed.user_id != by.user_id or by.user_id is None:
        raise NotFound
    return feed


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="feed")
