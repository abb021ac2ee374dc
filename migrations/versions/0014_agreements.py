"""Agreements of bookings and what seals them; a customer's own references; approval limits; backups."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def row() -> tuple[sa.Column, ...]:
    return (
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
    )


def money(name: str) -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column(f"{name}_amount", sa.BigInteger(), nullable=False),
        sa.Column(f"{name}_currency", sa.String(length=3), nullable=False),
    )


def upgrade() -> None:
    """Columns are added in place: SQLite would have to make a table anew for more, and others point at these."""
    for name in ("po_number", "cost_centre"):
        op.add_column("booking", sa.Column(name, sa.String(length=60), nullable=False, server_default=""))
    _create_agreement_template()
    _create_agreement()
    _create_acceptance()
    _create_seal_key()
    op.add_column("membership", sa.Column("limit_amount", sa.BigInteger(), nullable=True))
    op.add_column("membership", sa.Column("limit_currency", sa.String(length=3), nullable=True))
    _create_approval()
    _create_cover()


def _create_agreement_template() -> None:
    op.create_table(
        "agreement_template",
        sa.Column("vendor_id", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("published_by_id", KEY, nullable=True),
        *row(),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_agreement_template_vendor_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_agreement_template_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_template")),
        sa.UniqueConstraint("ref", name=op.f("uq_agreement_template_ref")),
        sa.UniqueConstraint("vendor_id", "number", name=op.f("uq_agreement_template_vendor_id_number")),
    )


def _create_agreement() -> None:
    op.create_table(
        "agreement",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("number", KEY, nullable=False),
        sa.Column("amendment_id", KEY, nullable=True),
        sa.Column("template_number", KEY, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("file_key", sa.String(length=20), nullable=True),
        *row(),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_agreement_booking_id")),
        sa.ForeignKeyConstraint(["amendment_id"], ["amendment.id"], name=op.f("fk_agreement_amendment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
        sa.UniqueConstraint("ref", name=op.f("uq_agreement_ref")),
        sa.UniqueConstraint("booking_id", "number", name=op.f("uq_agreement_booking_id_number")),
    )


def _create_acceptance() -> None:
    op.create_table(
        "acceptance",
        sa.Column("agreement_id", KEY, nullable=False),
        sa.Column("side", sa.String(length=24), nullable=False),
        sa.Column("user_id", KEY, nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("accepted_at", INSTANT, nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("consent", sa.String(length=24), nullable=False),
        *row(),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_acceptance_agreement_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_acceptance_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint("ref", name=op.f("uq_acceptance_ref")),
        sa.UniqueConstraint("agreement_id", "side", name=op.f("uq_acceptance_agreement_id_side")),
    )


def _create_seal_key() -> None:
    op.create_table(
        "seal_key",
        sa.Column("vendor_id", KEY, nullable=False),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        *row(),
        sa.ForeignKeyConstraint(["vendor_id"], ["vendor.id"], name=op.f("fk_seal_key_vendor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal_key")),
        sa.UniqueConstraint("ref", name=op.f("uq_seal_key_ref")),
        sa.UniqueConstraint("vendor_id", name=op.f("uq_seal_key_vendor_id")),
    )


def _create_approval() -> None:
    op.create_table(
        "approval",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        *money("total"),
        *money("wanted_for"),
        sa.Column("decided_by_id", KEY, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        *row(),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_approval_booking_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_approval_decided_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("ref", name=op.f("uq_approval_ref")),
        sa.UniqueConstraint("booking_id", name=op.f("uq_approval_booking_id")),
    )


def _create_cover() -> None:
    op.create_table(
        "cover",
        sa.Column("booking_id", KEY, nullable=False),
        sa.Column("open_for", KEY, nullable=True),
        sa.Column("expert_id", KEY, nullable=False),
        sa.Column("certificate_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("named_by_id", KEY, nullable=False),
        *money("total"),
        sa.Column("template_number", KEY, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("respond_by", INSTANT, nullable=False),
        sa.Column("called_id", KEY, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        *row(),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_cover_booking_id")),
        sa.ForeignKeyConstraint(["called_id"], ["booking.id"], name=op.f("fk_cover_called_id")),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_cover_expert_id")),
        sa.ForeignKeyConstraint(["certificate_id"], ["certificate.id"], name=op.f("fk_cover_certificate_id")),
        sa.ForeignKeyConstraint(["named_by_id"], ["user.id"], name=op.f("fk_cover_named_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
        sa.UniqueConstraint("open_for", name=op.f("uq_cover_open_for")),
        sa.UniqueConstraint("ref", name=op.f("uq_cover_ref")),
    )
    with op.batch_alter_table("cover") as batch_op:
        batch_op.create_index(batch_op.f("ix_cover_booking_id"), ["booking_id"])
        batch_op.create_index(batch_op.f("ix_cover_state_respond_by"), ["state", "respond_by"])
        batch_op.create_index(batch_op.f("ix_cover_expert_id_state"), ["expert_id", "state"])


def downgrade() -> None:
    op.drop_table("cover")
    op.drop_table("approval")
    op.drop_column("membership", "limit_currency")
    op.drop_column("membership", "limit_amount")
    for table in ("seal_key", "acceptance", "agreement", "agreement_template"):
        op.drop_table(table)
    for name in ("cost_centre", "po_number"):
        op.drop_column("booking", name)
