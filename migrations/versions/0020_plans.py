"""Other hours on single days of a booking, with a price of their own; and calls that are moved, made longer or shorter."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
OF_CALLS = (
    ("call_at", INSTANT),
    ("call_minutes", KEY),
    ("call_at_before", INSTANT),
    ("call_minutes_before", KEY),
)


def upgrade() -> None:
    op.add_column("shift", sa.Column("worth", sa.BigInteger(), nullable=True))
    for name in ("settled", "extra"):
        op.add_column("shift", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("amendment", sa.Column("hours", sa.JSON(), nullable=False, server_default="[]"))
    for name, kind in OF_CALLS:
        op.add_column("amendment", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    for name, _ in reversed(OF_CALLS):
        op.drop_column("amendment", name)
    op.drop_column("amendment", "hours")
    for name in ("extra", "settled"):
        op.drop_column("shift", name)
    op.drop_column("shift", "worth")
