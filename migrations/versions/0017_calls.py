"""One call instead of days: how long, how much of a pause after it, and until when the next one is kept away.

The guard against overlap counts that pause (see 0002). Where `blocked_until` is empty, a shift keeps others out until it ends.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TAKEN = "('held', 'booked')"
UNTIL = {"new": "COALESCE(blocked_until, ends_at)", "old": "ends_at"}
NEW_UNTIL = {"new": "COALESCE(NEW.blocked_until, NEW.ends_at)", "old": "NEW.ends_at"}
OF_VENDORS = (("call_answer_hours", "24"), ("call_buffer_minutes", "15"))

CONSTRAINT = """
ALTER TABLE shift ADD CONSTRAINT ex_shift_no_overlap
EXCLUDE USING gist (expert_id WITH =, tstzrange(starts_at, {until}) WITH &&) WHERE (state IN {taken})
"""

TRIGGER = """
CREATE TRIGGER shift_no_overlap_{verb} BEFORE {verb} ON shift
WHEN NEW.state IN {taken}
BEGIN
    SELECT RAISE(ABORT, 'ex_shift_no_overlap')
    WHERE EXISTS (
        SELECT 1 FROM shift
        WHERE expert_id = NEW.expert_id AND id IS NOT NEW.id AND state IN {taken}
          AND starts_at < {new_until} AND NEW.starts_at < {until}
    );
END
"""


def upgrade() -> None:
    """Columns are added in place: SQLite would have to make a table anew for more, and others point at these."""
    for name, usual in OF_VENDORS:
        op.add_column("vendor", sa.Column(name, KEY, nullable=False, server_default=usual))
    op.add_column("booking", sa.Column("call_minutes", KEY, nullable=True))
    op.add_column("booking", sa.Column("buffer_minutes", KEY, nullable=False, server_default="0"))
    op.add_column("shift", sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True))
    _guard("new")
    _create_call_days()


def _guard(which: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE shift DROP CONSTRAINT ex_shift_no_overlap")
        op.execute(CONSTRAINT.format(until=UNTIL[which], taken=TAKEN))
        return
    for verb in ("insert", "update"):
        op.execute(f"DROP TRIGGER shift_no_overlap_{verb}")
        op.execute(TRIGGER.format(verb=verb, taken=TAKEN, until=UNTIL[which], new_until=NEW_UNTIL[which]))


def _create_call_days() -> None:
    """What search keeps: everybody's is built anew, as the longest call on a weekday is counted otherwise by now."""
    op.add_column("search_offer", sa.Column("buffer", sa.SmallInteger(), nullable=False, server_default="15"))
    op.create_table(
        "search_call_day",
        sa.Column(
            "expert_id",
            KEY,
            sa.ForeignKey("expert.id", name=op.f("fk_search_call_day_expert_id"), ondelete="CASCADE"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("buffer", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("day", KEY, autoincrement=False, nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("longest", sa.SmallInteger(), nullable=False),
        sa.Column("whole", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("expert_id", "buffer", "day", name=op.f("pk_search_call_day")),
    )
    op.drop_column("search_odd_day", "longest")
    _rebuild()


def _rebuild() -> None:
    rebuild = sa.table(
        "search_rebuild", sa.column("began_at", sa.DateTime(timezone=True)), sa.column("reached")
    )
    op.bulk_insert(rebuild, [{"began_at": datetime.now(UTC), "reached": 0}])


def downgrade() -> None:
    op.add_column(
        "search_odd_day", sa.Column("longest", sa.SmallInteger(), nullable=False, server_default="0")
    )
    op.drop_table("search_call_day")
    op.drop_column("search_offer", "buffer")
    _guard("old")
    op.drop_column("shift", "blocked_until")
    for name in ("buffer_minutes", "call_minutes"):
        op.drop_column("booking", name)
    for name, _ in OF_VENDORS:
        op.drop_column("vendor", name)
    _rebuild()
