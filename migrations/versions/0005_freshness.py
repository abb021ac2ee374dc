"""When experts last said that their calendar is right. Whoever has kept a calendar said so with the last change."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0003"

KEPT = "('WeeklyHoursSet', 'DayOffAdded', 'DayOffRemoved')"

LAST_CHANGES = f"""
INSERT INTO confirmation (expert_id, state, confirmed_at)
SELECT expert.id, 'confirmed', max(event.at)
FROM expert JOIN event ON event.subject = expert.ref AND event.kind IN {KEPT}
GROUP BY expert.id
"""


def upgrade() -> None:
    op.create_table(
        "confirmation",
        sa.Column("expert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_confirmation_expert_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("expert_id", name=op.f("pk_confirmation")),
    )
    op.execute(LAST_CHANGES)


def downgrade() -> None:
    op.drop_table("confirmation")
