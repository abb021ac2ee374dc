"""Timesheets by week and day; a transfer for each; what of a booking is settled; approval that does not happen by itself."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from secrets import token_hex
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
NEW_DAY = ("starts", "ends", "pause", "note")
ALIKE = (
    "booking_id",
    "state",
    "note",
    "reason",
    "submissions",
    "submitted_at",
    "approve_by",
    "decided_at",
    "decided_by_id",
    "created_at",
)
"""What two sheets have in common that were one."""

Row = Mapping[str, Any]
Tables = Mapping[str, sa.Table]


def upgrade() -> None:
    """Tables of sheets and entries are made anew, since SQLite cannot drop a constraint; entries first, which point at sheets."""
    op.add_column(
        "organization", sa.Column("auto_approval", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    for column in ("settled_days", "settled_price", "settled_fee"):
        op.add_column("booking", sa.Column(column, KEY, nullable=False, server_default="0"))
    entries = _taken_apart()
    with op.batch_alter_table("timesheet") as batch:
        batch.add_column(sa.Column("week_on", sa.Date(), nullable=False, server_default="1970-01-05"))
        batch.add_column(sa.Column("part", KEY, nullable=False, server_default="1"))
        batch.add_column(sa.Column("submissions", KEY, nullable=False, server_default="0"))
        batch.add_column(sa.Column("automatic", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch.add_column(sa.Column("reminders", KEY, nullable=False, server_default="0"))
        batch.add_column(sa.Column("late_reminders", KEY, nullable=False, server_default="0"))
        for column in ("earned_price", "earned_fee", "back_price", "back_fee"):
            batch.add_column(sa.Column(column, KEY, nullable=True))
        batch.drop_constraint("uq_timesheet_booking_id", type_="unique")
        batch.create_unique_constraint(
            "uq_timesheet_booking_id_week_on_part", ["booking_id", "week_on", "part"]
        )
    _create_entries(weekly=True)
    _put_back(entries)
    _change_transfer()
    _carry_over()


def _change_transfer() -> None:
    with op.batch_alter_table("transfer") as batch:
        batch.add_column(sa.Column("timesheet_id", KEY, nullable=True))
        batch.add_column(sa.Column("cause", sa.String(length=80), nullable=True))
        batch.drop_constraint("uq_transfer_booking_id", type_="unique")
        batch.create_foreign_key("fk_transfer_timesheet_id", "timesheet", ["timesheet_id"], ["id"])
        batch.create_unique_constraint("uq_transfer_timesheet_id", ["timesheet_id"])
        batch.create_index("ix_transfer_booking_id", ["booking_id"])
    op.execute(
        "UPDATE transfer SET cause = 'earned:' || (SELECT ref FROM booking WHERE booking.id = transfer.booking_id), "
        "timesheet_id = (SELECT id FROM timesheet WHERE timesheet.booking_id = transfer.booking_id AND state = 'approved')"
    )
    with op.batch_alter_table("transfer") as batch:
        batch.alter_column("cause", existing_type=sa.String(length=80), nullable=False)
        batch.create_unique_constraint("uq_transfer_cause", ["cause"])


def _carry_over() -> None:
    """An approved sheet goes on counting for its whole booking; one that is not becomes its weeks."""
    op.execute("UPDATE timesheet SET submissions = 1 WHERE submitted_at IS NOT NULL")
    tables = {name: _table(name) for name in ("timesheet", "timesheet_entry", "booking", "shift")}
    bookings, shifts = tables["booking"], tables["shift"]
    for sheet in _rows(tables["timesheet"]):
        booking = next(_rows(bookings, bookings.c.id == sheet["booking_id"]))
        days = {one["id"]: one for one in _rows(shifts, shifts.c.owner == booking["ref"])}
        kept = [one for one in days.values() if one["state"] == "booked"] or list(days.values())
        mondays = sorted({_monday(one["on"]) for one in kept}) or [_monday(booking["starts_at"].date())]
        _set(tables["timesheet"], sheet["id"], week_on=mondays[0])
        if sheet["state"] == "approved":
            _settle(tables, sheet, booking)
        else:
            _split(tables, sheet, {key: _monday(one["on"]) for key, one in days.items()}, mondays[1:])


def _settle(tables: Tables, sheet: Row, booking: Row) -> None:
    entries = tables["timesheet_entry"]
    worked = len(list(_rows(entries, entries.c.timesheet_id == sheet["id"], entries.c.minutes > 0)))
    price, fee, days = booking["price_amount"], booking["fee_amount"], booking["days"]
    earned_price, earned_fee = _share(price, worked, days), _share(fee, worked, days)
    _set(
        tables["timesheet"],
        sheet["id"],
        earned_price=earned_price,
        earned_fee=earned_fee,
        back_price=price - earned_price,
        back_fee=fee - earned_fee,
    )
    _set(tables["booking"], booking["id"], settled_days=days, settled_price=price, settled_fee=fee)


def _split(tables: Tables, sheet: Row, mondays: Mapping[int, date], later: Sequence[date]) -> None:
    """Later weeks of which something is written get a sheet of their own, in the same state and with the same time to answer."""
    sheets, entries = tables["timesheet"], tables["timesheet_entry"]
    written = list(_rows(entries, entries.c.timesheet_id == sheet["id"]))
    for monday in later:
        mine = [one["id"] for one in written if mondays[one["shift_id"]] == monday]
        if mine:
            values = {column: sheet[column] for column in ALIKE}
            row = sheets.insert().values(**values, ref=token_hex(6), week_on=monday).returning(sheets.c.id)
            made = op.get_bind().execute(row).scalar_one()
            op.get_bind().execute(entries.update().where(entries.c.id.in_(mine)).values(timesheet_id=made))


def downgrade() -> None:
    """Sheets of a booking become one. Money that has gone out in parts cannot: then this stops, and nothing is changed."""
    several = "SELECT booking_id FROM transfer GROUP BY booking_id HAVING count(*) > 1"
    if op.get_bind().execute(sa.text(several)).first():
        raise RuntimeError("Some bookings were paid out week by week, which the earlier version cannot hold.")
    with op.batch_alter_table("transfer") as batch:
        batch.drop_constraint("uq_transfer_cause", type_="unique")
        batch.drop_constraint("uq_transfer_timesheet_id", type_="unique")
        batch.drop_constraint("fk_transfer_timesheet_id", type_="foreignkey")
        batch.drop_index("ix_transfer_booking_id")
        batch.drop_column("cause")
        batch.drop_column("timesheet_id")
        batch.create_unique_constraint("uq_transfer_booking_id", ["booking_id"])
    _join()
    entries = _taken_apart()
    with op.batch_alter_table("timesheet") as batch:
        batch.drop_constraint("uq_timesheet_booking_id_week_on_part", type_="unique")
        for column in ("earned_price", "earned_fee", "back_price", "back_fee", "late_reminders", "reminders"):
            batch.drop_column(column)
        for column in ("automatic", "submissions", "part", "week_on"):
            batch.drop_column(column)
        batch.create_unique_constraint("uq_timesheet_booking_id", ["booking_id"])
    _create_entries(weekly=False)
    _put_back([{key: one[key] for key in one if key not in NEW_DAY} for one in entries])
    for column in ("settled_fee", "settled_price", "settled_days"):
        op.drop_column("booking", column)
    op.drop_column("organization", "auto_approval")


def _join() -> None:
    """The least advanced sheet of a booking takes all of its days: nothing counts as approved that is not."""
    sheets, entries = _table("timesheet"), _table("timesheet_entry")
    rank = ["draft", "sent_back", "submitted", "approved"]
    kept: dict[int, int] = {}
    for sheet in sorted(_rows(sheets), key=lambda one: rank.index(one["state"])):
        first = kept.setdefault(sheet["booking_id"], sheet["id"])
        if first != sheet["id"]:
            moved = entries.update().where(entries.c.timesheet_id == sheet["id"])
            op.get_bind().execute(moved.values(timesheet_id=first))
            op.get_bind().execute(sheets.delete().where(sheets.c.id == sheet["id"]))


def _create_entries(*, weekly: bool) -> None:
    news = [
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("ends", sa.Time(), nullable=True),
        sa.Column("pause", KEY, nullable=False, server_default="0"),
        sa.Column("note", sa.String(length=300), nullable=False, server_default=""),
    ]
    op.create_table(
        "timesheet_entry",
        sa.Column("timesheet_id", KEY, nullable=False),
        sa.Column("shift_id", KEY, nullable=False),
        sa.Column("minutes", KEY, nullable=False),
        *(news if weekly else ()),
        sa.Column("id", KEY, nullable=False),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_timesheet_entry_minutes")),
        sa.ForeignKeyConstraint(["shift_id"], ["shift.id"], name=op.f("fk_timesheet_entry_shift_id")),
        sa.ForeignKeyConstraint(
            ["timesheet_id"],
            ["timesheet.id"],
            name=op.f("fk_timesheet_entry_timesheet_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timesheet_entry")),
        sa.UniqueConstraint(
            "timesheet_id", "shift_id", name=op.f("uq_timesheet_entry_timesheet_id_shift_id")
        ),
    )


def _taken_apart() -> list[dict[str, Any]]:
    found = list(_rows(_table("timesheet_entry")))
    op.drop_table("timesheet_entry")
    return found


def _put_back(rows: list[dict[str, Any]]) -> None:
    """Without their numbers, which the database counts on from by itself."""
    entries = _table("timesheet_entry")
    for row in sorted(rows, key=lambda one: one["id"]):
        op.get_bind().execute(entries.insert().values({key: row[key] for key in row if key != "id"}))


def _table(name: str) -> sa.Table:
    return sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())


def _rows(table: sa.Table, *which: sa.ColumnElement[bool]) -> Iterator[dict[str, Any]]:
    found = op.get_bind().execute(sa.select(table).where(*which).order_by(table.c.id)).mappings().all()
    return (dict(row) for row in found)


def _set(table: sa.Table, key: int, **values: Any) -> None:
    op.get_bind().execute(table.update().where(table.c.id == key).values(**values))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _share(whole: int, part: int, of: int) -> int:
    return (2 * whole * part + of) // (2 * of)
