"""Whatever spreadsheet wrote the file, it is read or refused in words."""

import io
import zipfile

import pytest

from marketplace.attestations import exporting, reading
from marketplace.attestations.staging import ImportLine
from marketplace.kit.errors import Invalid
from tests.attestations.files import EMIL, HEADING, PIA, file

TEXT = f"{HEADING}\npia@example.test,Pía Œuvre,Ledgerline Payroll,,Administrator,,,26\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
        (TEXT.encode("cp1252"), "Windows-1252 (assumed: it is not UTF-8)"),
    ],
)
def test_names_survive_every_encoding(content: bytes, said: str) -> None:
    sheet = reading.read(content)
    assert sheet.encoding == said
    assert sheet.rows[0][1]["name"] == "Pía Œuvre"


@pytest.mark.parametrize(("mark", "said"), [(",", "commas"), (";", "semicolons"), ("\t", "tabs")])
def test_the_separator_is_found_in_the_heading(mark: str, said: str) -> None:
    sheet = reading.read(TEXT.replace(",", mark).encode())
    assert sheet.separator == said
    assert sheet.rows[0][1]["product"] == "Ledgerline Payroll"


def test_columns_come_in_any_order_and_strangers_are_named() -> None:
    sheet = reading.read(
        b"MONTHS;Cost centre;e-mail;Role;PRODUCT;\n26;4711;pia@example.test;Admin;Payroll;x\n"
    )
    assert sheet.ignored == ["Cost centre", "a column without a name"]
    assert sheet.rows[0][1] == dict.fromkeys(reading.COLUMNS, "") | {
        "months": "26",
        "email": "pia@example.test",
        "role": "Admin",
        "product": "Payroll",
    }


def test_rows_carry_the_numbers_that_the_spreadsheet_shows() -> None:
    sheet = reading.read(file(PIA, "", ",,,,,,,", '"a@example.test","two\nlines",P,,R,,,1', EMIL))
    assert [number for number, _ in sheet.rows] == [2, 5, 6]


def _workbook() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \n\n ", "empty"),
        (_workbook(), "Excel workbook or a zip archive"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel workbook"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a text file"),
        (TEXT.encode("utf-16-le"), "not a text file"),
        (TEXT.replace("Pía", "P\0a").encode(), "not a text file"),
        (b"\xff\xfe" + b"a", "breaks off"),
        (b"\xef\xbb\xbf\xff\xff", "breaks off"),
        (HEADING.encode(), "no row below"),
        (b"Dear all,\nplease find attached", "lacks: email, product, role, months"),
        (b"email,email,product,role,months\na,b,c,d,e", "two columns called email"),
        (file('"never closed,,,,,,,'), "Row 2 cannot be read"),
        (file("a,b,c,d,e,f,g,h,slipped"), "Row 2 has more cells"),
        (file(*[PIA] * 20_001), "20,001 rows"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_such_file_is_refused_with_what_to_do(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        reading.read(content)
    assert "file" in refused.value.fields


def test_the_list_of_mistakes_runs_in_no_spreadsheet() -> None:
    line = ImportLine(
        number=2, mistakes=[["name", "=HYPERLINK(1)", "Begins with “=”."], ["role", " @x", "No."]]
    )
    lines = exporting.mistakes([line]).decode("utf-8-sig").splitlines()
    assert lines[1] == "2,name,'=HYPERLINK(1),Begins with “=”."
    assert lines[2] == "2,role,' @x,No."


def test_the_template_can_be_read_back() -> None:
    sheet = reading.read(exporting.template())
    assert sheet.ignored == []
    assert len(sheet.rows) == 1
