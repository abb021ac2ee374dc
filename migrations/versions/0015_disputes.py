"""Disputes about paid bookings, and people who do not come; with what both sides say, and how long they have."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DAYS = ("dispute_answer_business_days", "dispute_opinion_business_days")


def upgrade() -> None:
    """Columns are added in place: other tables point at bookings and vendors."""
    op.add_column("booking", sa.Column("disputed_at", INSTANT, nullable=True))
    for name in DAYS:
        op.add_column("vendor", sa.Column(name, KEY, nullable=False, server_default="5"))
    for table in ("vendor", "booking"):
        op.add_column(table, sa.Column("no_show_minutes", KEY, nullable=False, server_default="10"))
    _create_dispute()
    _create_statement()
    _create_absence()


def _money(name: str) -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column(f"{name}_amount", sa.BigInteger(), nullable=False),
        sa.Column(f"{name}_currency", sa.String(length=3), nullable=False),
    )


def _row(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{table}_ref")),
    )


def _points(table: str, column: str, at: str, **options: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{at}.id"], name=op.f(f"fk_{table}_{column}"), **options)


def _create_dispute() -> None:
    op.create_table(
        "dispute",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("timesheet_id", KEY, nullable=True),
        sa.Column("open_for", KEY, nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("side", sa.String(length=24), nullable=False),
        sa.Column("opened_by_id", KEY, nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        *_money("price"),
        *_money("fee"),
        sa.Column("fee_taken", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("answer_by", INSTANT, nullable=False),
        sa.Column("opinion_business_days", KEY, nullable=False),
        sa.Column("opinion_by", INSTANT, nullable=True),
        sa.Column("closes_at", INSTANT, nullable=False),
        sa.Column("overdue_since", INSTANT, nullable=True),
        sa.Column("offered", sa.BigInteger(), nullable=True),
        sa.Column("offer_side", sa.String(length=24), nullable=True),
        sa.Column("assessor_id", KEY, nullable=True),
        sa.Column("back", sa.BigInteger(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        *_row("dispute"),
        _points("dispute", "booking_id", "booking"),
        _points("dispute", "timesheet_id", "timesheet", ondelete="SET NULL"),
        _points("dispute", "opened_by_id", "user"),
        _points("dispute", "assessor_id", "user"),
        sa.UniqueConstraint("open_for", name=op.f("uq_dispute_open_for")),
    )
    for columns in (["booking_id"], ["timesheet_id"], ["state", "answer_by"], ["state", "opinion_by"]):
        op.create_index(op.f(f"ix_dispute_{'_'.join(columns)}"), "dispute", columns)


def _create_statement() -> None:
    op.create_table(
        "dispute_statement",
        sa.Column("dispute_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("side", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *_row("dispute_statement"),
        _points("dispute_statement", "dispute_id", "dispute"),
        _points("dispute_statement", "author_id", "user"),
    )
    op.create_index(op.f("ix_dispute_statement_dispute_id"), "dispute_statement", ["dispute_id"])
    op.create_table(
        "dispute_file",
        sa.Column("statement_id", KEY, nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", KEY, nullable=False),
        *_row("dispute_file"),
        _points("dispute_file", "statement_id", "dispute_statement"),
    )
    op.create_index(op.f("ix_dispute_file_statement_id"), "dispute_file", ["statement_id"])


def _create_absence() -> None:
    op.create_table(
        "absence",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("shift_id", KEY, nullable=False),
        sa.Column("open_for", KEY, nullable=True),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("side", sa.String(length=24), nullable=False),
        sa.Column("onward", sa.Boolean(), nullable=False),
        sa.Column("said_by_id", KEY, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_by", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("rest_given_up_at", INSTANT, nullable=True),
        *_row("absence"),
        _points("absence", "booking_id", "booking"),
        _points("absence", "shift_id", "shift"),
        _points("absence", "said_by_id", "user"),
        sa.UniqueConstraint("open_for", name=op.f("uq_absence_open_for")),
    )
    op.create_index(op.f("ix_absence_booking_id"), "absence", ["booking_id"])
    op.create_index(op.f("ix_absence_state_answer_by"), "absence", ["state", "answer_by"])


def downgrade() -> None:
    op.drop_table("absence")
    for table in ("booking", "vendor"):
        op.drop_column(table, "no_show_minutes")
    op.drop_table("dispute_file")
    op.drop_table("dispute_statement")
    op.drop_table("dispute")
    for name in DAYS:
        op.drop_column("vendor", name)
    op.drop_column("booking", "disputed_at")
