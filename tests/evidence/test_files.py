"""Files are told by their content."""

import io
import zipfile

import pytest

from marketplace.db.base import db
from marketplace.evidence import files, uploads
from marketplace.evidence.models import Upload
from marketplace.gateways import storage
from marketplace.kit.errors import Invalid, NotFound
from tests.cast import Cast
from tests.conftest import Clock


def archive(*names: str, mimetype: str | None = None) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return written.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", files.PDF),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, files.PNG),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, files.JPEG),
        (b"RIFF\0\0\0\0WEBPVP8 ", files.WEBP),
        (WORD, files.DOCX),
        (archive("[Content_Types].xml", "xl/workbook.xml"), files.XLSX),
        (archive("content.xml", mimetype="application/vnd.oasis.opendocument.text"), files.ODT),
        ("Größe, שלום, 😀\n".encode(), files.TEXT),
    ],
)
def test_what_a_file_is(content: bytes, kind: files.FileKind) -> None:
    assert files.sniffed("whatever.bin", content) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\0" + b"\0" * 60,
        b"PK\x03\x04 broken",
        archive("anything.txt"),
        archive("word/document.xml", "word/vbaProject.bin"),
        archive("content.xml", mimetype="application/x-other"),
        b"GIF89a" + b"\0" * 20,
        b"x" * (files.LARGEST + 1),
        b"\xff\xfe\x00text",
    ],
)
def test_what_is_not_taken_is_named(content: bytes) -> None:
    with pytest.raises(Invalid, match=r"“photo\.pdf”"):
        files.sniffed("C:\\fake\\photo.pdf", content)


@pytest.mark.parametrize(
    ("name", "tidied"),
    [("../../etc/cv.docx", "cv.docx"), ("cv.exe", "cv.exe.docx"), ("", "file.docx"), (".docx", "docx.docx")],
)
def test_a_name_ends_as_its_content_deserves(name: str, tidied: str) -> None:
    assert files.tidy_name(name, files.DOCX) == tidied


def test_uploads_that_no_claim_took_are_dropped_after_a_day(cast: Cast, clock: Clock) -> None:
    key = uploads.keep("cv.docx", WORD, by=cast.actor("ana")).file_key
    clock.forward(hours=23)
    assert uploads.drop_abandoned() == 0
    clock.forward(hours=2)
    assert uploads.drop_abandoned() == 1
    assert db.session.query(Upload).count() == 0
    with pytest.raises(NotFound):
        storage.path_of(key)


def test_nobody_fills_the_disk_with_files_of_claims_never_made(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_WAITING", 2)
    for name in ("one.docx", "two.docx"):
        uploads.keep(name, WORD, by=cast.actor("ana"))
    with pytest.raises(Invalid, match="wait to be sent already"):
        uploads.keep("three.docx", WORD, by=cast.actor("ana"))
    assert uploads.keep("emil.docx", WORD, by=cast.actor("emil"))
