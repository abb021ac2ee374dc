"""Archives that mean harm, made by hand, and documents that only look as if they did."""

import io
import struct
import zipfile

import pytest

from marketplace.evidence import archives, files
from marketplace.kit.errors import Invalid

KIB, MIB = 1024, 1024 * 1024


def office(parts: dict[str, bytes] | None = None, main: bytes = b"<w/>") -> bytes:
    """A Word document with these parts, packed tightly."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", main)
        for name, content in (parts or {}).items():
            made.writestr(name, content)
    return written.getvalue()


def refused(content: bytes) -> str:
    with pytest.raises(Invalid) as refusal:
        files.sniffed("plan.docx", content)
    assert set(refusal.value.fields) == {"files"}
    assert refusal.value.sentence.startswith("“plan.docx” ")
    return refusal.value.sentence


def lying(content: bytes, size: int) -> bytes:
    """The same archive, which now says that its first part is only `size` bytes, in both places."""
    said, real = struct.pack("<I", size), bytearray(content)
    real[22:26] = said
    central = real.index(b"PK\x01\x02")
    real[central + 24 : central + 28] = said
    return bytes(real)


def test_a_bomb_is_refused_by_what_it_says() -> None:
    bomb = office(main=b"\0" * 200 * MIB)
    assert len(bomb) < MIB
    assert "unpacks to far more than its size" in refused(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused() -> None:
    assert "not a kind of file" in refused(lying(office(main=b"\0" * 50 * MIB), 100))


def test_many_small_parts_are_a_bomb_too() -> None:
    assert "far more than its size" in refused(office({f"p{n}": b"\0" * MIB for n in range(60)}))


def test_a_bomb_within_a_document_is_found() -> None:
    inner = office(main=b"\0" * 40 * MIB)
    assert "far more than its size" in refused(office({"word/embeddings/a.docx": inner}))


def test_archives_within_archives_within_archives_are_refused() -> None:
    nested = office({"word/embeddings/b.docx": office({"word/embeddings/c.docx": office()})})
    assert "archives within archives" in refused(nested)


def test_too_many_parts_are_refused_before_any_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    many = office({f"p{n}": b"" for n in range(10)})
    monkeypatch.setattr(archives, "MOST_ENTRIES", 10)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)
    assert "not put together" in refused(many)


def test_a_locked_one_is_refused_with_what_to_do() -> None:
    locked = bytearray(office())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    assert "locked with a password" in refused(bytes(locked))
    assert "locked with a password" in refused(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512)


@pytest.mark.parametrize("head", [b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_two_kinds_in_one_file_are_refused(head: bytes) -> None:
    assert "two kinds of file in one" in refused(head + b"\0" * 40 + office())


def test_an_archive_that_reads_as_pdf_is_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        made.writestr("a%PDF-1.7", b"%PDF-1.7")
        made.writestr("word/document.xml", b"<w/>")
    assert "two kinds of file in one" in refused(written.getvalue())


@pytest.mark.parametrize("cut", [30, 60, -30, -5])
def test_a_broken_one_is_refused(cut: int) -> None:
    assert "not a kind of file" in refused(office({"x": b"y" * KIB})[:cut])


def test_honest_documents_pass() -> None:
    sheet = office({"xl/workbook.xml": b"<row>1</row>" * 50_000})
    assert files.sniffed("a.docx", office({"word/embeddings/sheet.xlsx": sheet})) is files.DOCX
    assert files.sniffed("a.docx", office(main=b"<w:p>text</w:p>" * 400_000)) is files.DOCX


def test_whatever_is_in_the_middle_of_an_archive_nothing_breaks() -> None:
    whole = office({"x": b"y" * KIB})
    for at in range(0, len(whole), 7):
        spoilt = bytearray(whole)
        spoilt[at] ^= 0xFF
        try:
            files.sniffed("plan.docx", bytes(spoilt))
        except Invalid:
            continue
