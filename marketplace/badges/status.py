"""Status lists: one bit says whether a credential still counts (w3.org/TR/vc-bitstring-status-list).

A list is signed when something in it changes, never when somebody reads it. It says itself how long it may be believed,
so that an old copy cannot bring a revoked credential back; before that time is over it is signed anew.
"""

import base64
import gzip
import json
import secrets
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from marketplace.badges import addresses, keys
from marketplace.badges.contexts import CREDENTIALS
from marketplace.badges.credential import REVOCATION
from marketplace.badges.models import Credential, StatusList
from marketplace.badges.proof import Document, signed, stamp
from marketplace.db.base import db
from marketplace.db.session import atomic, locked
from marketplace.kit import clock
from marketplace.kit.ids import Ref
from marketplace.organizations.models import Vendor

BITS = 131_072
"""The least the standard allows, so that an index tells little about whom it belongs to."""

MOST_USED = BITS // 2
"""Beyond this a vendor begins another list, so that a free index is found at the second try."""

BELIEVED = timedelta(days=14)
RENEWED_BEFORE = timedelta(days=7)


def reserve(vendor: Vendor) -> tuple[StatusList, int]:
    """A list of the vendor's with room, and a random index in it that nobody has.

    Here as below the vendor's row is the lock that keeps two changes from losing one.
    """
    with atomic():
        locked(Vendor, vendor.ref)
        found = _newest(vendor)
        if found is None or len(taken := _taken(found)) >= MOST_USED:
            found, taken = _begin(vendor, 1 + (found.number if found else 0)), set()
        return found, next(index for index in iter(_random_index, None) if index not in taken)


def entry(of: StatusList, index: int) -> Document:
    """The `credentialStatus` of whoever has that index."""
    address = addresses.status_list(of.vendor, of.number)
    return {
        "id": f"{address}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": REVOCATION,
        "statusListIndex": str(index),
        "statusListCredential": address,
    }


def sign(ref: Ref) -> StatusList:
    """Sign the list as its credentials stand now."""
    with atomic() as session:
        one = session.scalars(select(StatusList).where(StatusList.ref == ref)).one()
        by = keys.signer(one.vendor)
        session.refresh(one)
        set_bits = select(Credential.status_index).where(
            Credential.status_list_id == one.id, Credential.flagged
        )
        now = clock.now()
        one.valid_until = now + BELIEVED
        plain = _document(one, encoded(db.session.scalars(set_bits).all()))
        one.document = json.dumps(signed(plain, by=by, at=now), ensure_ascii=False)
    return one


def renew_lapsing() -> int:
    """Sign anew what could soon not be believed any more; how many lists that were."""
    lapsing = select(StatusList.ref).where(StatusList.valid_until < clock.now() + RENEWED_BEFORE)
    return len([sign(ref) for ref in db.session.scalars(lapsing.order_by(StatusList.id)).all()])


def encoded(set_bits: Iterable[int]) -> str:
    """`u` and the compressed bits in base 64; bit 0 is the leftmost of the first byte."""
    bits = bytearray(BITS // 8)
    for index in set_bits:
        bits[index // 8] |= 0x80 >> index % 8
    packed = gzip.compress(bytes(bits), mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _document(one: StatusList, bits: str) -> Document:
    address = addresses.status_list(one.vendor, one.number)
    assert one.valid_until is not None
    return {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": addresses.did(one.vendor),
        "validFrom": stamp(one.created_at),
        "validUntil": stamp(one.valid_until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": REVOCATION,
            "encodedList": bits,
        },
    }


def _newest(vendor: Vendor) -> StatusList | None:
    mine = select(StatusList).where(StatusList.vendor_id == vendor.id)
    return db.session.scalar(mine.order_by(StatusList.number.desc()).limit(1))


def _taken(one: StatusList) -> set[int]:
    return set(db.session.scalars(select(Credential.status_index).where(Credential.status_list_id == one.id)))


def _begin(vendor: Vendor, number: int) -> StatusList:
    one = StatusList(vendor=vendor, number=number)
    db.session.add(one)
    db.session.flush()
    return sign(one.ref)


def _random_index() -> int:
    return secrets.randbelow(BITS)
