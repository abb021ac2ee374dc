"""Private keys at rest. What opens them stands in the environment, never in the database.

`BADGE_KEY` may list several secrets, a comma between: the first encrypts, each decrypts. To change it, put the new one in
front, run `flask reseal-badge-keys`, then drop the old one.
"""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app


class Unreadable(RuntimeError):
    """None of the secrets in `BADGE_KEY` opens this."""


def seal(secret: bytes) -> str:
    return _vault().encrypt(secret).decode()


def unseal(sealed: str) -> bytes:
    """Raises `Unreadable`."""
    try:
        return _vault().decrypt(sealed)
    except InvalidToken:
        raise Unreadable("No secret in BADGE_KEY opens this key. Was one dropped too early?") from None


def reseal(sealed: str) -> str:
    """The same, encrypted under the first secret. Raises `Unreadable`."""
    return seal(unseal(sealed))


def _vault() -> MultiFernet:
    return MultiFernet([Fernet(_key(one.strip())) for one in current_app.config["BADGE_KEY"].split(",")])


def _key(secret: str) -> bytes:
    """Fernet wants 32 bytes in base 64; the secrets are random and long, so one round of hashing is enough."""
    return base64.urlsafe_b64encode(hashlib.sha256(secret.encode()).digest())
