"""Names for rows that leave the house: short, unguessable, easy to read out on the telephone."""

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32, lower case: no i, l, o, u to confuse."""

Ref = str
"""A row's public name, as it stands in addresses, events and at Stripe."""


def new_ref(length: int = 12) -> Ref:
    """Sixty random bits: no one guesses another's booking, no two meet."""
    return "".join(ALPHABET[byte % 32] for byte in secrets.token_bytes(length))
