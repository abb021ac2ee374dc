"""Bank accounts by IBAN (ISO 13616): check digits, and Stripe's bank account object."""

import re

from marketplace.simulator.ids import fresh
from marketplace.simulator.world import Body

TEST_IBANS = {
    "DE89370400440532013000": "payouts arrive",
    "DE62370400440532013001": "payouts fail: account closed",
    "DE35370400440532013002": "payouts fail: no such account",
}
"""https://docs.stripe.com/connect/testing#account-numbers"""
CURRENCIES = {"GB": "gbp", "CH": "chf", "SE": "sek"}


def compact(text: str) -> str:
    return re.sub(r"[\s-]", "", text).upper()


def valid(text: str) -> bool:
    iban = compact(text)
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", iban):
        return False
    digits = "".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])
    return int(digits) % 97 == 1


def bank_account(iban: str, account: str, holder: str) -> Body:
    plain = compact(iban)
    return {
        "id": fresh("ba"),
        "object": "bank_account",
        "account": account,
        "account_holder_name": holder,
        "account_holder_type": "individual",
        "account_type": None,
        "available_payout_methods": ["standard"],
        "bank_name": "SIMULATED BANK",
        "country": plain[:2],
        "currency": CURRENCIES.get(plain[:2], "eur"),
        "default_for_currency": True,
        "fingerprint": f"simulated{plain[-6:]}",
        "last4": plain[-4:],
        "metadata": {},
        "routing_number": None,
        "status": "new",
    }
