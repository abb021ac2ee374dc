"""ReviewWindow and Review."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.bookings.models import Booking, Side
from marketplace.db.base import Row
from marketplace.db.types import Choice, UTCDateTime
from marketplace.kit import clock
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.registry import ratings
from marketplace.reviews.questions import QUESTIONS, Question


class WindowState(StrEnum):
    OPEN = "open"
    PUBLISHED = "published"
    LAPSED = "lapsed"


class ReviewState(StrEnum):
    SEALED = "sealed"
    PUBLISHED = "published"
    HIDDEN = "hidden"


W, R = WindowState, ReviewState

WINDOW_LIFECYCLE = Lifecycle(
    "review window",
    [
        Step(
            W.OPEN,
            "publish",
            "either side, by sending the second review",
            W.PUBLISHED,
            "ReviewsPublished",
            "after 14 days, if one side wrote",
        ),
        Step(W.OPEN, "lapse", "system", W.LAPSED, "ReviewsLapsed", "after 14 days, if nobody wrote"),
    ],
    {
        W.OPEN: "is open",
        W.PUBLISHED: "is closed, and what was written is published",
        W.LAPSED: "is closed; nobody wrote",
    },
)

LIFECYCLE = Lifecycle(
    "review",
    [
        Step(R.SEALED, "publish", "system", R.PUBLISHED, "ReviewsPublished", "both are in, or after 14 days"),
        Step(R.PUBLISHED, "hide", "assessor or admin", R.HIDDEN, "ReviewHidden"),
        Step(R.HIDDEN, "restore", "assessor or admin", R.PUBLISHED, "ReviewRestored"),
    ],
    {R.SEALED: "is not published yet", R.PUBLISHED: "is published", R.HIDDEN: "is hidden"},
)


class ReviewWindow(Row):
    """The time in which both sides of a booking can review each other. `remind_at` is None once they were reminded."""

    __tablename__ = "review_window"
    __table_args__ = (Index(None, "state", "closes_at"), Index(None, "state", "remind_at"))

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"), unique=True)
    state: Mapped[WindowState] = mapped_column(Choice(WindowState), default=WindowState.OPEN)
    closes_at: Mapped[datetime] = mapped_column(UTCDateTime)
    remind_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    booking: Mapped[Booking] = relationship()

    @property
    def over(self) -> bool:
        """The time is up, whether or not the schedule has come by."""
        return self.state is not WindowState.OPEN or self.closes_at <= clock.now()

    def become(self, verb: str) -> None:
        self.state = WINDOW_LIFECYCLE.after(self.state, verb)


class Review(Row):
    """What one `side` of a booking says about the other. `note` is for the vendor, `reason` is why its staff hid or restored it."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("booking_id", "side"),
        Index(None, "state", "published_at"),
        CheckConstraint(
            "score1 BETWEEN 1 AND 5 AND score2 BETWEEN 1 AND 5 AND score3 BETWEEN 1 AND 5 AND score4 BETWEEN 1 AND 5",
            name="scores",
        ),
    )

    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    side: Mapped[Side] = mapped_column(Choice(Side))
    state: Mapped[ReviewState] = mapped_column(Choice(ReviewState), default=ReviewState.SEALED)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    score1: Mapped[int] = mapped_column(SmallInteger)
    score2: Mapped[int] = mapped_column(SmallInteger)
    score3: Mapped[int] = mapped_column(SmallInteger)
    score4: Mapped[int] = mapped_column(SmallInteger)
    words: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    moderated_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    moderated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))

    booking: Mapped[Booking] = relationship()
    author: Mapped[User] = relationship(foreign_keys=[author_id])

    @property
    def answers(self) -> Sequence[tuple[Question, int]]:
        return [(one, getattr(self, one.name)) for one in QUESTIONS[self.side]]

    @property
    def tenths(self) -> int:
        """Its average in tenths of a star."""
        return ratings.tenths(1, self.score1 + self.score2 + self.score3 + self.score4)

    @property
    def published(self) -> bool:
        return self.state is ReviewState.PUBLISHED

    @property
    def hidden(self) -> bool:
        return self.state is ReviewState.HIDDEN

    @property
    def sealed(self) -> bool:
        return self.state is ReviewState.SEALED

    @property
    def reviewed(self) -> Side:
        """The side that it is about."""
        return self.side.other

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)
