"""What a vendor's agreements are signed with: a key of its own, made when first needed, and a certificate that it signs itself.

P-256, not the Ed25519 of the badges: readers of PDF know it. The certificate says who the vendor is on this installation and
nothing else; whoever checks compares it with the one that the vendor's page offers.
"""

from datetime import UTC, datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from flask import current_app
from sqlalchemy import select

from marketplace.agreements.models import SealKey
from marketplace.badges import vault
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.organizations.models import Vendor

FROM, FOR_GOOD = datetime(2020, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""A certificate that never ends ends then (RFC 5280, 4.1.2.5)."""
LONGEST_COMMON_NAME = 64
PURPOSES = {
    "digital_signature": True,
    "content_commitment": True,
    "key_encipherment": False,
    "data_encipherment": False,
    "key_agreement": False,
    "key_cert_sign": False,
    "crl_sign": False,
    "encipher_only": False,
    "decipher_only": False,
}


def of_vendor(vendor: Vendor) -> SealKey:
    """The vendor's row is the lock under which its key is made."""
    found = known(vendor)
    if found is None:
        with atomic():
            locked(Vendor, vendor.ref)
            found = known(vendor) or _make(vendor)
    return found


def reseal_all() -> int:
    """Encrypt every key under the first secret of `BADGE_KEY`; how many. Raises `vault.Unreadable`, changing none."""
    with atomic() as session:
        keys = session.scalars(select(SealKey).with_for_update().order_by(SealKey.id)).all()
        for key in keys:
            key.sealed = vault.reseal(key.sealed)
    return len(keys)


def private_der(key: SealKey) -> bytes:
    return vault.unseal(key.sealed)


def certificate_der(key: SealKey) -> bytes:
    made = x509.load_pem_x509_certificate(key.certificate.encode())
    return made.public_bytes(serialization.Encoding.DER)


def known(vendor: Vendor) -> SealKey | None:
    """None before anything was sealed."""
    return db.session.scalar(select(SealKey).where(SealKey.vendor_id == vendor.id))


def _make(vendor: Vendor) -> SealKey:
    private = ec.generate_private_key(ec.SECP256R1())
    der = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate = _certificate(vendor, private).public_bytes(serialization.Encoding.PEM).decode()
    key = SealKey(vendor=vendor, certificate=certificate, sealed=vault.seal(der))
    db.session.add(key)
    db.session.flush()
    return key


def _certificate(vendor: Vendor, private: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    site = str(current_app.config["SITE_NAME"])
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, vendor.name[:LONGEST_COMMON_NAME]),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, f"Agreements on {site}"[:LONGEST_COMMON_NAME]),
        ]
    )
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(FOR_GOOD)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**PURPOSES), critical=True)
        .sign(private, hashes.SHA256())
    )
