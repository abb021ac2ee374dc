"""Reviews with their windows, and what they come to. The desk that examines claims has another address now: notices follow."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for table in ("vendor", "booking"):
        op.add_column(table, sa.Column("review_days", KEY, nullable=False, server_default="14"))
    op.add_column("search_offer", sa.Column("rating", sa.SmallInteger(), nullable=False, server_default="0"))
    op.create_table(
        "rating",
        sa.Column("expert_id", KEY, autoincrement=False, nullable=False),
        sa.Column("reviews", KEY, nullable=False),
        sa.Column("stars", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_rating_expert_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("expert_id", name=op.f("pk_rating")),
    )
    op.create_table(
        "review_window",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        *_row("review_window"),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_review_window_booking_id")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_review_window_booking_id")),
    )
    with op.batch_alter_table("review_window", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_window_state_closes_at"), ["state", "closes_at"])
        batch_op.create_index(batch_op.f("ix_review_window_state_remind_at"), ["state", "remind_at"])
    op.create_table(
        "review",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("side", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.Column(f"score{number}", sa.SmallInteger(), nullable=False) for number in range(1, 5)),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_by_id", KEY, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moderated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moderated_by_id", KEY, nullable=True),
        *_row("review"),
        sa.CheckConstraint(
            " AND ".join(f"score{number} BETWEEN 1 AND 5" for number in range(1, 5)),
            name=op.f("ck_review_scores"),
        ),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_review_booking_id")),
        *(
            sa.ForeignKeyConstraint([column], ["user.id"], name=op.f(f"fk_review_{column}"))
            for column in ("author_id", "replied_by_id", "moderated_by_id")
        ),
        sa.UniqueConstraint("booking_id", "side", name=op.f("uq_review_booking_id_side")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_state_published_at"), ["state", "published_at"])
    _rename("/reviews", "/examinations")
    rebuild = sa.table(
        "search_rebuild", sa.column("began_at", sa.DateTime(timezone=True)), sa.column("reached")
    )
    op.bulk_insert(rebuild, [{"began_at": datetime.now(UTC), "reached": 0}])


def downgrade() -> None:
    _rename("/examinations", "/reviews")
    for table in ("review", "review_window", "rating"):
        op.drop_table(table)
    op.drop_column("search_offer", "rating")
    for table in ("booking", "vendor"):
        op.drop_column(table, "review_days")


def _row(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{table}_ref")),
    )


def _rename(old: str, new: str) -> None:
    """Where a notice leads: the beginning of its path."""
    op.execute(
        sa.text(
            f"UPDATE notice SET path = '{new}' || substr(path, {len(old) + 1}) WHERE path = '{old}' OR path LIKE '{old}/%'"
        )
    )
