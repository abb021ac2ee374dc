"""What a ledger refuses: slips of our own code, never of a person, so no page shows them."""


class Unbalanced(ValueError):
    """The postings of an entry do not sum to zero in each currency."""


class Unchangeable(RuntimeError):
    """Somebody tried to change or remove what has been posted. A mistake is mended by posting its reverse."""
