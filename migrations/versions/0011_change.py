"""Changes of bookings, which may be paid for; the cancellation preset of a vendor."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def money(name: str) -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column(f"{name}_amount", sa.BigInteger(), nullable=False),
        sa.Column(f"{name}_currency", sa.String(length=3), nullable=False),
    )


def upgrade() -> None:
    """Columns are added in place: SQLite would have to make a table anew for more, and others point at these."""
    _create_amendment()
    op.add_column(
        "vendor",
        sa.Column("cancellation", sa.String(length=24), nullable=False, server_default="standard"),
    )
    _add_to_payment()


def _create_amendment() -> None:
    op.create_table(
        "amendment",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("open_for", KEY, nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("side", sa.String(length=24), nullable=False),
        sa.Column("proposed_by_id", KEY, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("days_before", sa.JSON(), nullable=False),
        sa.Column("days_after", sa.JSON(), nullable=False),
        *money("rate_before"),
        *money("price_before"),
        *money("fee_before"),
        *money("rate"),
        *money("price"),
        *money("fee"),
        sa.Column("respond_by", INSTANT, nullable=False),
        sa.Column("reminders", KEY, nullable=False),
        sa.Column("pay_by", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_amendment_booking_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_amendment_proposed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sa.UniqueConstraint("open_for", name=op.f("uq_amendment_open_for")),
        sa.UniqueConstraint("ref", name=op.f("uq_amendment_ref")),
    )
    with op.batch_alter_table("amendment") as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_booking_id"), ["booking_id"])
        batch_op.create_index(batch_op.f("ix_amendment_state_respond_by"), ["state", "respond_by"])
        batch_op.create_index(batch_op.f("ix_amendment_state_pay_by"), ["state", "pay_by"])


def _add_to_payment() -> None:
    """Until now a payment was always for a whole booking, and its fee the booking's."""
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    points = "CONSTRAINT fk_payment_amendment_id REFERENCES amendment (id)"
    op.execute(f"ALTER TABLE payment ADD COLUMN amendment_id {kind} {points}")
    op.create_index(op.f("ix_payment_amendment_id"), "payment", ["amendment_id"])
    op.add_column("payment", sa.Column("fee_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column(
        "payment", sa.Column("fee_currency", sa.String(length=3), nullable=False, server_default="EUR")
    )
    for column in ("fee_amount", "fee_currency"):
        op.execute(
            f"UPDATE payment SET {column} = (SELECT {column} FROM booking WHERE booking.id = payment.booking_id)"
        )


def downgrade() -> None:
    """In place as well: refunds point at payments."""
    op.drop_column("payment", "fee_currency")
    op.drop_column("payment", "fee_amount")
    op.drop_index(op.f("ix_payment_amendment_id"), "payment")
    op.drop_column("payment", "amendment_id")
    op.drop_column("vendor", "cancellation")
    op.drop_table("amendment")
