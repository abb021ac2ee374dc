"""Vera uploads a file, looks at what would happen, and says yes."""

import io

from sqlalchemy import select

from marketplace.attestations.staging import AttestationImport, ImportState
from marketplace.db.base import db
from marketplace.db.session import atomic
from tests.attestations.files import EMIL, PIA, file
from tests.cast import Cast
from tests.conftest import Settle

PAGE = "/vendors/ledgerline/attestations/import"


def uploaded(browser, content: bytes, name: str = "people.csv"):
    return browser.post(PAGE, data={"file": (io.BytesIO(content), name)}, follow_redirects=True)


def the_import() -> AttestationImport:
    return db.session.scalars(select(AttestationImport)).one()


def test_dry_run_then_import(cast: Cast, settle: Settle) -> None:
    vera = cast.browser("vera")
    page = uploaded(vera, file(PIA, EMIL)).text
    assert "2 attestations would be imported" in page
    assert "UTF-8, separated by commas" in page
    address = f"/attestations/imports/{the_import().ref}"
    page = vera.post(f"{address}/confirmation", follow_redirects=True).text
    assert "0 of 2 rows" in page
    assert "Look again" in page
    settle()
    assert "2 attestations imported" in vera.get(address).text
    assert vera.post(f"{address}/confirmation").status_code == 409
    assert "2 attestations imported" in vera.get("/notices").text


def test_a_file_with_mistakes_offers_no_import_but_a_list_of_them(cast: Cast) -> None:
    vera = cast.browser("vera")
    page = uploaded(vera, file(PIA, "pia@example.test,=1,Ledgerline Payroll,,Admin,,,0")).text
    assert "1 row cannot be imported, so nothing is" in page
    assert "Import 1 attestation" not in page
    address = f"/attestations/imports/{the_import().ref}"
    listed = vera.get(f"{address}/mistakes.csv")
    assert listed.mimetype == "text/csv"
    assert "3,name,'=1," in listed.text
    assert "3,months,0," in listed.text
    assert vera.post(f"{address}/confirmation").status_code == 400
    assert "would be imported" in vera.get(f"{address}?rows=ready").text.lower()


def test_what_is_no_file_of_attestations_is_said_beside_the_field(cast: Cast) -> None:
    vera = cast.browser("vera")
    assert "Choose a file" in vera.post(PAGE, data={}).text
    answer = uploaded(vera, b"PK\x03\x04...", "people.xlsx")
    assert answer.status_code == 400
    assert "Save the sheet as CSV" in answer.text
    assert uploaded(vera, b"x" * (13 * 1024 * 1024)).status_code == 413
    assert db.session.scalar(select(AttestationImport)) is None


def test_a_row_names_nobodys_script(cast: Cast) -> None:
    page = uploaded(cast.browser("vera"), file("<script>,<b>,<i>,,,,,"), "<img src=x>.csv").text
    assert "<script>," not in page
    assert "&lt;b&gt;" in page
    assert "<img src=x>" not in page


def test_discarded(cast: Cast) -> None:
    vera = cast.browser("vera")
    uploaded(vera, file(PIA))
    address = f"/attestations/imports/{the_import().ref}"
    assert "is forgotten" in vera.post(f"{address}/discarding", follow_redirects=True).text
    assert "Nobody wanted this file" in vera.get(address).text


def test_a_failed_one_says_what_to_do(cast: Cast) -> None:
    vera = cast.browser("vera")
    uploaded(vera, file(PIA))
    with atomic():
        the_import().state, the_import().wrong = ImportState.FAILED, 1
    assert "Nothing was imported" in vera.get(f"/attestations/imports/{the_import().ref}").text


def test_the_template_is_downloaded(cast: Cast) -> None:
    answer = cast.browser("carla").get("/vendors/ledgerline/attestations/template.csv")
    assert answer.data.startswith(b"\xef\xbb\xbfemail,name,product")
