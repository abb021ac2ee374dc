"""A bound for the expenses of a booking, in percent of its price. Bookings that were made before keep having none."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """In place: SQLite would have to make the tables anew for more, and others point at these."""
    op.add_column("vendor", sa.Column("expenses_percent", KEY, nullable=False, server_default="50"))
    op.add_column("booking", sa.Column("expenses_percent", KEY, nullable=True))


def downgrade() -> None:
    op.drop_column("booking", "expenses_percent")
    op.drop_column("vendor", "expenses_percent")
