"""Names of towns are compared byte by byte, so that an index finds those that begin alike, whatever the database's language."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = ("place", "place_name")


def upgrade() -> None:
    _compare(sa.String(120, collation="C"))


def downgrade() -> None:
    _compare(sa.String(120, collation="default"))


def _compare(kind: sa.String) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.alter_column(table, "folded", type_=kind, existing_nullable=False)
