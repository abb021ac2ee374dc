"""Search: the whole query stands in the address. And the page that says how the order comes about."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from marketplace.catalog import queries as catalog
from marketplace.kit import clock
from marketplace.kit.errors import Invalid, NotFound
from marketplace.search import asked, loosening, ranking
from marketplace.search.queries import search
from marketplace.search.query import Query
from marketplace.search.remembering import remembered
from marketplace.search.results import Found
from marketplace.search.understanding import Understanding
from marketplace.web import search_strips
from marketplace.web.booking_directly import who_is_free
from marketplace.web.search_chips import chips
from marketplace.web.search_filters import Filters
from marketplace.web.search_listing import Listing, numbers
from marketplace.web.security import actor

bp = Blueprint("search", __name__)
bp.add_app_template_filter(search_strips.strip_of)
bp.add_app_template_filter(search_strips.day_short)
bp.add_app_template_filter(who_is_free)


@bp.get("/search")
def index() -> ResponseReturnValue:
    query = Query.parse(request.args)
    if _sent_by_form() and not query.problems:
        # A form sends its empty fields, too; what people mail to each other is the short address.
        return redirect(f"{request.path}{query.address}")
    with remembered():
        found, problems = _found(query)
        understanding = (found and found.understanding) or Understanding(query)
        ways = loosening.ways(query, understanding.parts) if found and not found.total else []
    if found and found.number == 1 and not query.cursor:
        asked.note(understanding.query, actor())
    home = url_for("search.index")
    return render_template(
        "search/index.html",
        home=home,
        query=query,
        found=found,
        problems=problems,
        filters=Filters(query, understanding.query, found.facets if found else {}, home, problems),
        chips=chips(query, understanding, _names(query, found)),
        unknown=understanding.unknown,
        by_request=not problems and _by_request(query),
        listing=Listing(query, found.items[0].days if found and found.items else (), clock.today()),
        numbers=numbers(found.number, found.pages) if found else [],
        loosened=ways,
    )


@bp.get("/how-search-works")
def how() -> str:
    return render_template("search/how.html", ranking=ranking)


def _sent_by_form() -> bool:
    """Empty fields, boxes ticked one by one, and lines of a text: no link of ours is made of these."""
    args = request.args
    return (
        "" in args.values()
        or len(args.getlist("weekdays")) > 1
        or any("\n" in one for one in args.getlist("not_from"))
    )


def _found(query: Query) -> tuple[Found | None, Mapping[str, str]]:
    """The page, or what is wrong with the query: results for half a question would mislead."""
    if query.problems:
        return None, query.problems
    try:
        return search(query), {}
    except Invalid as mistake:
        return None, mistake.fields


def _by_request(query: Query) -> bool:
    """Whether experts may be asked for proposals about this outcome: calls are booked only."""
    if not query.outcome:
        return False
    try:
        return not catalog.blueprint_by_slug(*query.outcome.split("/")).call_minutes
    except NotFound:
        return False


def _names(query: Query, found: Found | None) -> Mapping[str, str]:
    """Of what the address names by slugs."""
    named = {one.value: one.label for one in found.facets.get("module", ())} if found else {}
    if query.product:
        named[query.product] = found.product if found else ""
    if query.outcome:
        named[query.outcome] = catalog.blueprint_title(*query.outcome.split("/")) or ""
    return named
