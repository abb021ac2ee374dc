"""Other calendars of experts, the days they take, and the addresses by which bookings are read from outside."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _linked_calendar()
    _busy()
    _feed()


def _linked_calendar() -> None:
    op.create_table(
        "linked_calendar",
        sa.Column("expert_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=2000), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("etag", sa.String(length=200), nullable=False),
        sa.Column("modified", sa.String(length=200), nullable=False),
        sa.Column("through", sa.Date(), nullable=True),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("failures", KEY, nullable=False),
        sa.Column("problem", sa.String(length=300), nullable=False),
        sa.Column("left_out", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_linked_calendar_expert_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_linked_calendar")),
        sa.UniqueConstraint("ref", name=op.f("uq_linked_calendar_ref")),
    )
    op.create_index(op.f("ix_linked_calendar_expert_id"), "linked_calendar", ["expert_id"])
    op.create_index(op.f("ix_linked_calendar_due_at"), "linked_calendar", ["due_at"])


def _busy() -> None:
    op.create_table(
        "busy_stretch",
        sa.Column("calendar_id", KEY, nullable=False),
        sa.Column("floating", sa.Boolean(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["calendar_id"],
            ["linked_calendar.id"],
            name=op.f("fk_busy_stretch_calendar_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_stretch")),
    )
    op.create_index(op.f("ix_busy_stretch_calendar_id"), "busy_stretch", ["calendar_id"])
    op.create_table(
        "busy_day",
        sa.Column("expert_id", KEY, nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_busy_day_expert_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_day")),
        sa.UniqueConstraint("expert_id", "on", name=op.f("uq_busy_day_expert_id_on")),
    )
    op.create_table(
        "busy_rule",
        sa.Column("expert_id", KEY, nullable=False),
        sa.Column("share", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_busy_rule_expert_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("expert_id", name=op.f("pk_busy_rule")),
    )


def _feed() -> None:
    op.create_table(
        "feed",
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("organization_id", KEY, nullable=True),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_feed_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_feed_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("ref", name=op.f("uq_feed_ref")),
    )
    op.create_index(op.f("ix_feed_user_id"), "feed", ["user_id"])


def downgrade() -> None:
    for table in ("feed", "busy_rule", "busy_day", "busy_stretch", "linked_calendar"):
        op.drop_table(table)
