"""Statements by the month: on the screen, as CSV and as PDF, for an expert, an organization's finance, a vendor's finance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template, url_for
from werkzeug.wrappers import Response

from marketplace.kit import clock
from marketplace.kit.errors import NotFound, permit
from marketplace.kit.ids import Ref
from marketplace.kit.text import slug as slugged
from marketplace.organizations import queries as organizations
from marketplace.payouts import policy
from marketplace.registry import queries as registry
from marketplace.statements import files, monthly
from marketplace.statements.month import Month
from marketplace.statements.monthly import Statement
from marketplace.web import exporting
from marketplace.web.security import actor, signed_in

bp = Blueprint("statements", __name__)

SHOWN = 300
"""Lines of an account on the screen; the files have all of them."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose statement it is. `at` makes the addresses of its months and files; `back` leads to the money it is about."""

    name: str
    at: dict[str, Any]
    endpoint: str
    back: tuple[str, str]
    read: Callable[[Month], Sequence[Statement]]

    def url(self, month: Month, form: str = "") -> str:
        if form:
            return url_for(f".{self.endpoint}_file", month=month, form=form, **self.at)
        return url_for(f".{self.endpoint}", month=month, **self.at)


@bp.get("/earnings/statements/<month>")
@signed_in
def expert(month: str) -> str:
    return _page(_expert(), month)


@bp.get("/earnings/statements/<month>/statement.<form>")
@signed_in
def expert_file(month: str, form: str) -> Response:
    return _file(_expert(), month, form)


@bp.get("/organizations/<ref>/statements/<month>")
@signed_in
def organization(ref: Ref, month: str) -> str:
    return _page(_organization(ref), month)


@bp.get("/organizations/<ref>/statements/<month>/statement.<form>")
@signed_in
def organization_file(ref: Ref, month: str, form: str) -> Response:
    return _file(_organization(ref), month, form)


@bp.get("/vendors/<slug>/statements/<month>")
@signed_in
def vendor(slug: str, month: str) -> str:
    return _page(_vendor(slug), month)


@bp.get("/vendors/<slug>/statements/<month>/statement.<form>")
@signed_in
def vendor_file(slug: str, month: str, form: str) -> Response:
    return _file(_vendor(slug), month, form)


@bp.app_template_global()
def this_month() -> str:
    """For links to the current statement."""
    return str(Month.of(clock.now()))


def _expert() -> Holder:
    found = registry.expert_of(actor().user_id)
    if found is None:
        raise NotFound("You have no expert's profile, so there is nothing to state.")
    back = ("Earnings", url_for("earnings.show"))
    return Holder(found.name, {}, "expert", back, lambda month: monthly.of_expert(found, month))


def _organization(ref: Ref) -> Holder:
    found = organizations.visible_organization(ref, actor())
    permit(policy.may_see_spending(actor(), found))
    back = ("Spending", url_for("spending.show", ref=ref))
    return Holder(
        found.name, {"ref": ref}, "organization", back, lambda month: monthly.of_organization(found, month)
    )


def _vendor(slug: str) -> Holder:
    found = organizations.visible_vendor(slug, actor())
    permit(policy.may_see_vendor_money(actor(), found))
    back = ("Money", url_for("money.show", slug=slug))
    return Holder(found.name, {"slug": slug}, "vendor", back, lambda month: monthly.of_vendor(found, month))


def _page(holder: Holder, text: str) -> str:
    month = Month.read(text)
    return render_template(
        "statements/show.html",
        holder=holder,
        month=month,
        statements=holder.read(month),
        shown=SHOWN,
        running=month.end > clock.now(),
    )


def _file(holder: Holder, text: str, form: str) -> Response:
    if form not in ("csv", "pdf"):
        raise NotFound
    month = Month.read(text)
    statements = holder.read(month)
    name = f"statement-{slugged(holder.name, 'nobody')}-{month}.{form}"
    if form == "csv":
        return exporting.table(files.rows(statements), name)
    site = current_app.config["SITE_NAME"]
    paper = files.pdf(statements, holder.name, month, site, clock.now())
    return exporting.document(paper, "application/pdf", name)
