"""Data Integrity proofs of the suite `eddsa-rdfc-2022` (w3.org/TR/vc-di-eddsa).

What is signed is not the text but the statements it makes, so a property that the vocabularies do not know would go
unsigned without a word. Here it is an error.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pyld.jsonld import JsonLdProcessor

from marketplace.badges.contexts import load
from marketplace.badges.multibase import base58

Document = dict[str, Any]

SUITE = "eddsa-rdfc-2022"


class Unsigned(ValueError):
    """Part of the document would not be covered by the signature."""


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key, and the address under which its public half is found."""

    method: str
    key: Ed25519PrivateKey


def stamp(moment: datetime) -> str:
    """`2027-03-01T08:00:00Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def signed(document: Mapping[str, Any], *, by: Signer, at: datetime) -> Document:
    """The document with its proof. Raises `Unsigned`; an unknown vocabulary is an error of PyLD's."""
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": SUITE,
        "created": stamp(at),
        "verificationMethod": by.method,
        "proofPurpose": "assertionMethod",
    }
    digest = _digest({**options, "@context": document["@context"]}) + _digest(document)
    return {**document, "proof": {**options, "proofValue": base58(by.key.sign(digest))}}


def _digest(document: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(_statements(document).encode()).digest()


def _statements(document: Mapping[str, Any]) -> str:
    """The document's statements in canonical order, all of them or none."""
    processor = JsonLdProcessor(on_property_dropped=_refuse)
    loading = {
        "documentLoader": load,
        "base": None,
    }  # PyLD would complete a relative address with one of its own
    for name in _names(processor.expand(dict(document), loading)):
        if ":" not in name:
            _refuse(name)
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", **loading}
    return str(JsonLdProcessor().normalize(dict(document), options))


def _refuse(name: str | None) -> None:
    raise Unsigned(f"{name!r} is not in the vocabulary and would not be signed.")


def _names(node: Any) -> Iterator[str]:
    """Every name of a thing or a type in an expanded document. One that is no address is dropped when statements are made."""
    if isinstance(node, list):
        for each in node:
            yield from _names(each)
    elif isinstance(node, dict) and "@value" not in node:
        yield from filter(None, [node.get("@id"), *node.get("@type", [])])
        for each in node.values():
            yield from _names(each)
