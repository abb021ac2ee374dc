"""The sealed PDF: what both agreed to, signed with the vendor's key, the same bytes each time; a changed byte shows."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from marketplace.agreements import paper, queries, seal_keys, sealing
from marketplace.agreements.errors import NotBinding
from marketplace.gateways import storage
from marketplace.kit.errors import NotFound
from tests import make
from tests.bookings.asking import accepted, ask
from tests.cast import Cast
from tests.conftest import Clock

LETTERS = "Łukasz Þórsdóttir-Žukauskaitė Αθηνά Жуков, Üçgül"


def sealed(cast: Cast, ref: str) -> bytes:
    _, key = sealing.sealed(ref, 1, by=cast.actor("bruno"))
    return storage.path_of(key).read_bytes()


def verdict(cast: Cast, content: bytes) -> PdfSignatureStatus:
    """What a stranger finds who has the vendor's certificate."""
    key = seal_keys.known(cast.ledgerline)
    assert key
    trusted = Certificate.load(pem.unarmor(key.certificate.encode())[2])
    (seal,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    trusting = ValidationContext(trust_roots=[trusted], allow_fetching=False)
    # It brings an event loop of its own, and a browser's may run in this thread.
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(validate_pdf_signature, seal, trusting).result()


def sound(cast: Cast, content: bytes) -> bool:
    try:
        return verdict(cast, content).bottom_line
    except (PdfReadError, SignatureValidationError, ValueError):
        return False  # no reader even opens it


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_it_says_what_was_agreed_by_whom_and_when(cast: Cast, clock: Clock) -> None:
    make.change(cast.user("bruno"), timezone="America/New_York")
    booking = accepted(cast)
    text = text_of(sealed(cast, booking.ref))
    (one,) = queries.of_booking(booking.id)
    for said in (
        "Agreement about 5 days with Ana",
        "€3,520.00",
        "Mon 15 March 2027",
        "Bruno, for Nordwind",
        "Ana, the expert",
        "1 March 2027, 09:00:00 CET (Europe/Berlin) · 1 March 2027, 03:00:00 EST (America/New_York)",
        one.text_hash,
        f"Booking {booking.ref} · agreement, version 1 · page 1 of 2",
        "page 2 of 2",
    ):
        assert said in text.replace("\n", " ") or said in text


def test_names_of_many_scripts_are_readable(cast: Cast) -> None:
    make.change(cast.ana, name=LETTERS)
    assert LETTERS in text_of(sealed(cast, accepted(cast).ref)).replace("\n", " ")


def test_the_seal_is_the_vendors_and_covers_everything(cast: Cast) -> None:
    found = verdict(cast, sealed(cast, accepted(cast).ref))
    assert found.bottom_line
    assert found.coverage.name == "ENTIRE_FILE"
    assert found.signing_cert.subject.native["common_name"] == "Ledgerline"


@pytest.mark.parametrize("where", [b"/Title", b"stream", b"/Author"])
def test_a_changed_byte_shows(cast: Cast, where: bytes) -> None:
    content = bytearray(sealed(cast, accepted(cast).ref))
    content[content.index(where) + len(where) + 12] ^= 1
    assert not sound(cast, bytes(content))


def test_something_added_afterwards_shows(cast: Cast) -> None:
    """PDF may be changed by adding to it; the seal allows no such change."""
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed(cast, accepted(cast).ref)))
    writer.root["/Lang"] = TextStringObject("de")
    writer.update_root()
    added = io.BytesIO()
    writer.write(added)
    assert not verdict(cast, added.getvalue()).bottom_line


def test_it_is_made_once(cast: Cast) -> None:
    booking = accepted(cast)
    first = sealed(cast, booking.ref)
    make.change(cast.ledgerline, name="Ledgerline Group")
    assert sealed(cast, booking.ref) == first


def test_the_same_agreement_is_the_same_paper(cast: Cast) -> None:
    (one,) = queries.of_booking(accepted(cast).id)
    assert paper.pdf(one, "Mavenry") == paper.pdf(one, "Mavenry")


def test_nothing_is_sealed_that_one_side_has_not_agreed_to(cast: Cast) -> None:
    booking = ask(cast)
    with pytest.raises(NotBinding):
        sealing.sealed(booking.ref, 1, by=cast.actor("bruno"))
    with pytest.raises(NotFound):
        sealing.sealed(booking.ref, 1, by=cast.actor("gus"))
