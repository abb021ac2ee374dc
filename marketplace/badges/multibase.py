"""Base 58 as Multibase and Multikey write it (w3.org/TR/cid-1.0, sections 2.4 and 2.2.2)."""

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519_PUBLIC = b"\xed\x01"
"""The multicodec prefix of a public Ed25519 key."""


def base58(content: bytes) -> str:
    """`z` and the bytes in Bitcoin's base 58."""
    number, digits = int.from_bytes(content), ""
    while number:
        number, digit = divmod(number, 58)
        digits = ALPHABET[digit] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + ALPHABET[0] * zeros + digits


def multikey(public: bytes) -> str:
    """A raw public Ed25519 key, as `publicKeyMultibase` writes it."""
    return base58(ED25519_PUBLIC + public)
