"""Asked: a search that an organization ran on a day, as far as experts may learn of it."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db.base import Part

LONGEST = 500


class Asked(Part):
    """`address` is the search as `Query.address` writes it, without free words and names; `product` stands aside, to be found by.

    The organization is there to be counted once; no expert ever learns which it was.
    """

    __tablename__ = "search_asked"
    __table_args__ = (UniqueConstraint("on", "address", "organization_id"), Index(None, "product", "on"))

    on: Mapped[date]
    address: Mapped[str] = mapped_column(String(LONGEST))
    product: Mapped[str] = mapped_column(String(170), default="")
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="CASCADE"))
