"""Amounts and moments as a person reads them."""

from datetime import UTC, datetime
from decimal import Decimal

DIGITS = {"jpy": 0, "krw": 0, "vnd": 0, "clp": 0, "kwd": 3, "bhd": 3, "tnd": 3, "jod": 3, "omr": 3}
SIGNS = {"eur": "€", "usd": "$", "gbp": "£", "jpy": "¥"}


def money(amount: int, currency: str) -> str:
    """Minor units to `€1,408.00`, or `CHF 1,408.00` where no sign is known."""
    digits = DIGITS.get(currency, 2)
    figure = f"{Decimal(abs(amount)).scaleb(-digits):,.{digits}f}"
    sign = SIGNS.get(currency, f"{currency.upper()} ")
    return f"{'−' if amount < 0 else ''}{sign}{figure}"


def day(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%d %b %Y")


def hour(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%H:%M:%S")


def moment(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%d %b %Y, %H:%M UTC")
