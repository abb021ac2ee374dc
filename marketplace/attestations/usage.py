"""What somebody used, in which role, on which releases, for how long: as typed, and as the catalogue knows it."""

from dataclasses import dataclass
from datetime import date

from marketplace.catalog.models import Module, Product, Release
from marketplace.kit.text import fold
from marketplace.kit.typed import Typed

ROLE = 120
LONGEST = 600
"""Months: fifty years."""


@dataclass(frozen=True, slots=True)
class Words:
    """As somebody typed it. Releases are versions, like 9.2; both may be empty."""

    role: str
    first_release: str = ""
    last_release: str = ""
    months: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """Sound, by the keys of the catalogue."""

    product_id: int
    module_id: int | None
    role: str
    first_release_id: int | None
    last_release_id: int | None
    months: int


def span(first: Release | None, last: Release | None) -> str:
    """`8.0–11.2`, `since 8.0`, `up to 11.2`, or nothing."""
    if first and last:
        return first.version if first is last else f"{first.version}–{last.version}"
    return f"since {first.version}" if first else f"up to {last.version}" if last else ""


def in_words(role: str, subject: str, releases: str, months: int) -> str:
    """`Administrator, Paydirt Payroll · Leave, releases 8.0–11.2, 26 months`."""
    spell = f"{months} month" if months == 1 else f"{months} months"
    return ", ".join(filter(None, (role, subject, releases and f"releases {releases}", spell)))


def usage(
    typed: Typed, product: Product, module: Module | None, words: Words, *, suffix: str = ""
) -> Usage | None:
    """What the words mean for this product; None when they do not, and `typed` knows why.

    `suffix` is added to the names of fields, where a form has several such lines.
    """
    before = len(typed.mistakes)
    role, months = role_and_months(typed, words, suffix)
    first = _release(typed, f"first_release{suffix}", product, words.first_release)
    last = _release(typed, f"last_release{suffix}", product, words.last_release)
    if first and last and _day(first) > _day(last):
        typed.wrong(f"last_release{suffix}", f"{last.version} came before {first.version}. Are they swapped?")
    if len(typed.mistakes) > before:
        return None
    return Usage(
        product.id,
        module.id if module else None,
        role,
        first.id if first else None,
        last.id if last else None,
        months,
    )


def role_and_months(typed: Typed, words: Words, suffix: str = "") -> tuple[str, int]:
    """What can be looked through without knowing the product."""
    role = typed.line(f"role{suffix}", words.role, ROLE, needed="What was their role, like Administrator?")
    return role, _months(typed, f"months{suffix}", words.months)


def _day(release: Release) -> tuple[date, int]:
    return release.released_on, release.id


def _release(typed: Typed, field: str, product: Product, version: str) -> Release | None:
    wanted = fold(version.strip())
    if not wanted:
        return None
    found = next((one for one in product.releases if fold(one.version) == wanted), None)
    if found is None:
        known = ", ".join(one.version for one in product.releases[:6]) or "none yet"
        typed.wrong(field, f"{product.name} has no such release. The newest are: {known}.")
    return found


def _months(typed: Typed, field: str, raw: str) -> int:
    text = raw.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 4 and 1 <= int(text) <= LONGEST):
        typed.wrong(field, f"A whole number of months, from 1 to {LONGEST}.")
        return 0
    return int(text)
