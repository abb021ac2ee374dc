"""No two held or booked shifts of one person overlap.

A fact of the database: an exclusion constraint on PostgreSQL, triggers on SQLite. The states are those of
`calendar.models.TAKEN`.
"""

from alembic import op

revision = "0002"
down_revision = "0001"

TAKEN = "('held', 'booked')"

CONSTRAINT = f"""
ALTER TABLE shift ADD CONSTRAINT ex_shift_no_overlap
EXCLUDE USING gist (expert_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (state IN {TAKEN})
"""

TRIGGER = f"""
CREATE TRIGGER shift_no_overlap_{{verb}} BEFORE {{verb}} ON shift
WHEN NEW.state IN {TAKEN}
BEGIN
    SELECT RAISE(ABORT, 'ex_shift_no_overlap')
    WHERE EXISTS (
        SELECT 1 FROM shift
        WHERE expert_id = NEW.expert_id AND id IS NOT NEW.id AND state IN {TAKEN}
          AND starts_at < NEW.ends_at AND NEW.starts_at < ends_at
    );
END
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(CONSTRAINT)
    else:
        for verb in ("insert", "update"):
            op.execute(TRIGGER.format(verb=verb))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE shift DROP CONSTRAINT ex_shift_no_overlap")
    else:
        for verb in ("insert", "update"):
            op.execute(f"DROP TRIGGER shift_no_overlap_{verb}")
