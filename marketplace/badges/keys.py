"""A vendor's signing keys: made when first needed, rotated by a command, published in its DID document."""

from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from marketplace.accounts.actor import SYSTEM
from marketplace.badges import addresses, vault
from marketplace.badges.events import IssuerKeyRotated
from marketplace.badges.models import IssuerKey
from marketplace.badges.multibase import multikey
from marketplace.badges.proof import Signer
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.events.log import record
from marketplace.kit import clock
from marketplace.organizations.models import Vendor


def signer(vendor: Vendor) -> Signer:
    """Signs for the vendor from inside a use case. The vendor's row is the lock under which its first key is made."""
    with atomic():
        locked(Vendor, vendor.ref)
        key = _current(vendor) or _make(vendor)
    private = Ed25519PrivateKey.from_private_bytes(vault.unseal(key.sealed))
    return Signer(f"{addresses.did(vendor)}#{key.fragment}", private)


def rotate(vendor: Vendor) -> IssuerKey:
    """A new key signs from now on; the old one stays listed."""
    with atomic():
        locked(Vendor, vendor.ref)
        old = _current(vendor)
        if old:
            old.retired_at = clock.now()
        fresh = _make(vendor)
        record(IssuerKeyRotated(vendor.ref, fresh.number), by=SYSTEM)
    return fresh


def reseal_all() -> int:
    """Encrypt every private key under the first secret of `BADGE_KEY`; how many. Raises `vault.Unreadable`, changing none."""
    with atomic() as session:
        keys = session.scalars(select(IssuerKey).with_for_update().order_by(IssuerKey.id)).all()
        for key in keys:
            key.sealed = vault.reseal(key.sealed)
    return len(keys)


def did_document(vendor: Vendor) -> dict[str, Any]:
    """All keys, retired ones too: each may speak for what it signed."""
    did = addresses.did(vendor)
    keys = of_vendor(vendor)
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [
            {
                "id": f"{did}#{key.fragment}",
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.public,
            }
            for key in keys
        ],
        "assertionMethod": [f"{did}#{key.fragment}" for key in keys],
    }


def of_vendor(vendor: Vendor) -> Sequence[IssuerKey]:
    """Newest first."""
    mine = select(IssuerKey).where(IssuerKey.vendor_id == vendor.id)
    return db.session.scalars(mine.order_by(IssuerKey.number.desc())).all()


def _current(vendor: Vendor) -> IssuerKey | None:
    return next((key for key in of_vendor(vendor) if key.retired_at is None), None)


def _make(vendor: Vendor) -> IssuerKey:
    private = Ed25519PrivateKey.generate()
    key = IssuerKey(
        vendor=vendor,
        number=1 + max((one.number for one in of_vendor(vendor)), default=0),
        public=multikey(private.public_key().public_bytes_raw()),
        sealed=vault.seal(private.private_bytes_raw()),
    )
    db.session.add(key)
    db.session.flush()
    return key
