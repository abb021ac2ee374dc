"""Comparisons of our books with Stripe's; why Stripe would not move money."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "reconciliation",
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("asked_by_id", KEY, nullable=True),
        sa.Column("since", INSTANT, nullable=True),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("tries", KEY, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("movements", KEY, nullable=False),
        sa.Column("fetched", KEY, nullable=False),
        sa.Column("flagged", KEY, nullable=False),
        sa.Column("expected", KEY, nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name=op.f("fk_reconciliation_asked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
        sa.UniqueConstraint("ref", name=op.f("uq_reconciliation_ref")),
    )
    op.create_index(op.f("ix_reconciliation_state_due_at"), "reconciliation", ["state", "due_at"])
    for table in ("transfer", "payout"):
        op.add_column(table, sa.Column("refusal", sa.Text(), nullable=True))
    op.create_index(op.f("ix_reconciliation_asked_by_id"), "reconciliation", ["asked_by_id"])


def downgrade() -> None:
    """What was found goes; corrections that were entered stay in the ledger."""
    for table in ("payout", "transfer"):
        op.drop_column(table, "refusal")
    op.drop_table("reconciliation")
