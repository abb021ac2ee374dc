"""Each row of a file against the vendor's catalogue, and against what has been stated already."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict

from marketplace.accounts import service as accounts
from marketplace.attestations import queries
from marketplace.attestations.queries import Key
from marketplace.attestations.service import NAME, SELF
from marketplace.attestations.staging import ImportLine, LineState
from marketplace.attestations.usage import Usage, Words, role_and_months, usage
from marketplace.catalog import queries as catalog
from marketplace.catalog.models import Module, Product
from marketplace.kit.errors import Invalid
from marketplace.kit.spreadsheet import FORMULAS
from marketplace.kit.text import clean_line, fold
from marketplace.kit.typed import Typed

Cells = Mapping[str, str]


class Catalogue:
    """What a vendor offers at this moment, found by name as people write it."""

    def __init__(self, vendor_id: int) -> None:
        products = catalog.products_of(vendor_id, retired=True)
        self.products = {fold(one.name): one for one in products}
        self.modules = {(one.product_id, fold(one.name)): one for each in products for one in each.modules}
        self.offered_products = {one.id for one in products if not one.retired_at}
        self.offered_modules = {one.id for one in self.modules.values() if not one.retired_at}

    def still_has(self, used: Usage) -> bool:
        """Whether its product and module are offered, not retired."""
        offered = used.product_id in self.offered_products
        return offered and (used.module_id is None or used.module_id in self.offered_modules)

    def used(self, typed: Typed, cells: Cells) -> Usage | None:
        """What a row says was used; None where it does not fit, and `typed` knows why."""
        words = Words(cells["role"], cells["first release"], cells["last release"], cells["months"])
        product = self._product(typed, cells["product"])
        if product is None:
            role_and_months(typed, words)
            return None
        module = self._module(typed, product, cells["module"])
        used = usage(typed, product, module, words)
        return None if typed.mistakes else used

    def _product(self, typed: Typed, name: str) -> Product | None:
        found = self.products.get(fold(clean_line(name)))
        if found is None:
            typed.wrong("product", "Your catalogue has no product of that name.")
        elif found.retired_at:
            typed.wrong("product", "This product is retired. Restore it first, or leave the row out.")
        return found

    def _module(self, typed: Typed, product: Product, name: str) -> Module | None:
        wanted = fold(clean_line(name))
        if not wanted:
            return None
        found = self.modules.get((product.id, wanted))
        if found is None:
            typed.wrong("module", f"{product.name} has no module of that name. Empty means all of it.")
        elif found.retired_at:
            typed.wrong("module", "This module is retired. Restore it first, or leave the row out.")
        return found


def look_through(line: ImportLine, offered: Catalogue, *, own: Collection[str]) -> None:
    """Decide whether the row can be imported; `own` are addresses of whoever imports it."""
    cells, typed = line.cells, Typed()
    _refuse_formulas(typed, cells)
    email = _email(typed, cells["email"], own)
    typed.line("name", cells["name"], NAME)
    used = _used(offered, cells, typed)
    line.usage = {"email": email, **asdict(used)} if used and not typed.mistakes else None
    line.state = LineState.WRONG if typed.mistakes else LineState.READY
    line.mistakes = [
        [name.replace("_", " "), cells.get(name.replace("_", " "), ""), sentence]
        for name, sentence in typed.mistakes.items()
    ]


def _used(offered: Catalogue, cells: Cells, typed: Typed) -> Usage | None:
    """Every mistake of a row is told at once; the first one in a cell is the one that counts."""
    more = Typed()
    used = offered.used(more, cells)
    for name, sentence in more.mistakes.items():
        typed.wrong(name, sentence)
    return used


def leave_out_known(lines: Iterable[ImportLine], vendor_id: int) -> None:
    """Rows that say what an earlier row or a standing attestation says are left out, and say so."""
    ready = [line for line in lines if line.state is LineState.READY]
    standing = queries.standing_keys(vendor_id, None, {_address(line) for line in ready})
    seen: dict[Key, int] = {}
    for line in ready:
        key = queries.key_of(_address(line), usage_of(line))
        if key in standing:
            line.state, line.note = LineState.KNOWN, "Has been stated already."
        elif key in seen:
            line.state, line.note = LineState.KNOWN, f"Says the same as row {seen[key]}."
        else:
            seen[key] = line.number


def usage_of(line: ImportLine) -> Usage:
    assert line.usage is not None
    return Usage(**{name: value for name, value in line.usage.items() if name != "email"})


def _address(line: ImportLine) -> str:
    assert line.usage is not None
    return str(line.usage["email"])


def _refuse_formulas(typed: Typed, cells: Cells) -> None:
    for column, cell in cells.items():
        if cell.startswith(FORMULAS) or cell.strip().startswith(FORMULAS):
            first = cell.strip()[:1]
            sign = f"“{first}”" if first in FORMULAS else "a tab or line end"
            typed.wrong(
                column.replace(" ", "_"),
                f"Begins with {sign}, which spreadsheets run as a formula. Remove it.",
            )


def _email(typed: Typed, raw: str, own: Collection[str]) -> str:
    try:
        address = accounts.address(raw)
    except Invalid as refusal:
        typed.wrong("email", refusal.sentence)
        return ""
    if address in own:
        typed.wrong("email", SELF)
    return address
