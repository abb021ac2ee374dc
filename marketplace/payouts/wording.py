"""Stripe's words made plain.

Codes of failed payouts: docs.stripe.com/payouts#payout-failures. Requirements: docs.stripe.com/connect/handling-api-verification.
"""

from collections.abc import Iterable

_FAILURES = {
    "account_closed": "the bank account has been closed",
    "account_frozen": "the bank account has been frozen",
    "bank_account_restricted": "the bank account cannot receive this kind of payment",
    "bank_ownership_changed": "the bank account belongs to somebody else now",
    "could_not_process": "the bank could not process the payment",
    "debit_not_authorized": "the bank does not allow this kind of payment",
    "declined": "the bank declined the payment",
    "incorrect_account_holder_name": "the account holder's name does not match",
    "incorrect_account_type": "the kind of account does not match",
    "invalid_account_number": "the account number is not valid",
    "invalid_currency": "the bank account does not take this currency",
    "no_account": "no bank account was found under these details",
}

_REQUIREMENTS = (
    ("default_outbound_destination", "a bank account for the money"),
    ("documents", "a document that shows who you are"),
    ("date_of_birth", "your date of birth"),
    ("given_name", "your name"),
    ("surname", "your name"),
    ("address", "your address"),
    ("phone", "your telephone number"),
    ("email", "your e-mail address"),
    ("terms_of_service", "your consent to Stripe's terms"),
)


def failure(code: str | None) -> str:
    """Why the bank returned the money, to follow "because"."""
    return _FAILURES.get(code or "", "the bank did not accept the payment")


def requirements(descriptions: Iterable[str]) -> list[str]:
    """What Stripe still asks for, each once."""
    return list(dict.fromkeys(_plain(one) for one in descriptions))


def _plain(description: str) -> str:
    found = (words for part, words in _REQUIREMENTS if part in description)
    return next(found, "a few more details")
