"""When experts last said that their calendar is right, and which searches customers run.

Whoever has kept a calendar said so with the last change.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

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
        sa.Column("expert_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_confirmation_expert_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("expert_id", name=op.f("pk_confirmation")),
    )
    op.execute(LAST_CHANGES)
    op.create_table(
        "search_asked",
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("product", sa.String(length=170), nullable=False),
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name=op.f("fk_search_asked_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_asked")),
        sa.UniqueConstraint(
            "on", "address", "organization_id", name=op.f("uq_search_asked_on_address_organization_id")
        ),
    )
    op.create_index(op.f("ix_search_asked_product_on"), "search_asked", ["product", "on"])


def downgrade() -> None:
    op.drop_table("search_asked")
    op.drop_table("confirmation")
