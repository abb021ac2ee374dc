"""Other hours on single days of a booking, with a price of their own; and calls that are moved, made longer or shorter."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
DAYS: sa.ColumnClause[list[str]] = sa.column("days_after", sa.JSON())
OF_CALLS = (
    ("call_at", INSTANT),
    ("call_minutes", KEY),
    ("call_at_before", INSTANT),
    ("call_minutes_before", KEY),
)


def upgrade() -> None:
    op.add_column("shift", sa.Column("worth", sa.BigInteger(), nullable=True))
    for name in ("settled", "extra", "given_up"):
        op.add_column("shift", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("booking", sa.Column("given_up_at", INSTANT, nullable=True))
    _know_what_was_given_up()
    op.add_column("amendment", sa.Column("hours", sa.JSON(), nullable=False, server_default="[]"))
    for name, kind in OF_CALLS:
        op.add_column("amendment", sa.Column(name, kind, nullable=True))


def _know_what_was_given_up() -> None:
    """Days given back while their booking went on; and of one that ended later, those that its last change left out."""
    going_on = "SELECT ref FROM booking WHERE state IN ('confirmed', 'completed')"
    op.execute(f"UPDATE shift SET given_up = true WHERE state = 'released' AND owner IN ({going_on})")
    at = (
        "SELECT MIN(event.at) FROM event JOIN cover ON cover.ref = event.subject "
        "WHERE event.kind = 'RestGivenToBackup' AND cover.booking_id = booking.id"
    )
    op.execute(f"UPDATE booking SET given_up_at = ({at})")
    shift, bind = (
        sa.table("shift", sa.column("owner"), sa.column("on", sa.Date()), sa.column("given_up")),
        op.get_bind(),
    )
    for owner, days in bind.execute(_last_changes()):
        left = {date.fromisoformat(day) for day in days}
        gone = sa.and_(shift.c.owner == owner, shift.c.on.not_in(left))
        bind.execute(shift.update().where(gone).values(given_up=True))


def _last_changes() -> sa.Select[tuple[str, list[str]]]:
    """Of cancelled bookings: the ref, and the days that were agreed on last."""
    amendment = sa.table("amendment", *map(sa.column, ("id", "booking_id", "state")), DAYS)
    booking = sa.table("booking", *map(sa.column, ("id", "ref", "state")))
    applied = amendment.c.state == "applied"
    last = sa.select(sa.func.max(amendment.c.id)).where(applied).group_by(amendment.c.booking_id)
    return (
        sa.select(booking.c.ref, amendment.c.days_after)
        .select_from(booking.join(amendment, amendment.c.booking_id == booking.c.id))
        .where(booking.c.state == "cancelled", amendment.c.id.in_(last))
    )


def downgrade() -> None:
    # Without the mark they would be days that nobody asked for.
    op.execute("DELETE FROM shift WHERE extra")
    for name, _ in reversed(OF_CALLS):
        op.drop_column("amendment", name)
    op.drop_column("amendment", "hours")
    op.drop_column("booking", "given_up_at")
    for name in ("given_up", "extra", "settled"):
        op.drop_column("shift", name)
    op.drop_column("shift", "worth")
