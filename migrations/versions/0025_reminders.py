"""Experts who have not answered a request, and backups who have not answered whether they stand by, are reminded."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("booking", "cover")


def upgrade() -> None:
    """In place: other tables point at these."""
    for table in TABLES:
        op.add_column(table, sa.Column("reminders", KEY, nullable=False, server_default="0"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "reminders")
