"""What reviews come to, expert by expert: kept beside the profile, for whoever reads it without knowing reviews."""

from collections.abc import Collection

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db.base import Base, db
from marketplace.db.session import atomic

PER_REVIEW = 4
"""Questions, each answered by one to five stars."""


class Rating(Base):
    """`reviews` that are published, and the `stars` of all their answers together."""

    __tablename__ = "rating"

    expert_id: Mapped[int] = mapped_column(
        ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    reviews: Mapped[int]
    stars: Mapped[int]

    @property
    def tenths(self) -> int:
        return tenths(self.reviews, self.stars)


def tenths(reviews: int, stars: int) -> int:
    """The average of all answers in tenths of a star, rounded down: what reads as 4.5 is at least that. 0 without reviews."""
    return 10 * stars // (PER_REVIEW * reviews) if reviews else 0


def note(expert_id: int, reviews: int, stars: int) -> None:
    """Put the figures down, in the caller's transaction."""
    with atomic() as session:
        kept = session.get(Rating, expert_id, populate_existing=True)
        if kept is None:
            session.add(Rating(expert_id=expert_id, reviews=reviews, stars=stars))
        else:
            kept.reviews, kept.stars = reviews, stars
        session.flush()


def ratings_of(ids: Collection[int]) -> dict[int, Rating]:
    """Of those who have one, as it stands in the database now."""
    wanted = select(Rating).where(Rating.expert_id.in_(ids)).execution_options(populate_existing=True)
    return {one.expert_id: one for one in db.session.scalars(wanted)}
