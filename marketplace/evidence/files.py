"""Which files are taken, told from their content: what a name or a browser claims is never believed."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import filetype

from marketplace.evidence import archives
from marketplace.kit.errors import Invalid
from marketplace.kit.text import clean_line

LARGEST = 10 * 1024 * 1024
"""Bytes of one file."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """`suffixes` may stand at the end of a name; the first is put there when none of them does."""

    media_type: str
    suffixes: tuple[str, ...]
    label: str


PDF = FileKind("application/pdf", (".pdf",), "PDF")
PNG = FileKind("image/png", (".png",), "PNG picture")
JPEG = FileKind("image/jpeg", (".jpg", ".jpeg"), "JPEG picture")
WEBP = FileKind("image/webp", (".webp",), "WebP picture")
TEXT = FileKind("text/plain", (".txt", ".md", ".csv", ".log"), "Plain text")
DOCX = FileKind(
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",), "Word document"
)
XLSX = FileKind(
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",), "Excel workbook"
)
ODT = FileKind("application/vnd.oasis.opendocument.text", (".odt",), "OpenDocument text")

KINDS = (PDF, PNG, JPEG, WEBP, DOCX, XLSX, ODT, TEXT)
SHOWN = {kind.media_type for kind in (PDF, PNG, JPEG, WEBP)}
"""Opened in the browser, sandboxed; all others are only ever downloaded."""

_MAGIC = {kind.media_type: kind for kind in (PDF, PNG, JPEG, WEBP)}
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")
"""Word and Excel before 2007, and what newer ones become when they are locked with a password."""
_INSIDE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


def label_of(media_type: str | None) -> str:
    """`PDF`, `Word document`."""
    return next((kind.label for kind in KINDS if kind.media_type == media_type), "File")


def sniffed(name: str, content: bytes) -> FileKind:
    """What the file really is. Raises `Invalid` with a sentence that names it."""
    shown = clean_line(PurePath(name.replace("\\", "/")).name) or "This file"
    if not content:
        raise _refusal(f"“{shown}” is empty.")
    if len(content) > LARGEST:
        raise _refusal(f"“{shown}” is larger than 10 MB.")
    try:
        kind = _by_magic(content) or _office(content) or _plain(content)
    except archives.Trap as trap:
        raise _refusal(f"“{shown}” {trap}") from None
    if kind is None:
        raise _refusal(f"“{shown}” {_why_not(content)}")
    if kind is not TEXT and _two_in_one(kind, content):
        raise _refusal(f"“{shown}” is two kinds of file in one. Save it anew with the program it comes from.")
    return kind


def tidy_name(name: str, kind: FileKind) -> str:
    """The file's own name without any path, ending as its content deserves."""
    plain = clean_line(PurePath(name.replace("\\", "/")).name)[-150:].lstrip(".") or "file"
    return plain if plain.lower().endswith(kind.suffixes) else plain + kind.suffixes[0]


def _refusal(sentence: str) -> Invalid:
    return Invalid(sentence, {"files": sentence})


def _by_magic(content: bytes) -> FileKind | None:
    found = filetype.guess(content[:8192])
    return _MAGIC.get(found.mime) if found else None


def _office(content: bytes) -> FileKind | None:
    """Office files are ZIP archives with a known part inside; those that carry macros are not taken."""
    if not content.startswith(b"PK"):
        return None
    try:
        parts = archives.parts(content)
    except zipfile.BadZipFile:
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        return None
    if "mimetype" in parts:
        return ODT if parts["mimetype"].strip().decode("latin-1") == ODT.media_type else None
    return next((kind for part, kind in _INSIDE.items() if part in parts), None)


def _two_in_one(kind: FileKind, content: bytes) -> bool:
    """A picture that is an archive from its other end, or an archive that reads as PDF: whoever opens it sees something else."""
    if kind in _MAGIC.values() and zipfile.is_zipfile(io.BytesIO(content)):
        return True
    return kind is not PDF and b"%PDF-" in content[:1024]


def _why_not(content: bytes) -> str:
    if content.startswith(_OLD_OFFICE):
        return "is locked with a password, or of an old kind. Save it without one as .docx, .xlsx or PDF."
    return (
        "is not a kind of file we take. "
        "PDF, PNG, JPEG, WebP, Word, Excel, OpenDocument or plain text, please."
    )


def _plain(content: bytes) -> FileKind | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if any(ord(c) < 32 and c not in "\t\n\r\f" for c in text) else TEXT
