"""The sealed PDF: made and signed once (PAdES), then kept; the same bytes each time."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from flask import current_app
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from marketplace.accounts.actor import SYSTEM, Actor
from marketplace.agreements import paper, queries, seal_keys
from marketplace.agreements.errors import NotBinding
from marketplace.agreements.events import AgreementSealed
from marketplace.agreements.models import Agreement, SealKey
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.gateways import storage
from marketplace.kit.ids import Ref
from marketplace.organizations.models import Vendor


def sealed(booking_ref: Ref, number: int, *, by: Actor) -> tuple[Agreement, str]:
    """The agreement, and the key of its signed PDF in the storage. Raises `NotBinding` until both have agreed."""
    agreement = queries.visible(booking_ref, number, by)
    if not agreement.binding:
        raise NotBinding
    return agreement, agreement.file_key or _kept(agreement)


def _kept(agreement: Agreement) -> str:
    """Of two who are there first, one keeps the file for both."""
    content = signed(agreement)
    key = storage.keep(content)
    with atomic():
        row = locked(Agreement, agreement.ref)
        if row.file_key is None:
            row.file_key = key
            digest = hashlib.sha256(content).hexdigest()
            fact = AgreementSealed(row.ref, row.booking.ref, row.number, digest)
            record(fact, by=SYSTEM)
        kept = row.file_key
    if kept != key:
        storage.drop(key)
    return kept


def signed(agreement: Agreement) -> bytes:
    site = str(current_app.config["SITE_NAME"])
    vendor = agreement.booking.vendor
    key = seal_keys.of_vendor(vendor)
    writer = IncrementalPdfFileWriter(io.BytesIO(paper.pdf(agreement, site)))
    # pyHanko brings an event loop of its own, and the calling thread may be running one already.
    with ThreadPoolExecutor(1) as apart:
        made = apart.submit(signers.sign_pdf, writer, _what(vendor, site), signer=_signer(key)).result()
    return bytes(made.getvalue())


def _what(vendor: Vendor, site: str) -> signers.PdfSignatureMetadata:
    """A certification: from here on any change breaks it."""
    return signers.PdfSignatureMetadata(
        field_name="Seal",
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        name=f"{vendor.name}, {site}",
        reason="Agreed by both sides",
    )


def _signer(key: SealKey) -> signers.SimpleSigner:
    return signers.SimpleSigner(
        signing_cert=Certificate.load(seal_keys.certificate_der(key)),
        signing_key=PrivateKeyInfo.load(seal_keys.private_der(key)),
        cert_registry=SimpleCertificateStore(),
    )
