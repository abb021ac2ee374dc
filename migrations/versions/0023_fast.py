"""Offers lie by product, remote work and latitude, so that a search reads those who come into question and nobody else; their
languages stand in the row. Everything is copied: searches find the same people before anything is built anew."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DAYS = tuple(f"d{month}" for month in range(12))
WEEK = tuple(f"{letter}{day}" for letter in "ws" for day in range(7))
SPOT = ("x", "y", "z", "reach")
INDEXES = (("expert_id", "product_id"), ("skill_id",), ("since_month",))
OLD_INDEXES = (("expert_id",), ("skill_id",), ("since_month",))
KEYS = ("product_id", "remote", "band", "expert_id", "skill_id", "certificate_id")
OLD_KEYS = ("product_id", "expert_id", "skill_id", "certificate_id")

BANDS = {"sqlite": "CAST((z + 1) * 100 AS INTEGER)", "postgresql": "CAST(trunc((z + 1) * 100) AS SMALLINT)"}
SPOKEN = {
    "sqlite": "SELECT group_concat(code, ' ') FROM (SELECT code FROM language l WHERE l.expert_id = o.expert_id ORDER BY code)",
    "postgresql": "SELECT string_agg(code, ' ' ORDER BY code) FROM language l WHERE l.expert_id = o.expert_id",
}


def upgrade() -> None:
    engine = op.get_bind().dialect.name
    nowhere = {
        "x": "COALESCE(x, 0)",
        "y": "COALESCE(y, 0)",
        "z": "COALESCE(z, 0)",
        "reach": "COALESCE(reach, 2)",
    }
    band = f"CASE WHEN z IS NULL THEN -1 ELSE {BANDS[engine]} END"
    made = nowhere | {"band": band, "languages": f"' ' || COALESCE(({SPOKEN[engine]}), '') || ' '"}
    _replace(_columns(), KEYS, INDEXES, made)


def downgrade() -> None:
    somewhere = {name: f"CASE WHEN band < 0 THEN NULL ELSE {name} END" for name in SPOT}
    _replace(_old_columns(), OLD_KEYS, OLD_INDEXES, somewhere)


def _replace(
    columns: list[sa.Column[object]],
    keys: tuple[str, ...],
    indexes: tuple[tuple[str, ...], ...],
    made: dict[str, str],
) -> None:
    """The table anew, filled in the order of its key; `made` says what is not simply copied."""
    engine = op.get_bind().dialect.name
    for index in OLD_INDEXES if indexes is INDEXES else INDEXES:
        op.drop_index(f"ix_search_offer_{'_'.join(index)}", "search_offer")
    op.rename_table("search_offer", "search_offer_before")
    if engine == "postgresql":
        # Constraints keep their names when a table is renamed, and the new one's are called the same.
        for name in ("pk_search_offer", "fk_search_offer_expert_id"):
            op.execute(f"ALTER TABLE search_offer_before DROP CONSTRAINT {name}")
    op.create_table(
        "search_offer",
        *columns,
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], "fk_search_offer_expert_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(*keys, name="pk_search_offer"),
        sqlite_with_rowid=False,
    )
    if engine == "postgresql":
        # Room on each page, so that a row that changes stays where it stands in the order.
        op.execute("ALTER TABLE search_offer SET (fillfactor = 75)")
    names = [one.name for one in columns]
    copied = ", ".join(made.get(name, name) for name in names)
    order = ", ".join(str(names.index(name) + 1) for name in keys)
    op.execute(
        f"INSERT INTO search_offer ({', '.join(names)}) SELECT {copied} FROM search_offer_before o ORDER BY {order}"
    )
    op.drop_table("search_offer_before")
    for index in indexes:
        op.create_index(f"ix_search_offer_{'_'.join(index)}", "search_offer", list(index))


def _columns() -> list[sa.Column[object]]:
    """The key, then what is looked at, in that order: engines read a row from the left."""
    return [
        sa.Column("product_id", KEY, nullable=False, autoincrement=False),
        *_small("remote", "band"),
        *(sa.Column(name, KEY, nullable=False, autoincrement=False) for name in KEYS[3:]),
        *_whole("since_month", *DAYS, "starts_day", "ends_day"),
        *_small("notice_days", "horizon_days", "week_days"),
        *(sa.Column(name, sa.Double(), nullable=False) for name in SPOT),
        *_small("level", "alone"),
        sa.Column("rate", sa.BigInteger()),
        sa.Column("currency", sa.String(3), nullable=False),
        *_whole("release_day", "behind_day"),
        *_small("used", "track"),
        *_whole("first_day", "confirmed_day"),
        *_small("rating", "at_once"),
        *_whole("industries"),
        sa.Column("languages", sa.String(64), nullable=False),
        *_small("buffer", "opens", "closes", *WEEK),
        sa.Column("zone", sa.String(64), nullable=False),
    ]


def _old_columns() -> list[sa.Column[object]]:
    def counts(*names: str) -> list[sa.Column[object]]:
        return [sa.Column(name, KEY, nullable=False) for name in names]

    return [
        *(sa.Column(name, KEY, nullable=False, autoincrement=False) for name in OLD_KEYS),
        *_small("remote"),
        *(sa.Column(name, sa.Double()) for name in SPOT),
        *counts("since_month"),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in DAYS),
        *counts("starts_day", "ends_day"),
        *_small("level", "alone"),
        *counts("release_day", "behind_day"),
        *_small("used", "track"),
        *counts("first_day", "confirmed_day"),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("rate", sa.BigInteger()),
        sa.Column("industries", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        *_small("opens", "closes", *WEEK),
        sa.Column("rating", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("at_once", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("notice_days", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("horizon_days", sa.SmallInteger(), nullable=False, server_default="1000"),
        sa.Column("week_days", sa.SmallInteger(), nullable=False, server_default="7"),
        sa.Column("buffer", sa.SmallInteger(), nullable=False, server_default="15"),
    ]


def _small(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.SmallInteger(), nullable=False) for name in names]


def _whole(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]
