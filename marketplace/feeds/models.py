"""Feed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.db.base import Row
from marketplace.db.types import UTCDateTime
from marketplace.organizations.models import Organization


class Feed(Row):
    """Somebody's bookings, to be read by their calendar program: their own work, or what an organization has booked.

    The address names the row and is signed together with `secret`, so that a copy of the database opens no calendar.
    """

    __tablename__ = "feed"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
    secret: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UTCDateTime)

    user: Mapped[User] = relationship()
    organization: Mapped[Organization | None] = relationship()
