"""Choosing the time of one call. The price, the message and the asking are those of all bookings (`bookings`)."""

from dataclasses import replace
from datetime import date

from babel.dates import format_date
from flask import Blueprint, request
from flask_babel import get_locale

from marketplace.bookings import queries
from marketplace.kit.errors import Conflict
from marketplace.web import call_times
from marketplace.web.bookings import Answer, not_bookable
from marketplace.web.choosing import read, written
from marketplace.web.security import signed_in

bp = Blueprint("calls", __name__)


bp.add_app_template_filter(written, "call_value")


@bp.app_template_filter()
def weekday_short(value: date) -> str:
    """`Wed`."""
    return format_date(value, "EEE", locale=get_locale())


@bp.get("/experts/<slug>/calls/new")
@signed_in
def new(slug: str) -> Answer:
    """Step one: how long, and when."""
    expert, choice = queries.bookable_expert(slug), read(request.args)
    try:
        return call_times.render(expert, replace(choice, minutes=choice.minutes or call_times.USUAL))
    except Conflict as missing:
        return not_bookable(expert, missing)
