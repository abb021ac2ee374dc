"""Search: the whole query stands in the address."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from babel.dates import format_date
from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from marketplace.calendar.queries import DayState
from marketplace.catalog import queries as catalog
from marketplace.kit.errors import Invalid
from marketplace.kit.paging import Page
from marketplace.kit.period import is_working_day
from marketplace.search import loosening
from marketplace.search.queries import search
from marketplace.search.query import Query
from marketplace.search.results import Hit
from marketplace.web.forms.search import SearchForm

bp = Blueprint("search", __name__)


@bp.get("/search")
def index() -> ResponseReturnValue:
    query = Query.parse(request.args)
    if "" in request.args.values() and not query.problems:
        # A form sends its empty fields, too; what people mail to each other is the short address.
        return redirect(f"{request.path}{query.address}")
    page, problems = _found(query)
    return render_template(
        "search/index.html",
        query=query,
        form=SearchForm.of(query, problems, catalog.offered_products()),
        page=page,
        loosened=loosening.ways(query) if page is not None and not page.total else [],
    )


def _found(query: Query) -> tuple[Page[Hit] | None, Mapping[str, str]]:
    """The page, or what is wrong with the query: results for half a question would mislead."""
    if query.problems:
        return None, query.problems
    try:
        return search(query), {}
    except Invalid as mistake:
        return None, mistake.fields


@bp.app_template_filter()
def day_short(value: date) -> str:
    """`Mon 8 Mar`."""
    return format_date(value, "E d MMM", locale=get_locale())


@bp.app_template_filter()
def weeks(days: Sequence[DayState]) -> list[list[DayState]]:
    """The days, Monday to Sunday together."""
    return [list(each) for _, each in groupby(days, key=lambda day: day.on.isocalendar()[:2])]


@bp.app_template_test()
def weekend(day: date) -> bool:
    return not is_working_day(day)
