"""What a booking was begun with, its checklist and who ticked it off; calls in blueprints."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BLUEPRINT = "ix_booking_blueprint_id"


def upgrade() -> None:
    """Columns are added in place: other tables point at bookings and blueprints."""
    op.add_column("blueprint", sa.Column("call_minutes", KEY, nullable=True))
    points = sa.ForeignKey("blueprint.id", name=op.f("fk_booking_blueprint_id"))
    op.add_column("booking", sa.Column("blueprint_id", KEY, points, nullable=True), inline_references=True)
    op.create_index(BLUEPRINT, "booking", ["blueprint_id"])
    op.add_column("booking", sa.Column("blueprint_version", KEY, nullable=True))
    op.add_column("booking", sa.Column("checklist", sa.JSON(), nullable=False, server_default="[]"))
    _take_over()
    op.create_table(
        "booking_tick",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ticked_by_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booking_tick_booking_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["ticked_by_id"], ["user.id"], name=op.f("fk_booking_tick_ticked_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_tick")),
        sa.UniqueConstraint("booking_id", "number", name=op.f("uq_booking_tick_booking_id_number")),
    )


def _take_over() -> None:
    """What bookings made from a request were agreed to be about."""
    for column in ("blueprint_id", "blueprint_version", "checklist"):
        op.execute(
            f"UPDATE booking SET {column} = (SELECT r.{column} FROM request r WHERE r.booking_id = booking.id) "
            "WHERE EXISTS (SELECT 1 FROM request r WHERE r.booking_id = booking.id)"
        )


def downgrade() -> None:
    op.drop_table("booking_tick")
    for column in ("checklist", "blueprint_version"):
        op.drop_column("booking", column)
    op.drop_index(BLUEPRINT, "booking")
    op.drop_column("booking", "blueprint_id")
    op.drop_column("blueprint", "call_minutes")
