"""Published reviews of experts, counted into `registry.ratings` in the transaction that publishes, hides or restores one."""

from collections.abc import Iterable

from sqlalchemy import func, select

from marketplace.bookings.models import Booking, Side
from marketplace.db.base import db
from marketplace.db.session import atomic
from marketplace.registry import ratings
from marketplace.registry.models import Expert
from marketplace.registry.ratings import Rating
from marketplace.reviews.events import ReviewHidden, ReviewRestored, ReviewsPublished
from marketplace.reviews.models import Review, ReviewState
from marketplace.search import projection

STARS = Review.score1 + Review.score2 + Review.score3 + Review.score4


def follow(fact: ReviewsPublished | ReviewHidden | ReviewRestored) -> None:
    """At once: what customers say about the expert is counted anew, and search finds them by it."""
    expert_id = db.session.scalars(select(Expert.id).where(Expert.ref == fact.expert)).one()
    count(expert_id)
    projection.refresh(expert_id)


def count(*ids: int) -> None:
    """One at a time for each expert: who counts last has seen what the others published."""
    with atomic() as session:
        whom = select(Expert.id).where(Expert.id.in_(ids)).order_by(Expert.id)
        session.execute(whom.with_for_update(key_share=True)).all()
        found = counted(ids)
        for one in ids:
            ratings.note(one, *found.get(one, (0, 0)))


def counted(ids: Iterable[int] | None = None) -> dict[int, tuple[int, int]]:
    """Published reviews and their stars, by expert: the truth that is kept as ratings."""
    wanted = (
        select(Booking.expert_id, func.count(Review.id), func.sum(STARS))
        .join(Review.booking)
        .where(Review.side == Side.CUSTOMER, Review.state == ReviewState.PUBLISHED)
        .group_by(Booking.expert_id)
    )
    if ids is not None:
        wanted = wanted.where(Booking.expert_id.in_(list(ids)))
    return {one: (number, int(stars)) for one, number, stars in db.session.execute(wanted)}


def recount() -> None:
    """Mend every rating that is wrong."""
    slugs = wrong()
    count(*db.session.scalars(select(Expert.id).where(Expert.slug.in_(slugs))))


def wrong() -> list[str]:
    """Slugs of experts whose rating is not what their reviews come to."""
    ought, kept = counted(), db.session.execute(select(Rating.expert_id, Rating.reviews, Rating.stars))
    said = {one: (number, stars) for one, number, stars in kept if number}
    ids = [one for one in {*ought, *said} if ought.get(one) != said.get(one)]
    return list(db.session.scalars(select(Expert.slug).where(Expert.id.in_(ids)).order_by(Expert.slug)))
