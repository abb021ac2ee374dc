"""AttestationImport and its lines: a file between its dry run and the moment all of it is imported."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from marketplace.accounts.models import User
from marketplace.db.base import Part, Row
from marketplace.db.types import Choice
from marketplace.kit.lifecycle import Lifecycle, Step
from marketplace.organizations.models import Vendor


class ImportState(StrEnum):
    CHECKED = "checked"
    IMPORTING = "importing"
    IMPORTED = "imported"
    DISCARDED = "discarded"
    FAILED = "failed"


LIFECYCLE = Lifecycle(
    "import",
    [
        Step(
            ImportState.CHECKED, "begin", "admin or assessor", ImportState.IMPORTING, "AttestationImportBegun"
        ),
        Step(
            ImportState.CHECKED,
            "discard",
            "admin or assessor",
            ImportState.DISCARDED,
            "AttestationImportDiscarded",
            "after 7 days",
        ),
        Step(ImportState.IMPORTING, "finish", "system", ImportState.IMPORTED, "AttestationsImported"),
        Step(ImportState.IMPORTING, "fail", "system", ImportState.FAILED, "AttestationImportFailed"),
    ],
    {
        ImportState.CHECKED: "has been looked through and waits for your word",
        ImportState.IMPORTING: "is being imported",
        ImportState.IMPORTED: "has been imported",
        ImportState.DISCARDED: "has been discarded",
        ImportState.FAILED: "did not fit the catalogue any more, and nothing of it was imported",
    },
)


class LineState(StrEnum):
    READY = "ready"
    KNOWN = "known"
    WRONG = "wrong"


class AttestationImport(Row):
    """One file. `done` counts the lines that the worker has looked through again; `stated` those that came in."""

    __tablename__ = "attestation_import"

    vendor_id: Mapped[int] = mapped_column(ForeignKey("vendor.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    file_name: Mapped[str] = mapped_column(String(200))
    encoding: Mapped[str] = mapped_column(String(40))
    separator: Mapped[str] = mapped_column(String(20))
    ignored: Mapped[str] = mapped_column(Text, default="")
    """Columns we do not know, in words; nothing of them is kept."""
    state: Mapped[ImportState] = mapped_column(Choice(ImportState), default=ImportState.CHECKED)
    total: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    wrong: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    stated: Mapped[int] = mapped_column(default=0)

    vendor: Mapped[Vendor] = relationship()
    user: Mapped[User | None] = relationship()

    @property
    def ready(self) -> int:
        return self.total - self.known - self.wrong

    def become(self, verb: str) -> None:
        self.state = LIFECYCLE.after(self.state, verb)


class ImportLine(Part):
    """One row of the file. `number` is the spreadsheet's; `mistakes` holds [column, what was written, sentence]."""

    __tablename__ = "attestation_import_line"
    __table_args__ = (Index(None, "import_id", "number"),)

    import_id: Mapped[int] = mapped_column(ForeignKey("attestation_import.id", ondelete="CASCADE"))
    number: Mapped[int]
    cells: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[LineState] = mapped_column(Choice(LineState))
    mistakes: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    note: Mapped[str] = mapped_column(String(200), default="")
    usage: Mapped[dict[str, Any] | None] = mapped_column(JSON)
