"""Identifiers in Stripe's manner: a prefix that says what it is, then letters and digits."""

import secrets
import string

LETTERS = string.ascii_letters + string.digits


def fresh(prefix: str, length: int = 24) -> str:
    return f"{prefix}_" + "".join(secrets.choice(LETTERS) for _ in range(length))
