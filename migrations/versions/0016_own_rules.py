"""How experts let themselves be booked: at once, notice, horizon, days a week; other hours on a date; public holidays."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OF_OFFERS = (("at_once", "0"), ("notice_days", "0"), ("horizon_days", "1000"), ("week_days", "7"))


def upgrade() -> None:
    """Columns are added in place: SQLite would have to make a table anew for more, and others point at these."""
    _create_rules()
    _create_finer_days()
    op.add_column("vendor", sa.Column("instant_hold_minutes", KEY, nullable=False, server_default="15"))
    op.add_column("booking", sa.Column("hold_minutes", KEY, nullable=True))
    for name, usual in OF_OFFERS:
        op.add_column(
            "search_offer", sa.Column(name, sa.SmallInteger(), nullable=False, server_default=usual)
        )
    rebuild = sa.table(
        "search_rebuild", sa.column("began_at", sa.DateTime(timezone=True)), sa.column("reached")
    )
    op.bulk_insert(rebuild, [{"began_at": datetime.now(UTC), "reached": 0}])


def _create_rules() -> None:
    op.create_table(
        "booking_rule",
        _of_expert("booking_rule"),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("notice_hours", KEY, nullable=True),
        sa.Column("horizon_days", KEY, nullable=True),
        sa.Column("week_days", sa.SmallInteger(), nullable=True),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("region", sa.String(length=24), nullable=False),
        sa.Column("holidays_through", sa.Date(), nullable=True),
        sa.CheckConstraint("week_days BETWEEN 1 AND 6", name=op.f("ck_booking_rule_week_days")),
        sa.PrimaryKeyConstraint("expert_id", name=op.f("pk_booking_rule")),
    )
    op.create_table(
        "other_hours",
        _of_expert("other_hours"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("stretches", sa.JSON(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_hours")),
        sa.UniqueConstraint("expert_id", "on", name=op.f("uq_other_hours_expert_id_on")),
        sa.UniqueConstraint("ref", name=op.f("uq_other_hours_ref")),
    )
    op.create_table(
        "holiday",
        _of_expert("holiday"),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint("expert_id", "on", name=op.f("uq_holiday_expert_id_on")),
    )


def _create_finer_days() -> None:
    op.create_table(
        "search_open_week",
        _of_expert("search_open_week"),
        sa.Column("monday", KEY, autoincrement=False, nullable=False),
        sa.Column("still", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("expert_id", "monday", name=op.f("pk_search_open_week")),
    )
    op.create_table(
        "search_odd_day",
        _of_expert("search_odd_day"),
        sa.Column("day", KEY, autoincrement=False, nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("longest", sa.SmallInteger(), nullable=False),
        sa.Column("usual_minutes", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("expert_id", "day", name=op.f("pk_search_odd_day")),
    )


def _of_expert(table: str) -> sa.Column:
    name = op.f(f"fk_{table}_expert_id")
    return sa.Column(
        "expert_id",
        KEY,
        sa.ForeignKey("expert.id", name=name, ondelete="CASCADE"),
        autoincrement=False,
        nullable=False,
    )


def downgrade() -> None:
    for name, _ in OF_OFFERS:
        op.drop_column("search_offer", name)
    op.drop_column("booking", "hold_minutes")
    op.drop_column("vendor", "instant_hold_minutes")
    for table in ("search_odd_day", "search_open_week", "holiday", "other_hours", "booking_rule"):
        op.drop_table(table)
