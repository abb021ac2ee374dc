"""What search reads: offers, cards, leads, employers' names, and the engine's own text index.

All of it is built from the truth. A rebuilding is begun here; the worker carries it out, or `flask reindex` does at once.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

TEXT_SQLITE = (
    "CREATE VIRTUAL TABLE search_text USING fts5(tokens, tokenize = 'ascii', detail = 'none', columnsize = 0)",
)
TEXT_POSTGRESQL = (
    "CREATE TABLE search_text (expert_id BIGINT PRIMARY KEY REFERENCES expert ON DELETE CASCADE, tokens TSVECTOR NOT NULL)",
    "CREATE INDEX ix_search_text_tokens ON search_text USING gin (tokens) WITH (fastupdate = off)",
)


def upgrade() -> None:
    op.drop_table("search_document")
    op.create_table(
        "search_document", _expert(), sa.Column("lead", sa.Text(), nullable=False), *_keys("search_document")
    )
    op.create_table(
        "search_card",
        _expert(),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("days", sa.Text(), nullable=False),
        *_keys("search_card"),
    )
    op.create_table(
        "search_employer",
        sa.Column("expert_id", KEY, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], "fk_search_employer_expert_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_search_employer"),
    )
    op.create_index("ix_search_employer_name", "search_employer", ["name"])
    op.create_index("ix_search_employer_expert_id", "search_employer", ["expert_id"])
    _offers()
    for statement in TEXT_POSTGRESQL if op.get_bind().dialect.name == "postgresql" else TEXT_SQLITE:
        op.execute(statement)
    rebuild = op.create_table(
        "search_rebuild",
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", KEY, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_rebuild"),
    )
    op.bulk_insert(rebuild, [{"began_at": datetime.now(UTC), "reached": 0}])


def downgrade() -> None:
    for table in (
        "search_text",
        "search_rebuild",
        "search_offer",
        "search_employer",
        "search_card",
        "search_document",
    ):
        op.drop_table(table)
    spot = [sa.Column(name, sa.Double()) for name in ("x", "y", "z", "reach")]
    words = [sa.Column(name, sa.Text(), nullable=False) for name in ("words", "lead")]
    op.create_table("search_document", _expert(), *words, *spot, *_keys("search_document"))


def _offers() -> None:
    """In the order in which a search looks at them."""
    keys = ("product_id", "expert_id", "skill_id", "certificate_id")
    week = [f"{letter}{day}" for letter in "ws" for day in range(7)]
    op.create_table(
        "search_offer",
        *(sa.Column(name, KEY, nullable=False, autoincrement=False) for name in keys),
        *_small("remote"),
        *(sa.Column(name, sa.Double()) for name in ("x", "y", "z", "reach")),
        *_counts("since_month"),
        *(sa.Column(f"d{month}", sa.BigInteger(), nullable=False) for month in range(12)),
        *_counts("starts_day", "ends_day"),
        *_small("level", "alone"),
        *_counts("release_day", "behind_day"),
        *_small("used", "track"),
        *_counts("first_day", "confirmed_day"),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("rate", sa.BigInteger()),
        sa.Column("industries", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        *_small("opens", "closes", *week),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], "fk_search_offer_expert_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(*keys, name="pk_search_offer"),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        # Room on each page, so that a row that changes stays where it stands in the order.
        op.execute("ALTER TABLE search_offer SET (fillfactor = 75)")
    for column in ("expert_id", "skill_id", "since_month"):
        op.create_index(f"ix_search_offer_{column}", "search_offer", [column])


def _small(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.SmallInteger(), nullable=False) for name in names]


def _counts(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, KEY, nullable=False) for name in names]


def _expert() -> sa.Column[int]:
    return sa.Column("expert_id", KEY, nullable=False, autoincrement=False)


def _keys(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], f"fk_{table}_expert_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("expert_id", name=f"pk_{table}"),
    )
