"""Expenses with receipts, and payments for them; files on timesheets; deliverables that stand for days."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Columns are added in place: other tables point at bookings, timesheets, payments and transfers."""
    op.add_column("booking", sa.Column("deliverables", sa.JSON(), nullable=False, server_default="[]"))
    _take_over()
    op.add_column("timesheet", sa.Column("deliverable", KEY, nullable=True))
    op.create_index(
        op.f("ix_timesheet_booking_id_deliverable"), "timesheet", ["booking_id", "deliverable"], unique=True
    )
    _create_files("timesheet", ondelete="CASCADE")
    _create_expense()
    _create_files("expense")
    _add_expense_to("payment")
    _add_expense_to("transfer", unique=True)


def _take_over() -> None:
    """What bookings made from a request were agreed to be about."""
    op.execute(
        "UPDATE booking SET deliverables = (SELECT r.deliverables FROM request r WHERE r.booking_id = booking.id) "
        "WHERE EXISTS (SELECT 1 FROM request r WHERE r.booking_id = booking.id)"
    )


def _row(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{table}_ref")),
    )


def _points(table: str, column: str, at: str, **options: str | None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{at}.id"], name=op.f(f"fk_{table}_{column}"), **options)


def _create_files(of: str, ondelete: str | None = None) -> None:
    table = f"{of}_file"
    op.create_table(
        table,
        sa.Column(f"{of}_id", KEY, nullable=False),
        sa.Column("submission", KEY, nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", KEY, nullable=False),
        *_row(table),
        _points(table, f"{of}_id", of, ondelete=ondelete),
    )
    op.create_index(op.f(f"ix_{table}_{of}_id"), table, [f"{of}_id"])


def _create_expense() -> None:
    op.create_table(
        "expense",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("category", sa.String(length=24), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("spent_on", sa.Date(), nullable=False),
        sa.Column("claimed_amount", sa.BigInteger(), nullable=False),
        sa.Column("claimed_currency", sa.String(length=3), nullable=False),
        sa.Column("original", sa.String(length=60), nullable=False),
        sa.Column("approved", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("submissions", KEY, nullable=False),
        sa.Column("submitted_at", INSTANT, nullable=False),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("reminders", KEY, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        *_row("expense"),
        _points("expense", "booking_id", "booking"),
        _points("expense", "decided_by_id", "user"),
    )
    for column in ("booking_id", "state"):
        op.create_index(op.f(f"ix_expense_{column}"), "expense", [column])


def _add_expense_to(table: str, *, unique: bool = False) -> None:
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    points = f"CONSTRAINT fk_{table}_expense_id REFERENCES expense (id)"
    op.execute(f"ALTER TABLE {table} ADD COLUMN expense_id {kind} {points}")
    op.create_index(op.f(f"ix_{table}_expense_id"), table, ["expense_id"], unique=unique)


def downgrade() -> None:
    for table in ("transfer", "payment"):
        op.drop_index(op.f(f"ix_{table}_expense_id"), table)
        op.drop_column(table, "expense_id")
    op.drop_table("expense_file")
    op.drop_table("expense")
    op.drop_table("timesheet_file")
    op.drop_index(op.f("ix_timesheet_booking_id_deliverable"), "timesheet")
    op.drop_column("timesheet", "deliverable")
    op.drop_column("booking", "deliverables")
