"""Blueprints and synonyms; the vocabulary of search and what its words look like with a letter too few."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

BYTEWISE = sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql")


def upgrade() -> None:
    _blueprints()
    _synonyms()
    _vocabulary()


def downgrade() -> None:
    for table in ("search_typo", "search_word", "synonym", "blueprint_skill", "blueprint"):
        op.drop_table(table)


def _blueprints() -> None:
    op.create_table(
        "blueprint",
        sa.Column("vendor_id", KEY, nullable=False),
        sa.Column("slug", sa.String(64), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("summary", sa.String(240), nullable=False),
        sa.Column("wordings", sa.Text(), nullable=False),
        *_row("blueprint"),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], "fk_blueprint_vendor_id"),
        sa.UniqueConstraint("vendor_id", "slug", name="uq_blueprint_vendor_id_slug"),
    )
    op.create_table(
        "blueprint_skill",
        sa.Column("id", KEY, nullable=False),
        sa.Column("blueprint_id", KEY, nullable=False),
        sa.Column("skill_id", KEY, nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_blueprint_skill"),
        sa.ForeignKeyConstraint(
            ["blueprint_id"], ["blueprint.id"], "fk_blueprint_skill_blueprint_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["skill_id"], ["skill.id"], "fk_blueprint_skill_skill_id"),
        sa.UniqueConstraint("blueprint_id", "skill_id", name="uq_blueprint_skill_blueprint_id_skill_id"),
    )
    op.create_index("ix_blueprint_skill_skill_id", "blueprint_skill", ["skill_id"])


def _synonyms() -> None:
    op.create_table(
        "synonym",
        sa.Column("vendor_id", KEY, nullable=False),
        sa.Column("product_id", KEY, nullable=False),
        sa.Column("module_id", KEY, nullable=True),
        sa.Column("phrase", sa.String(80), nullable=False),
        sa.Column("folded", sa.String(80), nullable=False),
        *_row("synonym"),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], "fk_synonym_vendor_id"),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], "fk_synonym_product_id"),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], "fk_synonym_module_id"),
        sa.UniqueConstraint("vendor_id", "folded", name="uq_synonym_vendor_id_folded"),
    )
    op.create_index("ix_synonym_product_id", "synonym", ["product_id"])


def _vocabulary() -> None:
    op.create_table(
        "search_word",
        sa.Column("id", KEY, nullable=False),
        sa.Column("word", BYTEWISE, nullable=False),
        sa.Column("stem", BYTEWISE, nullable=False),
        sa.Column("name", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_word"),
    )
    op.create_index("ix_search_word_word", "search_word", ["word"])
    op.create_index("ix_search_word_stem", "search_word", ["stem"])
    op.create_table(
        "search_typo",
        sa.Column("deletion", BYTEWISE, nullable=False),
        sa.Column("word_id", KEY, nullable=False),
        sa.PrimaryKeyConstraint("deletion", "word_id", name="pk_search_typo"),
        sa.ForeignKeyConstraint(
            ["word_id"], ["search_word.id"], "fk_search_typo_word_id", ondelete="CASCADE"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_typo_word_id", "search_typo", ["word_id"])


def _row(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("ref", name=f"uq_{table}_ref"),
    )
