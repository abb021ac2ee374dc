"""Requests, invitations and proposals; blueprints with their work and their versions."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
ADDED = (
    "days",
    "days_a_week",
    "hours_a_day",
    "deliverables",
    "checklist",
    "price_from",
    "price_to",
    "price_currency",
)


def money(name: str) -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column(f"{name}_amount", sa.BigInteger(), nullable=False),
        sa.Column(f"{name}_currency", sa.String(length=3), nullable=False),
    )


def row(table: str) -> tuple[object, ...]:
    """What every row has."""
    return (
        sa.Column("id", KEY, nullable=False),
        sa.Column("ref", sa.String(length=12), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("ref", name=op.f(f"uq_{table}_ref")),
    )


def part(table: str) -> tuple[object, ...]:
    return sa.Column("id", KEY, nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def key(table: str, column: str, other: str, **how: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"), **how)


def once(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f("_".join(["uq", table, *columns])))


def index(table: str, *columns: str) -> None:
    op.create_index(op.f("_".join(["ix", table, *columns])), table, list(columns))


def upgrade() -> None:
    _add_to_blueprint()
    _create_version()
    _keep_first_versions()
    _create_request()
    _create_invitation()
    _create_proposal()


def _add_to_blueprint() -> None:
    for column in (
        sa.Column("days", KEY, nullable=True),
        sa.Column("days_a_week", KEY, nullable=True),
        sa.Column("hours_a_day", KEY, nullable=True),
        sa.Column("deliverables", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("checklist", sa.Text(), nullable=False, server_default=""),
        sa.Column("price_from", sa.BigInteger(), nullable=True),
        sa.Column("price_to", sa.BigInteger(), nullable=True),
        sa.Column("price_currency", sa.String(length=3), nullable=False, server_default="EUR"),
    ):
        op.add_column("blueprint", column)


def _create_version() -> None:
    op.create_table(
        "blueprint_version",
        sa.Column("blueprint_id", KEY, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("published_by_id", KEY, nullable=True),
        *part("blueprint_version"),
        key("blueprint_version", "blueprint_id", "blueprint", ondelete="CASCADE"),
        key("blueprint_version", "published_by_id", "user"),
        once("blueprint_version", "blueprint_id", "number"),
    )


def _keep_first_versions() -> None:
    """What customers can read today is version 1."""
    connection = op.get_bind()
    said = sa.text("SELECT id, title, summary, wordings, created_at FROM blueprint WHERE state <> 'draft'")
    skills = sa.text(
        "SELECT p.name AS product, m.name AS module, n.level AS level FROM blueprint_skill n "
        "JOIN skill s ON s.id = n.skill_id JOIN product p ON p.id = s.product_id "
        "LEFT JOIN module m ON m.id = s.module_id WHERE n.blueprint_id = :one ORDER BY n.position"
    )
    version = sa.table(
        "blueprint_version",
        sa.column("blueprint_id"),
        sa.column("number"),
        sa.column("content", sa.JSON),
        sa.column("published_at"),
    )
    for one, title, summary, wordings, at in connection.execute(said).all():
        content = {
            "title": title,
            "summary": summary,
            "wordings": wordings.splitlines(),
            "skills": [dict(each) for each in connection.execute(skills, {"one": one}).mappings()],
            "pattern": {"days": None, "days_a_week": None, "hours_a_day": None},
            "deliverables": [],
            "checklist": [],
            "price": None,
        }
        first = {"blueprint_id": one, "number": 1, "content": content, "published_at": at}
        connection.execute(version.insert().values(first))


def _create_request() -> None:
    op.create_table(
        "request",
        sa.Column("organization_id", KEY, nullable=False),
        sa.Column("vendor_id", KEY, nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("audience", sa.String(length=24), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("days", KEY, nullable=False),
        sa.Column("weekdays", sa.String(length=120), nullable=False),
        sa.Column("pattern", sa.String(length=160), nullable=False),
        sa.Column("venue", sa.String(length=24), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("budget_amount", sa.BigInteger(), nullable=True),
        sa.Column("budget_currency", sa.String(length=3), nullable=False),
        sa.Column("blueprint_id", KEY, nullable=True),
        sa.Column("blueprint_version", KEY, nullable=True),
        sa.Column("deliverables", sa.JSON(), nullable=False),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("answer_hours", KEY, nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.Column("respond_by", INSTANT, nullable=True),
        sa.Column("reminders", KEY, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("booking_id", KEY, nullable=True),
        *row("request"),
        key("request", "organization_id", "organization"),
        key("request", "vendor_id", "vendor"),
        key("request", "author_id", "user"),
        key("request", "blueprint_id", "blueprint"),
        key("request", "booking_id", "booking"),
        once("request", "booking_id"),
    )
    index("request", "vendor_id")
    index("request", "blueprint_id")
    index("request", "organization_id", "state")
    index("request", "state", "respond_by")
    op.create_table(
        "request_skill",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("skill_id", KEY, nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        *part("request_skill"),
        key("request_skill", "request_id", "request", ondelete="CASCADE"),
        key("request_skill", "skill_id", "skill"),
        once("request_skill", "request_id", "skill_id"),
    )
    index("request_skill", "skill_id")


def _create_invitation() -> None:
    op.create_table(
        "request_invitation",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("expert_id", KEY, nullable=False),
        sa.Column("invited_by_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        *row("request_invitation"),
        key("request_invitation", "request_id", "request"),
        key("request_invitation", "expert_id", "expert"),
        key("request_invitation", "invited_by_id", "user"),
        once("request_invitation", "request_id", "expert_id"),
    )
    index("request_invitation", "expert_id", "state")


def _create_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("request_id", KEY, nullable=False),
        sa.Column("expert_id", KEY, nullable=False),
        sa.Column("certificate_id", KEY, nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("respond_by", INSTANT, nullable=False),
        sa.Column("reminders", KEY, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        *row("proposal"),
        key("proposal", "request_id", "request"),
        key("proposal", "expert_id", "expert"),
        key("proposal", "certificate_id", "certificate"),
        once("proposal", "request_id", "expert_id"),
    )
    index("proposal", "state", "respond_by")
    index("proposal", "expert_id", "state")
    op.create_table(
        "proposal_version",
        sa.Column("proposal_id", KEY, nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("side", sa.String(length=24), nullable=False),
        sa.Column("author_id", KEY, nullable=False),
        sa.Column("written_at", INSTANT, nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        *money("rate"),
        *money("price"),
        *money("fee"),
        sa.Column("fee_basis_points", KEY, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("template_number", KEY, nullable=False),
        *part("proposal_version"),
        key("proposal_version", "proposal_id", "proposal", ondelete="CASCADE"),
        key("proposal_version", "author_id", "user"),
        once("proposal_version", "proposal_id", "number"),
    )


def downgrade() -> None:
    for table in (
        "proposal_version",
        "proposal",
        "request_invitation",
        "request_skill",
        "request",
        "blueprint_version",
    ):
        op.drop_table(table)
    for column in reversed(ADDED):
        op.drop_column("blueprint", column)
