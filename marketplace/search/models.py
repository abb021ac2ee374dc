"""Document: an expert's words, folded, and their point on the globe."""

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.db.base import Base


class Document(Base):
    """What a customer might type to find this expert, folded as queries are, with a space around every word.

    `lead` holds the words that weigh more: name, headline, skills. `x`, `y`, `z` are the unit vector of the expert's
    town; `reach` is the cosine of the angle as far as which they travel. Without on-site work all four are None.
    """

    __tablename__ = "search_document"

    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    lead: Mapped[str] = mapped_column(Text)
    x: Mapped[float | None]
    y: Mapped[float | None]
    z: Mapped[float | None]
    reach: Mapped[float | None]
