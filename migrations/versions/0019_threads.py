"""Conversations about requests, each with one expert; drafted changes of published blueprints; days on which
an expert and the backup both work; reminders of disputes."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ABOUT = "ix_conversation_request_id_expert_id"


def upgrade() -> None:
    """In place: SQLite would have to make the table anew for more, and messages point at it."""
    points = sa.ForeignKey("request.id", name=op.f("fk_conversation_request_id"))
    column = sa.Column("request_id", KEY, points, nullable=True)
    op.add_column("conversation", column, inline_references=True)
    op.create_index(ABOUT, "conversation", ["request_id", "expert_id"], unique=True)
    _create_drafts()
    _add_overlap()
    op.add_column("dispute", sa.Column("reminders", KEY, nullable=False, server_default="0"))


def _add_overlap() -> None:
    """What was agreed to was for the days that the booking has."""
    for name, kind in (("days", KEY), ("overlap_days", KEY), ("overlap_total_amount", sa.BigInteger())):
        op.add_column("cover", sa.Column(name, kind, nullable=False, server_default="0"))
    op.add_column(
        "cover",
        sa.Column("overlap_total_currency", sa.String(length=3), nullable=False, server_default="EUR"),
    )
    op.execute("UPDATE cover SET days = (SELECT days FROM booking WHERE booking.id = cover.booking_id)")
    op.execute("UPDATE cover SET overlap_total_currency = total_currency")


def _create_drafts() -> None:
    op.create_table(
        "blueprint_draft",
        sa.Column("blueprint_id", KEY, nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", KEY, nullable=True),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["blueprint_id"],
            ["blueprint.id"],
            name=op.f("fk_blueprint_draft_blueprint_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user.id"], name=op.f("fk_blueprint_draft_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blueprint_draft")),
        sa.UniqueConstraint("blueprint_id", name=op.f("uq_blueprint_draft_blueprint_id")),
    )


def downgrade() -> None:
    """What was written about requests alone has no place any more. What became a booking's stays."""
    op.drop_column("dispute", "reminders")
    for name in ("overlap_total_currency", "overlap_total_amount", "overlap_days", "days"):
        op.drop_column("cover", name)
    op.drop_table("blueprint_draft")
    alone = "SELECT id FROM conversation WHERE about = 'request'"
    messages = f"SELECT id FROM message WHERE conversation_id IN ({alone})"
    op.execute(f"DELETE FROM message_report WHERE message_id IN ({messages})")
    op.execute(f"DELETE FROM message_file WHERE message_id IN ({messages})")
    for table in ("message", "conversation_participant"):
        op.execute(f"DELETE FROM {table} WHERE conversation_id IN ({alone})")
    op.execute("DELETE FROM conversation WHERE about = 'request'")
    op.drop_index(ABOUT, table_name="conversation")
    op.drop_column("conversation", "request_id")
